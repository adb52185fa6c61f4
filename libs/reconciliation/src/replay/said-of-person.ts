import { type Employee, EmployeeAdded, EmployeeChanged, EmployeeLeft } from '@people-sync/contracts';
import { factsOf } from '../verdicts/differing-row';
import type { PlanItem } from '../verdicts/verdict';
import { dataOf, type RecordedEvent } from './recorded-event';
import type { SaidOfPerson, TenantRecord } from './tenant-record';

/** What an event says of a person, as the rules say it. */
export interface Saying {
  readonly item: PlanItem;
  /** The record from then on. */
  readonly employee: Employee;
  readonly of: SaidOfPerson;
}

/**
 * What a recorded Employee* event does to what is known. The rules tell what the event does not (the row's digest, fields
 * that stayed as they were, a last day that says nothing); where they say something else, the record is believed, and the
 * person's row is judged anew.
 */
export function saidOfPerson({ underway, known }: TenantRecord, event: RecordedEvent): Saying | null {
  const added = dataOf(EmployeeAdded, event);
  const changed = dataOf(EmployeeChanged, event);
  const left = dataOf(EmployeeLeft, event);
  const data = added ?? changed ?? left;
  if (!data) return null;
  const { personId, sourceVersion, employee } = data;
  const kind = left ? 'left' : changed ? 'changed' : added?.rejoined ? 'rejoined' : 'joined';
  const proof = left?.proof ?? null;
  const of = {
    syncId: event.syncId ?? '',
    number: underway?.number ?? 0,
    kind,
    proof,
    employeeId: employee.employeeId,
  } as const;
  const judged = underway?.syncId === event.syncId ? underway?.items.get(personId) : undefined;
  if (judged?.kind === kind && judged.sourceVersion === sourceVersion) return { item: judged, employee, of };
  const row = factsOf(employee, '');
  if (kind !== 'left') {
    return {
      item: { kind: 'joined', row, known: null, personId, sourceVersion, relinks: true, due: null },
      employee,
      of,
    };
  }
  const before = known.byId.get(personId);
  if (!before) return null;
  const gone = { row, known: before, personId, sourceVersion, due: null, announced: false };
  return { item: { ...gone, kind: 'left', proof: 'settled-by-person' }, employee, of };
}
