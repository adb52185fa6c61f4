import type { Employee } from '@people-sync/contracts';
import { dayOf } from '../dates/plain-date';
import { changesBetween } from '../employees/changes-between';
import { maskedRecord } from '../employees/masked-record';
import type { FieldChange } from '../safeguards/field-totals';
import { maskedFields, type PlanItem } from '../verdicts/verdict';

/** The records that an item's event is made of. */
export interface ItemRecords {
  /** As received; null for a leaver, whose row may be cut down. */
  readonly received: Employee | null;
  /** As last emitted; null for somebody new. */
  readonly known: Employee | null;
}

/**
 * A leaver keeps the known record: of their row, if there is one, only status and LeavingDate count. Fields that somebody
 * said no to stay as they are known.
 */
export function beforeAndAfter(
  verdict: PlanItem,
  { received, known }: ItemRecords,
): { readonly before: Employee | null; readonly after: Employee } {
  if (verdict.kind === 'left') {
    if (!known) throw new Error('the leaver of a plan item is not known');
    const { row } = verdict;
    // A last day that nobody can read is told to nobody.
    return {
      before: known,
      after: row ? { ...known, status: row.status, leavingDate: dayOf(row.leavingDate) } : known,
    };
  }
  if (!received) throw new Error('the row of a plan item is not in staging');
  return { before: known, after: known ? maskedRecord(known, received, maskedFields(verdict)) : received };
}

/** What an item does to its person's record; null for somebody new, all of whose fields are new. */
export function changesOf(verdict: PlanItem, records: ItemRecords): FieldChange[] | null {
  const { before, after } = beforeAndAfter(verdict, records);
  return (
    before && changesBetween(before, after).changed.map((field) => ({ field, old: before[field], new: after[field] }))
  );
}
