import type { Sync } from '@people-sync/contracts/api';

/** So many syncs are shown, the newest. */
const MOST = 24;

/** What one sync did, and how many people were active after it. */
export interface HistoryPoint {
  readonly syncId: string;
  readonly number: number;
  /** When it had ended, RFC 3339. */
  readonly at: string;
  /** Added, or active again. */
  readonly joined: number;
  readonly left: number;
  readonly changed: number;
}

/** The newest syncs that were written into the People table, oldest first. */
export function historyPoints(syncs: readonly Sync[]): HistoryPoint[] {
  return syncs
    .flatMap((sync): HistoryPoint[] => {
      const { syncId, syncNumber: number, finishedAt, applied } = sync;
      if (applied === null || finishedAt === null) return [];
      const { joined, rejoined, left, changed } = applied;
      return [{ syncId, number, at: finishedAt, joined: joined + rejoined, left, changed }];
    })
    .sort((one, other) => one.number - other.number)
    .slice(-MOST);
}
