import type { Employee } from '@people-sync/contracts';
import type { PlanItem } from '@people-sync/reconciliation';
import { intColumn, textColumn, uuidColumn } from '../database/columns';
import type { Judged } from './draft';
import type { Judging } from './judging';

/** An item of a plan, and the snapshot whose row it rests on. */
export interface PlannedItem extends Judged<PlanItem> {
  readonly judging: Judging;
  /** False while its plan waits, or if it is only looked at. */
  readonly applied: boolean;
}

/** An item that is applied, and the record that its person has from then on. */
export interface AppliedItem extends PlannedItem {
  readonly record: Employee;
}

export const idsOf = (items: readonly PlannedItem[]): Buffer =>
  uuidColumn(items.map(({ verdict }) => verdict.personId));

/** Tenant, number, attempt and index of the rows in staging. */
export const placesOf = (items: readonly PlannedItem[]): Buffer[] => [
  textColumn(items.map(({ judging }) => judging.tenantId)),
  intColumn(items.map(({ judging }) => judging.number)),
  intColumn(items.map(({ judging }) => judging.attempt)),
  intColumn(items.map(({ idx }) => idx)),
];
