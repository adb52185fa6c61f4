import type { reconcilerV1, writerV1 } from '@people-sync/platform';
import { changesView } from './field-change.dto';
import { planLicences } from './plan-licences';
import type { PlanJson } from './plan.dto';
import { holdCause } from './hold-causes';
import { safeguardSentence } from './safeguard-sentences';

const noCounts: reconcilerV1.PlanCounts = {
  seen: 0,
  joined: 0,
  rejoined: 0,
  changed: 0,
  left: 0,
  refused: 0,
  unchanged: 0,
  missing: 0,
  kept: 0,
  goneBefore: 0,
  leftOut: 0,
  notStarted: 0,
  keptAway: 0,
};

const noCause = { cause: null, nextStep: null };

/** A plan as callers see it, beside the licences as they are now. */
export function planView(plan: reconcilerV1.GetPlanResponse, licences: writerV1.Licences): PlanJson {
  const counts = { ...noCounts, ...plan.counts };
  const tripped = plan.safeguards.filter((one) => one.tripped).map(({ name }) => name);
  return {
    syncId: plan.syncId,
    hash: plan.hash,
    outcome: plan.outcome,
    state: plan.state,
    supersededBy: plan.supersededBy || null,
    itemCount: plan.itemCount,
    heldBecause: plan.heldBecause,
    takenAt: plan.takenAt || null,
    heldSince: plan.heldSince || null,
    expiresAt: plan.expiresAt || null,
    freshUntil: plan.freshUntil || null,
    leavers: plan.leavers,
    leaversOnly: plan.leaversOnly,
    counted: plan.counted,
    decidedBy: plan.decidedBy || null,
    decidedAt: plan.decidedAt || null,
    outdated: plan.outdated,
    counts,
    safeguards: plan.safeguards.map((safeguard) => ({
      name: safeguard.name,
      field: safeguard.field || null,
      value: safeguard.value,
      limit: safeguard.limit,
      tripped: safeguard.tripped,
      message: safeguardSentence(safeguard),
      ...(safeguard.tripped ? (holdCause(safeguard.name, tripped) ?? noCause) : noCause),
    })),
    groups: plan.groups.map(({ groupId, kind, changes, proof, count, leftOut }) => ({
      id: groupId,
      kind,
      changes: changesView(changes),
      proof: proof || null,
      count,
      leftOut,
    })),
    licences: planLicences(licences, isAhead(plan) ? counts : undefined),
    items: plan.items.map((item) => ({
      personId: item.personId,
      employeeId: item.employeeId,
      name: item.name,
      email: item.email || null,
      team: item.jobRole || null,
      department: item.department || null,
      location: item.location || null,
      kind: item.kind,
      changes: changesView(item.changes),
      proof: item.proof || null,
      groupId: item.groupId,
      excluded: item.excluded,
      counted: item.counted,
    })),
    nextCursor: plan.nextCursor || null,
  };
}

/** Nothing of it is in the People table yet. */
const isAhead = ({ state }: reconcilerV1.GetPlanResponse): boolean => state === 'held' || state === 'previewed';
