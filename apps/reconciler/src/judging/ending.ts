import type { DataOf, SnapshotCompleted, SyncMode } from '@people-sync/contracts';
import type { SyncKey } from '../syncs/sync';

/** What an answer told of itself. */
export type Answer = DataOf<typeof SnapshotCompleted>;

/** What a snapshot's last event says. */
export interface Ending extends SyncKey {
  readonly kind: 'completed' | 'unchanged' | 'failed';
  readonly syncId: string;
  readonly attempt: number;
  readonly mode: SyncMode;
  readonly actor: string | undefined;
  readonly traceparent: string | undefined;
  /** Null if it failed. */
  readonly answer: Answer | null;
  /** Why it failed; null if it did not. */
  readonly reason: string | null;
  /** The EmployeeId of whoever the reason is about. */
  readonly about?: string | undefined;
}
