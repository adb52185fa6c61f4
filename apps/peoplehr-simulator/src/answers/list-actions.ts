import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import type { Answer } from './answer';
import type { Fields } from './employee-request';
import { noRecord, refusals, success } from './envelope';
import { flagOf, wholeOf } from './fields';

const LEAVER = '2';
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** GetAllEmployeeDetail: the whole company in one answer. Leavers are left out if nothing is said. */
export function allEmployees(company: Company, { IncludeLeavers: wish = false }: Fields): Answer {
  if (wish === '') return refusals.leaversEmpty;
  const withLeavers = flagOf(wish);
  if (withLeavers === undefined) return refusals.leaversInvalid;
  return listOf(company, peopleOf(company, withLeavers));
}

/** GetAllLeavers, version 4. */
export function allLeavers(company: Company): Answer {
  return listOf(
    company,
    peopleOf(company, true).filter(({ status }) => status === LEAVER),
  );
}

/** GetAllEmployeeDetailPaginated, version 4: rows under `Result.Result`, so that whoever expects a list gets an object. */
export function employeesPage(company: Company, body: Fields): Answer {
  const { IncludeLeavers = false, Limit = DEFAULT_LIMIT, Offset = 0 } = body;
  const withLeavers = flagOf(IncludeLeavers);
  const [limit, offset] = [wholeOf(Limit), wholeOf(Offset)];
  if (withLeavers === undefined) return refusals.leaversInvalid;
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT) return refusals.limitInvalid;
  if (offset === undefined || offset < 0) return refusals.offsetInvalid;
  const rows = peopleOf(company, withLeavers);
  const page = rows.slice(offset, offset + limit).map((row) => company.record(row));
  return success({ Result: page, Pagination: { TotalRows: rows.length } });
}

const peopleOf = (company: Company, withLeavers: boolean): EmployeeRow[] =>
  [...company.employees()].filter(({ status }) => withLeavers || status !== LEAVER);

/** The list, or the company's answer for nobody. */
function listOf(company: Company, rows: readonly EmployeeRow[]): Answer {
  if (rows.length > 0) return { company, rows };
  return company.habits.emptyAnswer === 'empty-list' ? success([]) : noRecord;
}
