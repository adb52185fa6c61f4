import type { NewEvent } from '@people-sync/contracts';
import type { ProblemChanges } from '@people-sync/reconciliation';
import { leftOutOf } from '../judging/left-out';
import type { ApprovedPlan, Plan } from '../judging/plan';
import type { ItemToMake } from './made-item';
import { changesCompleted, planApproved, planMade, planRevised, problemEvents } from './plan-events';

/** What is said of a plan, in order: an event that is ready, or an item whose records are still in the database. */
export type Step = { readonly event: NewEvent } | ItemToMake;

/** Of new plans: PlanMade, and of one that is applied also leavers, changes, joiners, problems and ChangesCompleted. */
export function* madeSteps(
  plans: readonly Plan[],
  problems: ReadonlyMap<Plan, ProblemChanges>,
  first: readonly NewEvent[],
): Generator<Step, void, undefined> {
  for (const event of first) yield { event };
  for (const plan of plans) {
    const changes = problems.get(plan);
    yield { event: planMade(plan, changes) };
    yield* itemSteps(plan);
    if (!changes || plan.outcome !== 'applying') continue;
    for (const event of problemEvents(plan, changes)) yield { event };
    if (plan.items.length > 0) yield { event: changesCompleted(plan) };
  }
}

/** Of a plan that waits and is another now. @param problems how many are open once it is applied */
export function* revisedSteps(plan: Plan, problems: number, actor: string | null): Generator<Step, void, undefined> {
  yield { event: planRevised(plan, problems, actor) };
  yield* itemSteps(plan);
}

/** Of a plan that waited. @param problems what it opens and closes; undefined if its answer is not accepted by it */
export function* approvedSteps(
  plan: ApprovedPlan,
  problems: ProblemChanges | undefined,
): Generator<Step, void, undefined> {
  const { judging, items } = plan;
  yield { event: planApproved(plan) };
  for (const [position, item] of items.entries())
    yield { item: { ...item, judging, applied: true }, position, plan: null, leftOut: false };
  for (const event of problems ? problemEvents(plan, problems) : []) yield { event };
  yield { event: changesCompleted(plan) };
}

/** A plan's items, and after them those that somebody left out of it already. */
function* itemSteps(plan: Plan): Generator<Step, void, undefined> {
  const { judging, items, outcome } = plan;
  const applied = outcome === 'applying';
  for (const [position, item] of items.entries())
    yield { item: { ...item, judging, applied }, position, plan, leftOut: false };
  for (const [i, item] of leftOutOf(plan).entries())
    yield { item: { ...item, judging, applied: false }, position: items.length + i, plan, leftOut: true };
}
