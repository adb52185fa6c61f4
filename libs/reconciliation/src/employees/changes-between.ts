import { type Employee, type EmployeeField, employeeFields } from '@people-sync/contracts';

/** What differs between two records of a person. */
export interface Changes {
  /** In the fields' canonical order. */
  readonly changed: EmployeeField[];
  /** The values before, of the changed fields only. */
  readonly old: Partial<Employee>;
}

/** Which fields differ from `before` to `after`, and what they held before. Empty exactly if the digests are equal. */
export function changesBetween(before: Employee, after: Employee): Changes {
  const changed = employeeFields.filter((field) => before[field] !== after[field]);
  return { changed, old: Object.fromEntries(changed.map((field) => [field, before[field]])) };
}
