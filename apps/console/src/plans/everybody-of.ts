import type { PlanItem } from '@people-sync/contracts/api';
import type { PlansApi } from '../api/plans.api';

/** Everybody of a group, on all pages. */
export async function everybodyOf(plans: PlansApi, syncId: string, group: string): Promise<PlanItem[]> {
  const all: PlanItem[] = [];
  let cursor: string | null = null;
  do {
    const page = await plans.people(syncId, group, cursor);
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
