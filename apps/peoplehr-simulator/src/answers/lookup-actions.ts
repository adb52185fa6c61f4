import type { Company } from '../companies/company';
import type { Answer } from './answer';
import type { Fields } from './employee-request';
import { type Envelope, noRecord, refusals, success } from './envelope';

const MAX_EMPLOYEE_ID = 15;

/** GetCompanyInformation: whose key it is; needs no grant. */
export function companyInformation({ id, name }: Company): Answer {
  const SubDomain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return success({ CompanyId: id, SubDomain, CompanyName: name });
}

/** What is wrong with an EmployeeId that was sent, if anything. */
export function refusedId(employeeId: unknown): Envelope | undefined {
  if (employeeId === undefined) return refusals.employeeIdMissing;
  if (typeof employeeId !== 'string') return refusals.employeeIdInvalid;
  if (employeeId.trim() === '') return refusals.employeeIdEmpty;
  return employeeId.length > MAX_EMPLOYEE_ID ? refusals.employeeIdLong : undefined;
}

/** GetEmployeeDetailById: one object, not a list. */
export function oneEmployee(company: Company, { EmployeeId: employeeId }: Fields): Answer {
  const refusal = refusedId(employeeId);
  if (refusal) return refusal;
  const row = typeof employeeId === 'string' ? company.get(employeeId) : undefined;
  if (row) return success(company.record(row));
  return company.habits.unknownId === 10 ? noRecord : refusals.employeeUnknown;
}

/** Checks a person's login, not the key: any password opens for the address of somebody current. */
export function checkAuthentication(company: Company, { EmailAddress: address, Password: password }: Fields): Answer {
  if (typeof address !== 'string' || address.trim() === '') return refusals.loginMissing;
  const email = address.trim().toLowerCase();
  const row = [...company.employees()].find((r) => r.status === '1' && r.email.trim().toLowerCase() === email);
  return row && typeof password === 'string' && password !== ''
    ? success({ EmployeeId: row.employeeId })
    : refusals.loginRefused;
}
