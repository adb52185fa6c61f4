import { type ChangeableField, changePart, leavePart, type Part } from '../companies/bulk-change';
import type { Company } from '../companies/company';
import { today } from '../companies/dates';
import type { Directory } from '../companies/directory';
import { rowFields } from '../companies/employee-row';
import { companyIn } from './company-input';
import { companyOf } from './company-of';
import { ControlError, keyOf, numberIn, only, required, seedIn, textIn, wholeIn, wordIn } from './input';
import { type ControlCall, done, type Reply, type Route } from './route';
import { applied, scenariosIn } from './scenarios.controller';

const MAX_COMPANIES = 10_000;
const PAGE = 1000;

const isChangeable = (field: (typeof rowFields)[number]): field is ChangeableField =>
  field !== 'employeeId' && field !== 'uniqueKey';

/** Companies, and what happens to many of their people at once. */
export const companyRoutes: readonly Route[] = [
  [
    'GET',
    '/companies',
    ({ peopleHr: { directory } }) => [200, { companies: directory.all().map((c) => summary(directory, c)) }],
  ],
  ['POST', '/companies', create],
  ['GET', '/companies/:id', read],
  ['DELETE', '/companies/:id', (call) => done(() => call.peopleHr.directory.remove(companyOf(call)))],
  ['POST', '/companies/:id/reset', reset],
  ['POST', '/companies/:id/change', change],
  ['POST', '/companies/:id/leave', leave],
];

const summary = (directory: Directory, company: Company) => ({
  companyId: company.id,
  name: company.name,
  employees: company.size,
  keys: directory.keysOf(company),
});

function create({ peopleHr, input }: ControlCall): Reply {
  const { directory } = peopleHr;
  only(input, 'companyId', 'name', 'key', 'rows', 'employees', 'seed', 'kind', 'scenarios');
  const id = wholeIn(input, 'companyId', 1, 2 ** 31) ?? directory.newNumber();
  if (directory.company(id)) throw new ControlError(409, `there is a company ${id} already`);
  if (directory.all().length >= MAX_COMPANIES)
    throw new ControlError(409, `there are ${MAX_COMPANIES} companies already`);
  const [given, scenarios] = [textIn(input, 'key'), scenariosIn(input)];
  const company = companyIn(directory, input, id);
  const key = directory.add(company, given === undefined ? undefined : keyOf(given));
  for (const scenario of scenarios) applied(peopleHr, company, scenario);
  return [201, { companyId: id, key, name: company.name, employees: company.size }];
}

/** A page of the people, from `?from=`, as they are kept. */
function read(call: ControlCall): Reply {
  const company = companyOf(call);
  const from = Number(call.query.get('from') ?? '0');
  if (!Number.isInteger(from) || from < 0) throw new ControlError(400, 'from must be a whole number');
  const employees = [...company.employees()].slice(from, from + PAGE);
  const next = from + PAGE < company.size ? from + PAGE : null;
  return [200, { ...summary(call.peopleHr.directory, company), habits: company.habits, rows: employees, next }];
}

/** As on the first day: people, habits, queries, its own keys; and nothing goes wrong any more. */
function reset(call: ControlCall): Reply {
  const { directory, faults } = call.peopleHr;
  const company = companyOf(call);
  for (const key of directory.reset(company)) faults.clear(key);
  return [200, summary(directory, company)];
}

function change(call: ControlCall): Reply {
  const company = companyOf(call);
  const { input } = call;
  only(input, 'fraction', 'seed', 'field', 'value');
  const field = required(wordIn(input, 'field', rowFields.filter(isChangeable)), 'field');
  return [200, { changed: changePart(company, partIn(input), field, textIn(input, 'value')) }];
}

function leave(call: ControlCall): Reply {
  const company = companyOf(call);
  only(call.input, 'fraction', 'seed', 'leavingDate');
  return [200, { left: leavePart(company, partIn(call.input), textIn(call.input, 'leavingDate') ?? today()) }];
}

const partIn = (input: ControlCall['input']): Part => ({
  fraction: numberIn(input, 'fraction', 0, 1) ?? 1,
  seed: seedIn(input) ?? 1,
});
