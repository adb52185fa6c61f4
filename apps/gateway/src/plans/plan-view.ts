import { personFieldOf } from '@people-sync/contracts';
import { Plan, type SyncStatus } from '@people-sync/contracts/api';
import type { reconcilerV1, writerV1 } from '@people-sync/platform';
import { changesView, holdCause, safeguardSentence } from '@people-sync/wording';
import type { Paged } from '../paging/list-cursor';
import { answerOf } from '../shapes/answer-of';
import { isDone } from '../syncs/sync-state';
import { planLicences } from './plan-licences';

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

/** A plan as callers see it, beside its sync and the licences as they are now. */
export function planView(
  plan: Paged<reconcilerV1.GetPlanResponse>,
  licences: writerV1.Licences,
  sync: SyncStatus,
): Plan {
  const { leftOut: leftOutBySettings, ...others } = { ...noCounts, ...plan.counts };
  const counts = { ...others, leftOutBySettings };
  const tripped = plan.safeguards.filter((one) => one.tripped).map(({ name }) => name);
  return answerOf(Plan, {
    ...plan,
    planHash: plan.hash,
    madeAs: plan.outcome,
    state: stateOf(plan.state, sync),
    counts,
    safeguards: plan.safeguards.map((safeguard) => ({
      ...safeguard,
      field: safeguard.field && personFieldOf(safeguard.field),
      message: safeguardSentence(safeguard),
      ...(safeguard.tripped ? (holdCause(safeguard.name, tripped) ?? noCause) : noCause),
    })),
    groupCount: plan.groupCount,
    groups: plan.groups.map((group) => ({
      ...group,
      leftOutCount: group.leftOut,
      changes: changesView(group.changes),
    })),
    licences: planLicences(licences, isAhead(plan) ? counts : undefined),
    items: plan.items.map(({ excluded: leftOut, jobRole: team, ...item }) => ({
      ...item,
      team,
      leftOut,
      changes: changesView(item.changes),
    })),
  });
}

/** Whether all of it is written is the writer's to say, of whom the sync knows. */
const stateOf = (state: string, sync: SyncStatus): string =>
  (state === 'applying' || state === 'approved') && isDone(sync) ? 'applied' : state;

/** Nothing of it is in the People table yet. */
const isAhead = ({ state }: Pick<reconcilerV1.GetPlanResponse, 'state'>): boolean =>
  state === 'held' || state === 'previewed';
