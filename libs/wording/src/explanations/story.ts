import type { OfMapped, SyncMode, SyncTrigger } from '@people-sync/contracts';
import type { Decision } from '@people-sync/contracts/api';
import type { SyncFacts } from '../syncs/sync-sentences';
import type { ToldChange } from '../words/field-changes';

/** A step as the reconciler tells it; what is not there is empty. */
export interface ToldStep {
  /** RFC 3339. */
  readonly at: string;
  /** A stable word, as `stepKinds`, or `now`. */
  readonly kind: string;
  readonly syncId: string;
  /** Of a plan: the item's kind. Of a problem or decision: its code. Of now: how it stands. */
  readonly code: string;
  readonly changes: readonly ToldChange[];
  readonly proof: string;
  readonly actor: string;
  readonly received: string;
  readonly other: string;
  readonly reason: string;
}

/** Somebody as the writer has them, as far as a story tells of it. */
export interface ToldPerson extends Partial<OfMapped<string | undefined>> {
  readonly email?: string | undefined;
  readonly name: string;
  readonly unit?: string | undefined;
  readonly status: string;
  readonly weThriveId?: string | undefined;
  readonly orgEmployeeId?: string | undefined;
  /** Whom they report to, if that is known. */
  readonly reportsTo?: string | undefined;
}

/** A version of somebody as the writer tells it. */
export interface ToldVersion {
  readonly person: ToldPerson | undefined;
  readonly kind: string;
  /** Empty for a write that no sync made. */
  readonly syncId: string;
  /** RFC 3339. */
  readonly at: string;
  /** Names of the fields that changed. */
  readonly changed: readonly string[];
}

/** A sync that a story names. */
export interface ToldSync extends SyncFacts {
  readonly id: string;
  readonly number: number;
  readonly mode: SyncMode;
  readonly trigger: SyncTrigger;
  readonly requestedBy: string;
  readonly startedAt: Date | null;
  /** Null as long as it is not over. */
  readonly finishedAt: Date | null;
}

/** Everything that is stored about somebody, as its owners tell it. */
export interface Story {
  /** The reconciler's: what PeopleHR sent, what differed, what was planned and decided. */
  readonly explanation: {
    readonly personId: string;
    readonly employeeId: string;
    readonly name: string;
    readonly steps: readonly ToldStep[];
  };
  /** The writer's: what became of it in the People table, newest first; none for somebody who was never written. */
  readonly versions: readonly ToldVersion[];
  /** What is settled about them and holds. */
  readonly decisions: readonly Decision[];
  /** The gateway's: the syncs that the story names. */
  readonly syncs: readonly ToldSync[];
  /** The newest sync that is no preview. */
  readonly newest: ToldSync | undefined;
  /** IANA name: days are told by it. */
  readonly timeZone: string;
}
