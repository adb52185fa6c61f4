import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import { type Envelope, noEmployees, refusals, success } from './envelope';

/** A list answer: written row by row, so that a company of 50,000 needs no 180 MB string. */
export interface ListAnswer {
  readonly rows: readonly EmployeeRow[];
  readonly company: Company;
}

export type Answer = Envelope | ListAnswer;

export const isList = (answer: Answer): answer is ListAnswer => 'rows' in answer;

const MAX_EMPLOYEE_ID = 15;

/** What an accepted key gets for an action. */
export function act(company: Company, action: string, body: Readonly<Record<string, unknown>>): Answer {
  switch (action) {
    case 'GetCompanyInformation':
      return success({ CompanyId: company.id, SubDomain: subdomain(company.name), CompanyName: company.name });
    case 'GetAllEmployeeDetail':
      return allEmployees(company, body['IncludeLeavers']);
    case 'GetEmployeeDetailById':
      return oneEmployee(company, body['EmployeeId']);
    default:
      return refusals.actionInvalid;
  }
}

/** `false`, "false" and nothing leave the leavers out; anything that is no boolean is refused. */
function allEmployees(company: Company, includeLeavers: unknown): Answer {
  const text = ['string', 'boolean', 'undefined'].includes(typeof includeLeavers)
    ? JSON.stringify(includeLeavers ?? false)
    : '';
  const leavers = text.replaceAll('"', '').toLowerCase();
  if (leavers !== 'true' && leavers !== 'false') return refusals.leaversInvalid;
  const rows = [...company.employees()].filter((row) => leavers === 'true' || row.status !== '2');
  return rows.length === 0 ? noEmployees : { rows, company };
}

function oneEmployee(company: Company, employeeId: unknown): Answer {
  if (typeof employeeId !== 'string' || employeeId === '') return refusals.employeeIdMissing;
  if (employeeId.length > MAX_EMPLOYEE_ID) return refusals.employeeIdLong;
  const row = company.get(employeeId);
  return row ? success(company.record(row)) : refusals.employeeUnknown;
}

const subdomain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
