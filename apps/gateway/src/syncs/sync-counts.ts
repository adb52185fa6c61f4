import type { AppliedCounts, PlannedCounts, Sync } from '@people-sync/contracts/api';
import { attentionOf } from '@people-sync/wording';
import { isDone, type SyncState } from './sync-state';

type Counted = Omit<PlannedCounts, 'problems'>;

/** What a plan, and what was done by it, have in common; always in the same order, whatever the database made of it. */
export const countedIn = ({ joined, rejoined, changed, left, refused, unchanged, missing }: Counted): Counted => ({
  joined,
  rejoined,
  changed,
  left,
  refused,
  unchanged,
  missing,
});

type CountedState = Pick<SyncState, 'status' | 'counts' | 'planned' | 'problems' | 'planHash'>;

/** What its plan does, or would do; null as long as there is none. */
export function plannedOf({ status, counts, planned, problems, planHash }: CountedState): PlannedCounts | null {
  if (isDone(status)) return planned && { ...countedIn(planned), problems: planned.problems };
  return planHash === null || counts === null ? null : { ...countedIn(counts), problems };
}

function appliedOf({ status, counts, problems }: CountedState): AppliedCounts | null {
  return isDone(status) && counts !== null ? { ...countedIn(counts), waiting: counts.waiting, problems } : null;
}

/** The counts of a sync as callers see them: each means one thing, at every status. */
export function countsView(sync: CountedState): Pick<Sync, 'seen' | 'planned' | 'applied' | 'attention'> {
  const applied = appliedOf(sync);
  return {
    seen: sync.counts?.seen ?? null,
    planned: plannedOf(sync),
    applied,
    attention: applied ? attentionOf(applied) : [],
  };
}
