import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import type { Fields } from './employee-request';
import { type Envelope, noRecord, refusals, success } from './envelope';

/** A list answer: written row by row, so that a company of 50,000 needs no text of 180 MB. */
export interface ListAnswer {
  readonly company: Company;
  readonly rows: readonly EmployeeRow[];
}

/** What PeopleHR answers with HTTP 200. */
export type Answer = Envelope | ListAnswer;

export const isList = (answer: Answer): answer is ListAnswer => 'rows' in answer;

/** What a company's key gets for an action. */
type Action = (company: Company, body: Fields) => Answer;

const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['CheckAuthentication', checkAuthentication],
  ['GetCompanyInformation', companyInformation],
  ['GetAllEmployeeDetail', allEmployees],
  ['GetEmployeeDetailById', oneEmployee],
]);

/** Whether PeopleHR knows an action of this name, in this spelling. */
export const isAction = (name: string): boolean => actions.has(name);

/** PeopleHR's answer as it should be. */
export function act(company: Company, action: string, body: Fields): Answer {
  return actions.get(action)?.(company, body) ?? refusals.actionInvalid;
}

function companyInformation({ id, name }: Company): Answer {
  const SubDomain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return success({ CompanyId: id, SubDomain, CompanyName: name });
}

/** Leavers are left out if nothing is said; true and false are taken as text, too. */
function allEmployees(company: Company, { IncludeLeavers: wish = false }: Fields): Answer {
  if (wish === '') return refusals.leaversEmpty;
  const word = typeof wish === 'string' ? wish.trim().toLowerCase() : wish;
  if (word !== true && word !== false && word !== 'true' && word !== 'false') return refusals.leaversInvalid;
  const withLeavers = word === true || word === 'true';
  const rows = [...company.employees()].filter(({ status }) => withLeavers || status !== '2');
  return rows.length === 0 ? nobody(company) : { company, rows };
}

/** The answer for a company without people. */
function nobody({ habits }: Company): Answer {
  return habits.emptyAnswer === 'empty-list' ? success([]) : noRecord;
}

const MAX_EMPLOYEE_ID = 15;

function oneEmployee(company: Company, { EmployeeId: employeeId }: Fields): Answer {
  if (employeeId === undefined) return refusals.employeeIdMissing;
  if (typeof employeeId !== 'string') return refusals.employeeIdInvalid;
  if (employeeId.trim() === '') return refusals.employeeIdEmpty;
  if (employeeId.length > MAX_EMPLOYEE_ID) return refusals.employeeIdLong;
  const row = company.get(employeeId);
  if (row) return success(company.record(row));
  return company.habits.unknownId === 10 ? noRecord : refusals.employeeUnknown;
}

/** Checks a person's login, not the key: any password opens for the address of somebody current. */
function checkAuthentication(company: Company, { EmailAddress: address, Password: password }: Fields): Answer {
  if (typeof address !== 'string' || address.trim() === '') return refusals.loginMissing;
  const email = address.trim().toLowerCase();
  const row = [...company.employees()].find((r) => r.status === '1' && r.email.trim().toLowerCase() === email);
  return row && typeof password === 'string' && password !== ''
    ? success({ EmployeeId: row.employeeId })
    : refusals.loginRefused;
}
