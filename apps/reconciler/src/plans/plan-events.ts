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
  PlanMade,
  ProblemClosed,
  ProblemOpened,
  SnapshotRefetchNeeded,
} from '@people-sync/contracts';
import { changesBetween, nameOf, type PlanItem, RULES_VERSION } from '@people-sync/reconciliation';
import type { ItemRecords, PlannedItem } from '../known/persons.repository';
import type { ProblemChanges } from '../problems/problem-changes';
import type { Ending } from '../snapshots/snapshot-batch';
import type { Plan } from './judging';
import { StoredPlanItem } from './plan-item.entity';

/** Who says these events. */
export const SOURCE = '/peoplesync/reconciler';

/** What all events of a sync carry. */
export function originOf({ tenantId, syncId, actor, traceparent }: Ending, subject?: string): Origin {
  return { source: SOURCE, tenantId, syncId, subject, actor, traceparent };
}

export function refetchNeeded(ending: Ending): NewEvent {
  return newEvent(SnapshotRefetchNeeded, originOf(ending, ending.syncId), { number: ending.number });
}

export function planMade({ judging, items, refused, counts, hash }: Plan): NewEvent {
  const { ending, tenant, answer, number, today, outcome } = judging;
  return newEvent(PlanMade, originOf(ending, ending.syncId), {
    number,
    mode: ending.mode,
    outcome,
    heldBecause: [],
    itemCount: items.length,
    hash,
    base: tenant.knownVersion,
    baseDigest: outcome === 'applying' ? answer.digest : tenant.baseDigest,
    policy: tenant.policyVersion,
    decisions: tenant.decisionsVersion,
    rules: RULES_VERSION,
    today,
    takenAt: answer.takenAt,
    counts,
    // Every refused row has exactly one open problem, and every other one is closed by this plan.
    problems: refused.length,
    safeguards: [],
  });
}

export function changesCompleted({ judging, items }: Plan): NewEvent {
  const { ending, number } = judging;
  return newEvent(ChangesCompleted, originOf(ending, ending.syncId), { number, count: items.length });
}

export function problemEvents({ judging }: Plan, { opened, closed }: ProblemChanges): NewEvent[] {
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
}

/** @param idx the item's place in its plan */
export function madeItem({ verdict, judging }: PlannedItem, records: ItemRecords, idx: number): MadeItem {
  const { ending } = judging;
  const { personId, sourceVersion } = verdict;
  const { before, after } = beforeAndAfter(verdict, records);
  const { changed, old } = before ? changesBetween(before, after) : { changed: [], old: {} };
  const event = <T>(definition: EventDefinition<T>, data: T): NewEvent => {
    const id = decisionEventId(ending.syncId, definition.type, personId, sourceVersion);
    return newEvent(definition, { ...originOf(ending, personId), id }, data);
  };
  const about = { personId, sourceVersion, employee: after };
  const stored = Object.assign(new StoredPlanItem(), {
    tenantId: judging.tenantId,
    syncId: ending.syncId,
    idx,
    personId,
    employeeId: verdict.row.employeeId,
    name: nameOf(after),
    kind: verdict.kind,
    proof: verdict.kind === 'left' ? verdict.proof : null,
    changes: before && changed.map((field) => ({ field, old: before[field], new: after[field] })),
  });
  switch (verdict.kind) {
    case 'joined':
    case 'rejoined':
      return { stored, event: event(EmployeeAdded, { ...about, rejoined: verdict.kind === 'rejoined' }) };
    case 'changed':
      return { stored, event: event(EmployeeChanged, { ...about, changed, old }) };
    case 'left':
      return { stored, event: event(EmployeeLeft, { ...about, proof: verdict.proof }) };
  }
}

/** A leaver keeps the known record: of their row only status and LeavingDate count. */
function beforeAndAfter(
  verdict: PlanItem,
  { received, known }: ItemRecords,
): { before: Employee | null; after: Employee } {
  if (verdict.kind === 'left' && known) {
    const { status, leavingDate } = verdict.row;
    return { before: known, after: { ...known, status, leavingDate } };
  }
  if (!received) throw new Error('the row of a plan item is not in staging');
  return { before: known, after: received };
}
