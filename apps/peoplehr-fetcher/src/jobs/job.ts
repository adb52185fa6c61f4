import type {
  AnyEvent,
  DataOf,
  FailureReason,
  RequestName,
  SyncMode,
  SyncRequested,
  SyncWithdrawn,
} from '@people-sync/contracts';
import type { Clock } from './carried-clock';

/** A SyncRequested event. */
export type SyncRequest = AnyEvent<DataOf<typeof SyncRequested>>;

/** A SyncWithdrawn event. */
export type Withdrawal = AnyEvent<DataOf<typeof SyncWithdrawn>>;

/** A SyncRequested that could not be taken and was given up: what it says of itself. */
export interface LeftOutRequest extends RequestName {
  readonly tenantId: string;
  /** Who gave it up. */
  readonly actor: string;
}

/** Names one claim of one job: whoever claims it again has a higher attempt. */
export interface Claim {
  readonly tenantId: string;
  readonly number: number;
  /** 1, 2, 3… over pauses, crashes and repeated requests of the same sync. */
  readonly attempt: number;
}

/** A job that this process has claimed. */
export interface Job extends Claim {
  readonly syncId: string;
  readonly mode: SyncMode;
  /** As the gateway has it; a word of tomorrow is none that waits longer. */
  readonly trigger: string;
  /** Digest of what the reconciler has; null: every employee is to be sent. */
  readonly baseDigest: string | null;
  /** HMAC digests of the EmployeeIds of erased people. */
  readonly erased: readonly string[];
  readonly actor: string | null;
  readonly traceparent: string | null;
  /** When the sync was asked for, by the database's clock. */
  readonly requestedAt: Date;
  /** The database's: what a process takes for today decides nothing. */
  readonly clock: Clock;
  /** Its request was given up by an operator: nothing is to be read, and the sync is told to have failed. */
  readonly isLeftOut: boolean;
  /** Failures in a row so far, by kind. */
  readonly tries: Tries;
  /** The connection whose key PeopleHR refused last; null once a key worked. */
  readonly refusedConnection: string | null;
  /** It is a week since somebody looked whether the key still belongs to the same company. */
  readonly isCompanyCheckDue: boolean;
}

/** How often a job failed for a passing reason. */
export interface Tries {
  readonly unavailable: number;
  readonly throttled: number;
  /** PeopleHR had been asked, and a fault of ours lost what it said. */
  readonly lostReads: number;
  /** Something of ours was not there before PeopleHR was asked. */
  readonly ownWaits: number;
  /** Claims in a row that ended without an ending: the process died, or hung for longer than its lease. */
  readonly deaths: number;
}

/** How a claim ended. */
export type JobEnd = Claim & {
  /** The company behind the key was asked for; it is looked at again in a week. */
  readonly isCompanyChecked: boolean;
} & (
    | { readonly kind: 'done'; readonly failure: FailureReason | null }
    /** To be claimed again in `delayMs`. */
    | { readonly kind: 'again'; readonly delayMs: number; readonly tries: Tries }
  );
