import { hash } from 'node:crypto';
import {
  ChangesCompleted,
  decisionEventId,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  type EventDefinition,
  newEvent,
  type NewEvent,
  type Origin,
  PlanApproved,
  PlanMade,
  PlanRevised,
  PlanSuperseded,
  ProblemClosed,
  ProblemOpened,
  SnapshotRefetchNeeded,
  SyncClosed,
} from '@people-sync/contracts';
import {
  changesBetween,
  employeeIdOf,
  type FieldChange,
  keptKeys,
  nameOf,
  type PlanItem,
  RULES_VERSION,
} from '@people-sync/reconciliation';
import type { ItemRecords, PlannedItem } from '../known/planned-item';
import { type ProblemChanges, problemsOf } from '../problems/problem-changes';
import type { Ending } from '../snapshots/snapshot-batch';
import { beforeAndAfter } from './item-records';
import type { Draft, Plan } from './judging';
import { leftOutOf } from './left-out';
import { StoredPlanItem } from './plan-item.entity';
import type { ApprovedPlan } from './planner';
import type { SupersededPlan } from './plans.repository';

/** Who says these events. */
export const SOURCE = '/peoplesync/reconciler';

/** What all events of a sync carry. */
export function originOf({ tenantId, syncId, actor, traceparent }: Ending, subject?: string): Origin {
  return { source: SOURCE, tenantId, syncId, subject, actor, traceparent };
}

export function refetchNeeded(ending: Ending): NewEvent {
  return newEvent(SnapshotRefetchNeeded, originOf(ending, ending.syncId), { number: ending.number });
}

/** The sync ends without a plan. @param reason a stable word */
export function failedFor(ending: Ending, reason: string): NewEvent {
  const { number, about } = ending;
  const whom = about === undefined ? {} : { about };
  return newEvent(SyncClosed, originOf(ending, ending.syncId), { number, status: 'failed', reason, ...whom });
}

/** @param changes null for a preview, which opens and closes no problem */
export function planMade(plan: Plan, changes: ProblemChanges | undefined): NewEvent {
  const { judging, items, counts, outcome, heldBecause } = plan;
  const { ending, tenant, answer, number, today } = judging;
  return newEvent(PlanMade, originOf(ending, ending.syncId), {
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
  const origin = { ...originOf(ending, ending.syncId), actor: actor ?? ending.actor };
  return newEvent(PlanRevised, origin, {
    number,
    hash: planHash,
    itemCount: items.length,
    counts,
    problems,
    safeguards: measuredOf(plan),
    leftOut: leftOutOf(plan).map(({ verdict }) => verdict.personId),
  });
}

const measuredOf = ({ safeguards }: Plan) =>
  safeguards.slice(0, 100).map(({ name, field, value, limit }) => ({ name, field, value, limit }));

export function planSuperseded({ tenantId, syncId, number, by, ...plan }: SupersededPlan): NewEvent {
  return newEvent(
    PlanSuperseded,
    { source: SOURCE, tenantId, syncId, subject: syncId },
    { number, hash: plan.hash, by },
  );
}

export function planApproved({ judging, excluded, actor, part, counts, problems, ...plan }: ApprovedPlan): NewEvent {
  const { ending, number } = judging;
  return newEvent(
    PlanApproved,
    { ...originOf(ending, ending.syncId), actor: actor || ending.actor },
    { number, hash: plan.hash, exclude: [...excluded], part, counts, problems },
  );
}

export function changesCompleted({ judging, items }: Draft): NewEvent {
  const { ending, number } = judging;
  return newEvent(ChangesCompleted, originOf(ending, ending.syncId), { number, count: items.length });
}

export function problemEvents({ judging }: Draft, { opened, closed }: ProblemChanges): NewEvent[] {
  const { ending } = judging;
  return [
    ...closed.map(({ problemId, code }) => newEvent(ProblemClosed, originOf(ending, problemId), { problemId, code })),
    ...opened.map(({ problemId, code, personId, employeeId, name, received, other }) =>
      newEvent(ProblemOpened, originOf(ending, problemId), {
        problemId,
        code,
        personId,
        employeeId,
        name,
        received,
        other,
      }),
    ),
  ];
}

/** An item with its records: what is emitted, and what the plan keeps of it. */
export interface MadeItem {
  readonly event: NewEvent;
  readonly stored: StoredPlanItem;
  /** The person's record afterwards. */
  readonly record: Employee;
}

/** What is to be made of an item. */
export interface ItemToMake {
  readonly item: PlannedItem;
  /** The item's place in its plan. */
  readonly position: number;
  /** The plan that is stored; null: it is stored already. */
  readonly plan: Pick<Plan, 'counted' | 'outcome'> | null;
  /** Somebody left it out of the plan. */
  readonly leftOut: boolean;
}

export function madeItem({ item, position, plan, leftOut }: ItemToMake, records: ItemRecords): MadeItem {
  const { verdict, judging } = item;
  const { ending } = judging;
  const { personId, sourceVersion } = verdict;
  const { before, after } = beforeAndAfter(verdict, records);
  const { changed, old } = before ? changesBetween(before, after) : { changed: [], old: {} };
  const event = <T>(definition: EventDefinition<T>, data: T): NewEvent => {
    const id = decisionEventId(ending.syncId, definition.type, personId, sourceVersion);
    return newEvent(definition, { ...originOf(ending, personId), id }, data);
  };
  const about = { personId, sourceVersion, employee: after };
  const proof = verdict.kind === 'left' ? verdict.proof : null;
  const changes = before && changed.map((field) => ({ field, old: before[field], new: after[field] }));
  // Nobody can say no to what is applied at once.
  const waits = plan !== null && plan.outcome !== 'applying';
  const stored = Object.assign(new StoredPlanItem(), {
    tenantId: judging.tenantId,
    syncId: ending.syncId,
    idx: position,
    personId,
    employeeId: employeeIdOf(verdict),
    name: nameOf(after),
    email: after.email,
    jobRole: after.jobRole,
    location: after.location,
    department: after.department,
    kind: verdict.kind,
    proof,
    changes,
    groupId: groupIdOf(verdict.kind, proof, changes),
    keptKeys: waits ? keptKeys(verdict, changes ?? [], judging.policy.scope) : [],
    rowDigest: waits ? (verdict.row?.digest ?? null) : null,
    countedKeys: waits && !leftOut ? plan.counted(verdict, changes ?? []) : [],
    leftOut,
  });
  const made = { stored, record: after };
  switch (verdict.kind) {
    case 'joined':
    case 'rejoined':
      return { ...made, event: event(EmployeeAdded, { ...about, rejoined: verdict.kind === 'rejoined' }) };
    case 'changed':
      return { ...made, event: event(EmployeeChanged, { ...about, changed, old }) };
    case 'left':
      return { ...made, event: event(EmployeeLeft, { ...about, proof: verdict.proof }) };
  }
}

/** Items with the same id are shown as one line: leavers by proof, joiners together, changes if they are equal. */
function groupIdOf(kind: PlanItem['kind'], proof: string | null, changes: readonly FieldChange[] | null): string {
  const alike = kind === 'changed' ? JSON.stringify(changes) : (proof ?? '');
  return `${kind}-${hash('sha256', alike).slice(0, 16)}`;
}
