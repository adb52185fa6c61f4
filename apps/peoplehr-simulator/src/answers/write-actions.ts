import { leaver } from '../companies/bulk-change';
import type { Company } from '../companies/company';
import { isDay } from '../companies/dates';
import type { Answer } from './answer';
import type { Fields } from './employee-request';
import { oldSuccess, refusals, refused } from './envelope';
import { flagOf, textOf } from './fields';
import { refusedId } from './lookup-actions';

/** Swagger 3.1's mandatory fields of CreateNewEmployee beside the id; an address and a company are none of them. */
const mandatory = ['FirstName', 'LastName', 'StartDate', 'JobRole', 'JobRoleEffectiveDate', 'Location', 'Department'];

/** A write that was done; what Result holds then was never captured. */
const written = oldSuccess('');

/** CreateNewEmployee. A department, place or role that is in no list yet is added to it without a word. */
export function createNewEmployee(company: Company, body: Fields): Answer {
  const refusal = refusedId(body['EmployeeId']) ?? refusedField(body, mandatory);
  if (refusal) return refusal;
  const employeeId = textOf(body, 'EmployeeId');
  if (company.get(employeeId)) return refusals.employeeIdTaken;
  if (!isDay(textOf(body, 'StartDate'))) return refused(5, 'StartDate contains invalid data.');
  company.put({
    employeeId,
    title: textOf(body, 'Title'),
    firstName: textOf(body, 'FirstName'),
    lastName: textOf(body, 'LastName'),
    email: textOf(body, 'Email'),
    startDate: textOf(body, 'StartDate'),
    jobRole: textOf(body, 'JobRole'),
    company: textOf(body, 'Company') || company.name,
    location: textOf(body, 'Location'),
    department: textOf(body, 'Department'),
    employmentType: textOf(body, 'EmploymentType'),
  });
  return written;
}

/** MarkAsLeaverById: at once if that is wished or the day has come, else current until then with the date in sight. */
export function markAsLeaver(company: Company, body: Fields, today: string): Answer {
  const refusal = refusedId(body['EmployeeId']) ?? refusedField(body, ['ReasonforLeaving', 'FinalEmploymentDate']);
  if (refusal) return refusal;
  const row = company.get(textOf(body, 'EmployeeId'));
  if (!row) return refusals.employeeUnknown;
  const lastDay = textOf(body, 'FinalEmploymentDate');
  if (!isDay(lastDay)) return refused(5, 'FinalEmploymentDate contains invalid data.');
  const atOnce = flagOf(body['MarkasLeaverImmediately']) === true || lastDay <= today;
  const reasonForLeaving = textOf(body, 'ReasonforLeaving');
  company.put({ ...leaver(row, lastDay), status: atOnce ? '2' : row.status, reasonForLeaving });
  return written;
}

/** UpdateEmployeeId: the same person under another id. */
export function updateEmployeeId(company: Company, body: Fields): Answer {
  const refusal =
    refusedId(body['OldEmployeeId']) ?? refusedId(body['NewEmployeeId']) ?? refusedField(body, ['ReasonForChange']);
  if (refusal) return refusal;
  const [from, to] = [textOf(body, 'OldEmployeeId'), textOf(body, 'NewEmployeeId')];
  if (!company.get(from)) return refusals.employeeUnknown;
  if (company.get(to)) return refusals.employeeIdTaken;
  company.rename(from, to);
  return written;
}

/** What PeopleHR says of the first field that is missing or blank. */
function refusedField(body: Fields, names: readonly string[]) {
  for (const name of names) {
    if (body[name] === undefined) return refused(5, `${name} is missing.`);
    if (textOf(body, name) === '') return refused(5, `${name} cannot be empty.`);
  }
  return undefined;
}
