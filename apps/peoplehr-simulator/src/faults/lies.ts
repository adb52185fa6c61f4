import type { ListAnswer, WireRecord } from '../answers/answer';
import type { EmployeeRow } from '../companies/employee-row';
import { ranked } from '../companies/seeded';
import type { Fault } from './fault';

const HALF = 0.5;
const SAME_VALUE = 'Unassigned';
/** A code beyond those that were ever seen. */
const UNKNOWN_STATUS = '7';

/**
 * Answers that look complete: HTTP 200, success, everybody with an EmployeeId of their own, and still not true. No
 * reader can find them out; they are what safeguards are for. Undefined: the fault is none of these.
 */
export function lied(list: ListAnswer, fault: Fault): ListAnswer | undefined {
  const { fault: name, field = 'Department' } = fault;
  switch (name) {
    case 'half-missing':
      return { ...list, rows: withoutPart(list.rows, fault.fraction ?? HALF) };
    case 'leavers-left-out':
      return { ...list, rows: list.rows.filter(({ status }) => status !== '2') };
    case 'field-blank':
      return { ...list, reshape: (record) => withValue(record, field, '') };
    case 'field-gone':
      return { ...list, reshape: (record) => respelt(record, field, undefined) };
    case 'field-renamed':
      return { ...list, reshape: (record) => respelt(record, field, `${field}Name`) };
    case 'one-value':
      return { ...list, reshape: (record) => withValue(record, field, fault.value ?? SAME_VALUE) };
    case 'unknown-status':
      return { ...list, reshape: (record) => withValue(record, 'EmployeeStatus', fault.value ?? UNKNOWN_STATUS) };
    case 'all-leavers':
      return { ...list, reshape: (record) => withValue(record, 'EmployeeStatus', '2') };
    case 'large-photo':
      return {
        ...list,
        reshape: ofFirst(list, (record) => ({ ...record, EmployeeImage: '/9j4AAQSkZJRg'.repeat(25_000) })),
      };
    case 'many-contacts':
      return { ...list, reshape: ofFirst(list, (record) => ({ ...record, OtherContact: Array(3000).fill(CONTACT) })) };
    case 'long-value':
      return { ...list, reshape: ofFirst(list, (record) => withValue(record, fault.field ?? 'JobRole', LONG)) };
    case 'dates-with-time':
      return { ...list, reshape: (record) => withDates(record, (day) => day && `${day}T00:00:00`) };
    case 'dates-with-slashes':
      return { ...list, reshape: (record) => withDates(record, (day) => day.split('-').reverse().join('/')) };
    case 'dates-for-none':
      return { ...list, reshape: (record) => withDates(record, (day) => day || NO_DATE) };
    default:
      return undefined;
  }
}

/** Longer than anything that anybody enters on purpose. */
const LONG = 'Kiln Technician, '.repeat(6_000);
const CONTACT = { OtherContactName: { DisplayValue: 'CANARY-CONTACT' }, Relationship: { DisplayValue: 'Parent' } };

/** The first person's record as `change` makes it. */
function ofFirst({ rows }: ListAnswer, change: (record: WireRecord) => WireRecord) {
  const id = rows[0]?.employeeId;
  return (record: WireRecord): WireRecord => {
    const held = record['EmployeeId'];
    const isFirst = typeof held === 'object' && held !== null && 'DisplayValue' in held && held.DisplayValue === id;
    return isFirst ? change(record) : record;
  };
}

/** What programs write that cannot leave a date out. */
const NO_DATE = '0001-01-01';

/** The dates that decide, written otherwise; `''` stands for missing. */
function withDates(record: WireRecord, write: (day: string) => string): WireRecord {
  const rewritten = (from: WireRecord, field: string): WireRecord => {
    const held = from[field];
    const day = typeof held === 'object' && held !== null && 'DisplayValue' in held ? held.DisplayValue : held;
    return typeof day === 'string' ? withValue(from, field, write(day)) : from;
  };
  return ['StartDate', 'LeavingDate'].reduce(rewritten, record);
}

/** The same people are missing each time; who stays keeps their place. */
function withoutPart(rows: readonly EmployeeRow[], fraction: number): EmployeeRow[] {
  const missing = new Set(ranked('missing', rows).slice(0, Math.round(fraction * rows.length)));
  return rows.filter((row) => !missing.has(row));
}

/** The value in whatever stood around it. */
function withValue(record: WireRecord, field: string, value: string): WireRecord {
  const held = record[field];
  if (held === undefined) return record;
  return { ...record, [field]: typeof held === 'object' && held !== null ? { ...held, DisplayValue: value } : value };
}

/** The field under another name in the same place, or not at all. */
const respelt = (record: WireRecord, field: string, name: string | undefined): WireRecord =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]): [string, unknown][] => {
      if (key !== field) return [[key, value]];
      return name === undefined ? [] : [[name, value]];
    }),
  );
