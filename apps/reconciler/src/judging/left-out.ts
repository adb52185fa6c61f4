import type { PlanItem } from '@people-sync/reconciliation';
import type { Judged } from './draft';
import type { Plan } from './plan';

/**
 * Items that a plan would have, had nobody left them out of it: they are shown with it. By no to that plan alone; what
 * somebody said no to before is kept away and not shown again.
 */
export function leftOutOf({ judging, judged, absences }: Plan): Judged<PlanItem>[] {
  const out = new Set(
    judging.counting.flatMap(({ settlement }) => (settlement.kind === 'no' ? [settlement.personId] : [])),
  );
  if (out.size === 0) return [];
  return [
    ...judged.flatMap(({ verdict, idx }) =>
      verdict.kind === 'kept' && out.has(verdict.item.personId) ? [{ verdict: verdict.item, idx }] : [],
    ),
    ...absences.flatMap((one) =>
      one.kind === 'missing' && one.item && out.has(one.item.personId) ? [{ verdict: one.item, idx: -1 }] : [],
    ),
  ];
}
