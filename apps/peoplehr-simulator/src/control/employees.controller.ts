import { leaver } from '../companies/bulk-change';
import { today } from '../companies/dates';
import type { EmployeeRow } from '../companies/employee-row';
import { checkRoom, companyOf } from './company-of';
import { ControlError, idOf, only, required, rowOfInput, rowsIn, textIn } from './input';
import type { ControlCall, Reply, Route } from './route';

const MAX_AT_ONCE = 50_000;

/** What happens to one employee, or to several given ones. */
export const employeeRoutes: readonly Route[] = [
  ['POST', '/companies/:id/employees', putMany],
  ['GET', '/companies/:id/employees/:employeeId', (call) => [200, rowOfPath(call)]],
  ['PUT', '/companies/:id/employees/:employeeId', put],
  ['DELETE', '/companies/:id/employees/:employeeId', remove],
  ['POST', '/companies/:id/employees/:employeeId/leave', leave],
  ['POST', '/companies/:id/employees/:employeeId/rename', rename],
];

function rowOfPath(call: ControlCall): EmployeeRow {
  const company = companyOf(call);
  const row = company.get(call.part('employeeId'));
  if (!row) throw new ControlError(404, `${company.name} has no employee ${call.part('employeeId')}`);
  return row;
}

function putMany(call: ControlCall): Reply {
  const company = companyOf(call);
  only(call.input, 'rows');
  const rows = rowsIn(call.input, MAX_AT_ONCE);
  checkRoom(call.peopleHr.directory, rows.length);
  for (const row of rows) company.put(row);
  return [200, { employees: company.size }];
}

function put(call: ControlCall): Reply {
  const company = companyOf(call);
  const employeeId = idOf(call.part('employeeId'));
  const values = rowOfInput(call.input);
  if (values.employeeId !== undefined && values.employeeId !== employeeId)
    throw new ControlError(400, 'an employeeId changes by POST …/rename');
  if (!company.get(employeeId)) checkRoom(call.peopleHr.directory, 1);
  return [200, company.put({ ...values, employeeId })];
}

function remove(call: ControlCall): Reply {
  const { employeeId } = rowOfPath(call);
  companyOf(call).remove(employeeId);
  return [200, {}];
}

function leave(call: ControlCall): Reply {
  const row = rowOfPath(call);
  only(call.input, 'leavingDate');
  return [200, companyOf(call).put(leaver(row, textIn(call.input, 'leavingDate') ?? today()))];
}

function rename(call: ControlCall): Reply {
  const { employeeId } = rowOfPath(call);
  only(call.input, 'to');
  const company = companyOf(call);
  const to = idOf(required(textIn(call.input, 'to'), 'to'));
  if (to !== employeeId && company.get(to))
    throw new ControlError(409, `${company.name} has an employee ${to} already`);
  return [200, company.rename(employeeId, to)];
}
