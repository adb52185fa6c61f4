import type { Employee, EmployeeField } from '@people-sync/contracts';

/** The record that is taken over of what was received, if these fields stay as they are known. */
export function maskedRecord(known: Employee, received: Employee, masked: readonly EmployeeField[]): Employee {
  return masked.length === 0
    ? received
    : { ...received, ...Object.fromEntries(masked.map((field) => [field, known[field]])) };
}
