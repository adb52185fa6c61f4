import { type Employee, type EmployeeField, employeeFields } from '@people-sync/contracts';

/**
 * Stands in a text for what could not be read, or at its end for what was longer than a text may be: the fetcher puts it
 * there, or PeopleHR itself. No fact follows from such a text.
 */
export const REPLACEMENT_CHARACTER = '\uFFFD';

/** Those of which more is said than that they cannot be read: an address that is none, a status or day that is none. */
const OF_THEIR_OWN: ReadonlySet<EmployeeField> = new Set<EmployeeField>([
  'email',
  'status',
  'startDate',
  'leavingDate',
]);

/** The fields that are looked at, by name. */
export const readableFields: readonly EmployeeField[] = employeeFields.filter((one) => !OF_THEIR_OWN.has(one)).sort();

/** The first field, by name, in which something cannot be read; null if everything can. */
export const unreadableText = (employee: Employee): EmployeeField | null =>
  readableFields.find((field) => employee[field]?.includes(REPLACEMENT_CHARACTER)) ?? null;
