import { hash } from 'node:crypto';
import type { Employee, NewEvent } from '@people-sync/contracts';
import {
  beforeAndAfter,
  changesBetween,
  employeeIdOf,
  type FieldChange,
  type ItemRecords,
  keptKeys,
  nameOf,
  type PlanItem,
} from '@people-sync/reconciliation';
import type { Plan } from '../judging/plan';
import type { PlannedItem } from '../judging/planned-item';
import { itemEvent } from './plan-events';
import { StoredPlanItem } from './plan-item.entity';

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
  const { before, after } = beforeAndAfter(verdict, records);
  const fields = before ? changesBetween(before, after) : { changed: [], old: {} };
  const proof = verdict.kind === 'left' ? verdict.proof : null;
  const changes = before && fields.changed.map((field) => ({ field, old: before[field], new: after[field] }));
  // Nobody can say no to what is applied at once.
  const waits = plan !== null && plan.outcome !== 'applying';
  const stored = Object.assign(new StoredPlanItem(), {
    tenantId: judging.tenantId,
    syncId: judging.ending.syncId,
    idx: position,
    personId: verdict.personId,
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
  return { event: itemEvent(item, after, fields), stored, record: after };
}

/** Items with the same id are shown as one line: leavers by proof, joiners together, changes if they are equal. */
function groupIdOf(kind: PlanItem['kind'], proof: string | null, changes: readonly FieldChange[] | null): string {
  const alike = kind === 'changed' ? JSON.stringify(changes) : (proof ?? '');
  return `${kind}-${hash('sha256', alike).slice(0, 16)}`;
}
