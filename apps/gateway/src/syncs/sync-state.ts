import type { Counts, SyncMode, SyncTrigger } from '@people-sync/contracts';
import type { PlannedCounts, SyncStatus } from '@people-sync/contracts/api';

/** What the gateway knows of one sync. */
export interface SyncState {
  readonly tenantId: string;
  /** UUID. */
  readonly id: string;
  /** Rises per tenant. */
  readonly number: number;
  readonly mode: SyncMode;
  readonly trigger: SyncTrigger;
  /** Who pressed the button. */
  readonly requestedBy: string;
  readonly status: SyncStatus;
  /** When it came into this status, by the database's clock. */
  readonly statusSince: Date;
  /** An answer of PeopleHR's counts: the reconciler has made a plan of it. */
  readonly settled: boolean;
  /** The short cut did not hold, and everything was asked for once more. */
  readonly refetched: boolean;
  /**
   * A stable word; null unless it failed or was cancelled, its changes were put off (`not-now`), or only its leavers were
   * applied (`leavers-only`).
   */
  readonly reason: string | null;
  /** The EmployeeId of whoever the reason is about. */
  readonly about: string | null;
  /** Of its plan, and once it is done of what was done. */
  readonly counts: Counts | null;
  /** Of one that is done what its plan counted; null before, and if that was never heard of. */
  readonly planned: PlannedCounts | null;
  /** Open problems after it. */
  readonly problems: number;
  readonly planHash: string | null;
  readonly heldBecause: readonly string[];
  /** Of one that waits: when the first answer was taken whose changes have waited since the last accepted one. */
  readonly heldSince: Date | null;
  /** Held, with an OK that the reconciler has not answered yet. */
  readonly approving: boolean;
  /** The plan that somebody gave their OK to when its answer was too old: this sync reads PeopleHR again for it. */
  readonly okHash: string | null;
  /** Of a superseded sync: the id of the one whose plan took its plan's place. */
  readonly supersededBy: string | null;
  /** W3C context of what asked for it; null if that is not traced. */
  readonly traceparent: string | null;
  readonly requestedAt: Date;
  /** When reading began. */
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** Where a status stands; a sync only ever moves to a higher rank. */
export function rankOf(status: SyncStatus): number {
  switch (status) {
    case 'queued':
      return 0;
    case 'requested':
      return 1;
    case 'fetching':
      return 2;
    case 'comparing':
      return 3;
    case 'held':
      return 4;
    case 'applying':
      return 5;
    default:
      return FINAL;
  }
}

const FINAL = 6;

/** Nothing changes any more. */
export const isFinal = (status: SyncStatus): boolean => rankOf(status) === FINAL;

/** What it was to do is in the People table. */
export const isDone = (status: SyncStatus): boolean => status === 'completed' || status === 'completed-with-problems';

/** The tenant's one slot is this sync's: it was asked for and is neither over nor held, unless its OK was given. */
export const takesSlot = ({ status, approving }: Pick<SyncState, 'status' | 'approving'>): boolean =>
  approving || status === 'requested' || status === 'fetching' || status === 'comparing' || status === 'applying';
