/**
 * `staging`: rows come in. `judged`: its plan was made. `failed`: there was no snapshot. `closed`: ended from outside.
 * The last three are final: what arrives later of this number is dropped.
 */
export type SyncState = 'staging' | 'judged' | 'failed' | 'closed';

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
}

/** A sync of which nothing was known. */
export function newSync(tenantId: string, number: number, syncId: string): Sync {
  return { tenantId, number, syncId, attempt: 0, refetchedAttempt: 0, state: 'staging' };
}

/** For maps by sync. */
export const keyOf = ({ tenantId, number }: SyncKey): string => `${tenantId}/${number}`;
