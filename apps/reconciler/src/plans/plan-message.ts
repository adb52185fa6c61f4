import type { reconcilerV1 } from '@people-sync/platform';
import type { FieldChange } from '@people-sync/reconciliation';
import type { StoredPlan } from './plan.entity';
import type { StoredPlanItem } from './plan-item.entity';
import type { PlanGroup } from './plan-items.repository';

type PlanFacts = Omit<
  reconcilerV1.GetPlanResponse,
  | 'items'
  | 'groups'
  | 'groupCount'
  | 'nextCursor'
  | 'supersededBy'
  | 'outdated'
  | 'heldSince'
  | 'leavers'
  | 'freshUntil'
  | 'counted'
>;

/** A plan without its items, as gRPC carries it. */
export function planMessage(plan: StoredPlan): PlanFacts {
  const { seen, joined, rejoined, changed, left, refused, unchanged, missing } = plan.counts;
  return {
    syncId: plan.syncId,
    hash: plan.hash,
    outcome: plan.outcome,
    state: plan.state,
    itemCount: plan.itemCount,
    problems: plan.problems,
    heldBecause: plan.heldBecause,
    expiresAt: plan.state === 'held' ? (plan.expiresAt?.toISOString() ?? '') : '',
    decidedBy: plan.decidedBy ?? '',
    decidedAt: plan.decidedAt?.toISOString() ?? '',
    safeguards: plan.safeguards.map((one) => ({ ...one, field: one.field ?? '' })),
    takenAt: plan.takenAt.toISOString(),
    leaversOnly: plan.leaversOnly,
    counts: { seen, joined, rejoined, changed, left, refused, unchanged, missing, kept: plan.kept, ...plan.quiet },
  };
}

/** One person's change. */
export function itemMessage(item: StoredPlanItem, plan: StoredPlan): reconcilerV1.PlanItem {
  return {
    personId: item.personId,
    employeeId: item.employeeId,
    name: item.name ?? '',
    email: item.email ?? '',
    kind: item.kind,
    proof: item.proof ?? '',
    groupId: item.groupId,
    excluded: item.leftOut || plan.excluded.includes(item.personId),
    jobRole: item.jobRole ?? '',
    department: item.department ?? '',
    location: item.location ?? '',
    counted: item.countedKeys.length > 0,
    changes: changeMessages(item.changes),
  };
}

export function groupMessage({ groupId, kind, proof, changes, count, leftOut }: PlanGroup): reconcilerV1.PlanGroup {
  return { groupId, kind, proof: proof ?? '', changes: changeMessages(changes), count, leftOut };
}

/** What is null is absent. */
export function changeMessages(changes: readonly FieldChange[] | null): reconcilerV1.FieldChange[] {
  return (changes ?? []).map(({ field, old, new: value }) => ({
    field,
    oldValue: old ?? undefined,
    newValue: value ?? undefined,
  }));
}
