/**
 * `staging`: rows come in. `judged`: its plan was made. `failed`: PeopleHR's answer did not count, or it was ended for
 * another reason. `cancelled`: somebody ended it. The last three are final: what arrives later of this number is dropped.
 */
export type SyncState = 'staging' | 'judged' | 'failed' | 'cancelled';

/** A sync's name within the system. */
export interface SyncKey {
  readonly tenantId: string;
  readonly number: number;
}

/** One sync as far as its snapshot has come. */
export interface Sync extends SyncKey {
  readonly syncId: string;
  /** The newest attempt seen; rows of older ones are dropped. 0: none yet. */
  readonly attempt: number;
  /** The last attempt that was answered with SnapshotRefetchNeeded; 0: none. */
  readonly refetchedAttempt: number;
  readonly state: SyncState;
  /** Why it failed or was cancelled, as a stable word; null if nobody gave one. */
  readonly reason: string | null;
}

/** A sync of which nothing was known. */
export function newSync(tenantId: string, number: number, syncId: string): Sync {
  return { tenantId, number, syncId, attempt: 0, refetchedAttempt: 0, state: 'staging', reason: null };
}

/** For maps by sync. */
export const keyOf = ({ tenantId, number }: SyncKey): string => `${tenantId}/${number}`;
