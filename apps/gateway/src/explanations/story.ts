import type { Decision } from '@people-sync/contracts/api';
import type { reconcilerV1, writerV1 } from '@people-sync/platform';
import type { SyncState } from '../syncs/sync-state';

/** Everything that is stored about somebody, as its owners tell it. */
export interface Story {
  /** The reconciler's: what PeopleHR sent, what differed, what was planned and decided. */
  readonly explanation: reconcilerV1.Explanation;
  /** The writer's: what became of it in the People table, newest first; none for somebody who was never written. */
  readonly versions: readonly writerV1.PersonVersion[];
  /** What is settled about them and holds. */
  readonly decisions: readonly Decision[];
  /** The gateway's: the syncs that the story names. */
  readonly syncs: readonly SyncState[];
  /** The newest sync that is no preview. */
  readonly newest: SyncState | undefined;
  /** IANA name: days are told by it. */
  readonly timeZone: string;
}
