import {
  ChangesCompleted,
  type DataOf,
  decisionEventId,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  type EventDefinition,
  newEvent,
  type NewEvent,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanRevised,
  PlanSuperseded,
  ProblemClosed,
  ProblemOpened,
} from '@people-sync/contracts';
import { type changesBetween, type ProblemChanges, problemsOf, RULES_VERSION } from '@people-sync/reconciliation';
import type { Draft } from '../judging/draft';
import { leftOutOf } from '../judging/left-out';
import type { ApprovedPlan, KeptNo, Plan } from '../judging/plan';
import type { PlannedItem } from '../judging/planned-item';
import { syncOrigin } from '../syncs/sync-events';
import type { StoredPlan } from './plan.entity';
import type { SupersededPlan } from './plans.repository';

/** @param changes null for a preview, which opens and closes no problem */
export function planMade(plan: Plan, changes: ProblemChanges | undefined): NewEvent {
  const { judging, items, counts, outcome, heldBecause } = plan;
  const { ending, tenant, answer, number, today } = judging;
  return newEvent(PlanMade, syncOrigin(ending), {
    number,
    mode: ending.mode,
    outcome,
    heldBecause: [...heldBecause],
    itemCount: items.length,
    hash: plan.hash,
    base: tenant.knownVersion,
    baseDigest: outcome === 'applying' ? answer.digest : tenant.baseDigest,
    policy: tenant.policyVersion,
    decisions: tenant.decisionsVersion,
    rules: RULES_VERSION,
    today,
    takenAt: answer.takenAt,
    counts,
    problems: changes?.open ?? problemsOf({ tenantId: tenant.tenantId, syncId: ending.syncId }, plan).length,
    safeguards: measuredOf(plan),
    heldSince: outcome === 'held' ? (tenant.heldSince ?? answer.takenAt) : null,
    tentative: judging.counting.map(({ decisionId }) => decisionId),
  });
}

/** @param problems how many are open once it is applied @param actor who settled something for it */
export function planRevised(plan: Plan, problems: number, actor: string | null): NewEvent {
  const { judging, items, counts, hash: planHash } = plan;
  const { ending, number } = judging;
  const origin = { ...syncOrigin(ending), actor: actor ?? ending.actor };
  return newEvent(PlanRevised, origin, {
    number,
    hash: planHash,
    itemCount: items.length,
    counts,
    problems,
    safeguards: measuredOf(plan),
    leftOut: leftOutOf(plan).map(({ verdict }) => verdict.personId),
    noes: judging.counting.flatMap(({ decisionId, settlement }) =>
      settlement.kind === 'no' ? [{ decisionId, personId: settlement.personId }] : [],
    ),
  });
}

/** A plan that waits, as it is stored. */
type WaitingPlan = Pick<StoredPlan, 'tenantId' | 'syncId' | 'number' | 'hash'>;

const measuredOf = ({ safeguards }: Plan) =>
  safeguards.slice(0, 100).map(({ name, field, value, limit }) => ({ name, field, value, limit }));

export function planSuperseded({ tenantId, syncId, number, by, ...plan }: SupersededPlan): NewEvent {
  return newEvent(PlanSuperseded, syncOrigin({ tenantId, syncId }), { number, hash: plan.hash, by });
}

/** @param no what is kept away from now on, by which words */
export function planRejected(
  { number, hash: planHash, ...plan }: WaitingPlan,
  {
    actor,
    remembers,
    also,
    noes,
  }: Pick<DataOf<typeof PlanRejected>, 'remembers' | 'also'> & { actor: string; noes: readonly KeptNo[] },
): NewEvent {
  const data = { number, hash: planHash, remembers, also: [...also].sort(), kept: noes.length, noes: [...noes] };
  return newEvent(PlanRejected, syncOrigin({ ...plan, actor }), data);
}

export function planExpired({ number, hash: planHash, ...plan }: WaitingPlan): NewEvent {
  return newEvent(PlanExpired, syncOrigin(plan), { number, hash: planHash });
}

export function planApproved({
  judging,
  excluded,
  actor,
  part,
  counts,
  problems,
  noes,
  ...plan
}: ApprovedPlan): NewEvent {
  const { ending, number } = judging;
  return newEvent(
    PlanApproved,
    { ...syncOrigin(ending), actor: actor || ending.actor },
    { number, hash: plan.hash, exclude: [...excluded], part, counts, problems, noes: [...noes] },
  );
}

export function changesCompleted({ judging, items }: Draft): NewEvent {
  const { ending, number } = judging;
  return newEvent(ChangesCompleted, syncOrigin(ending), { number, count: items.length });
}

export function problemEvents({ judging }: Draft, { opened, closed }: ProblemChanges): NewEvent[] {
  const { ending } = judging;
  return [
    ...closed.map(({ problemId, code }) => newEvent(ProblemClosed, syncOrigin(ending, problemId), { problemId, code })),
    ...opened.map(({ problemId, code, personId, employeeId, name, received, other, otherPersonId }) =>
      newEvent(ProblemOpened, syncOrigin(ending, problemId), {
        problemId,
        code,
        personId,
        employeeId,
        name,
        received,
        other,
        otherPersonId,
      }),
    ),
  ];
}

/** What happens to a person. @param record as it is from then on @param fields which of it are others, and what they were */
export function itemEvent(
  { verdict, judging: { ending } }: PlannedItem,
  record: Employee,
  { changed, old }: ReturnType<typeof changesBetween>,
): NewEvent {
  const { personId, sourceVersion } = verdict;
  const event = <T>(definition: EventDefinition<T>, data: NoInfer<T>): NewEvent => {
    const id = decisionEventId(ending.syncId, definition.type, personId, sourceVersion);
    return newEvent(definition, { ...syncOrigin(ending, personId), id }, data);
  };
  const about = { personId, sourceVersion, employee: record };
  switch (verdict.kind) {
    case 'joined':
    case 'rejoined':
      return event(EmployeeAdded, { ...about, rejoined: verdict.kind === 'rejoined' });
    case 'changed':
      return event(EmployeeChanged, { ...about, changed, old });
    case 'left':
      return event(EmployeeLeft, { ...about, proof: verdict.proof });
  }
}
