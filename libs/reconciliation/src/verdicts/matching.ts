import { personIdOf } from '@people-sync/contracts';

/**
 * Who a row is. In these rules a row is the person whose EmployeeId it carries: the database finds them by that link
 * (one join), and everything else takes `known` as given. The further ways (UniqueKey, imported people, email) and the
 * cases for a person to settle belong here.
 */
export function matchByEmployeeId<T>(employeeId: string, linked: ReadonlyMap<string, T>): T | null {
  return linked.get(employeeId) ?? null;
}

/** The id of somebody new. No EmployeeId is ever unlinked under these rules, so nobody had it before. */
export function newPersonId(tenantId: string, companyId: string, employeeId: string): string {
  return personIdOf(tenantId, companyId, employeeId, 0);
}
