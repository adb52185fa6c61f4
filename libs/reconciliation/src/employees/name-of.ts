import type { Employee } from '@people-sync/contracts';

/** First and last name as a person reads them; null if PeopleHR gave neither. */
export function nameOf(employee: Pick<Employee, 'firstName' | 'lastName'>): string | null {
  const name = [employee.firstName, employee.lastName].filter(Boolean).join(' ');
  return name === '' ? null : name;
}
