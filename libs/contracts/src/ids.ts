import { v5, v7 } from 'uuid';

/** The namespace of every id that PeopleSync derives; fixed for ever, since replay must find the same ids. */
const NAMESPACE = '6f1c1c52-5a0f-5f0e-9a51-6d6f0c1b7a11';

/** Joins parts so that ('a','bc') and ('ab','c') differ. */
const joined = (parts: readonly (string | number)[]): string => JSON.stringify(parts);

/** The same id for the same parts, on every machine: UUID version 5. */
export function derivedId(...parts: readonly (string | number)[]): string {
  return v5(joined(parts), NAMESPACE);
}

/** A new id that sorts by time: UUID version 7. */
export function newId(): string {
  return v7();
}

/**
 * A person's id. `earlier` counts the persons this EmployeeId was linked to before, erased ones included,
 * so that a recycled EmployeeId never brings back somebody else.
 */
export function personIdOf(tenantId: string, companyId: string, employeeId: string, earlier: number): string {
  return derivedId('person', tenantId, companyId, employeeId, earlier);
}

/** The id of a decision event: sent twice it is the same event. */
export function decisionEventId(syncId: string, type: string, personId: string, sourceVersion: number): string {
  return derivedId('event', syncId, type, personId, sourceVersion);
}
