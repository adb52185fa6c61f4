import { type ChangeableField, changePart, leavePart, type Part } from '../companies/bulk-change';
import { Company } from '../companies/company';
import type { Directory } from '../companies/directory';
import { rowFields } from '../companies/employee-row';
import { makeCompany } from '../companies/made-company';
import { ControlError, keyOf, numberIn, only, required, rowsIn, seedIn, textIn, wholeIn, wordIn } from './input';
import { type ControlCall, done, type Reply, type Route } from './route';

const MAX_COMPANIES = 10_000;
const MAX_EMPLOYEES = 200_000;
const MAX_PEOPLE = 500_000;
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
  ['PUT', '/companies/:id', setHabits],
  ['DELETE', '/companies/:id', (call) => done(() => call.peopleHr.directory.remove(companyOf(call)))],
  ['POST', '/companies/:id/reset', reset],
  ['POST', '/companies/:id/change', change],
  ['POST', '/companies/:id/leave', leave],
];

/** The company that the path names. @throws ControlError 404 */
export function companyOf({ peopleHr, part }: ControlCall): Company {
  const company = peopleHr.directory.company(Number(part('id')));
  if (!company) throw new ControlError(404, `there is no company ${part('id')}`);
  return company;
}

/** Today's date in UTC, `yyyy-MM-dd`. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Refuses more people than the simulator is made for. @throws ControlError 409 */
export function checkRoom(directory: Directory, more: number): void {
  if (directory.people + more > MAX_PEOPLE)
    throw new ControlError(409, `all companies together have at most ${MAX_PEOPLE} employees; reset some`);
}

const summary = (directory: Directory, company: Company) => ({
  companyId: company.id,
  name: company.name,
  employees: company.size,
  keys: directory.keysOf(company),
});

function create({ peopleHr: { directory }, input }: ControlCall): Reply {
  only(input, 'companyId', 'name', 'key', 'rows', 'employees', 'seed');
  const id = wholeIn(input, 'companyId', 1, 2 ** 31) ?? directory.newNumber();
  if (directory.company(id)) throw new ControlError(409, `there is a company ${id} already`);
  if (directory.all().length >= MAX_COMPANIES)
    throw new ControlError(409, `there are ${MAX_COMPANIES} companies already`);
  const name = textIn(input, 'name') ?? `Company ${id}`;
  const given = textIn(input, 'key');
  const company = input['rows'] === undefined ? made(directory, input, id, name) : withRows(directory, input, id, name);
  const key = directory.add(company, given === undefined ? undefined : keyOf(given));
  return [201, { companyId: id, key, name, employees: company.size }];
}

function made(directory: Directory, input: ControlCall['input'], id: number, name: string): Company {
  const employees = wholeIn(input, 'employees', 0, MAX_EMPLOYEES) ?? 0;
  const seed = seedIn(input) ?? id;
  checkRoom(directory, employees);
  return makeCompany({ id, name, employees, seed, budget: directory.budget });
}

function withRows(directory: Directory, input: ControlCall['input'], id: number, name: string): Company {
  if (input['employees'] !== undefined) throw new ControlError(400, 'a company takes rows or employees, not both');
  const rows = rowsIn(input, MAX_EMPLOYEES);
  checkRoom(directory, rows.length);
  return new Company(id, name, () => rows, directory.budget);
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

function setHabits(call: ControlCall): Reply {
  const { habits } = companyOf(call);
  const { input } = call;
  only(input, 'profile', 'emptyAnswer', 'unknownId');
  const profile = wordIn(input, 'profile', ['2023', '2015'] as const);
  const emptyAnswer = wordIn(input, 'emptyAnswer', ['status-10', 'empty-list'] as const);
  const unknownId = wordIn(input, 'unknownId', [5, 10] as const);
  habits.profile = profile ?? habits.profile;
  habits.emptyAnswer = emptyAnswer ?? habits.emptyAnswer;
  habits.unknownId = unknownId ?? habits.unknownId;
  return [200, { habits }];
}

function reset(call: ControlCall): Reply {
  const company = companyOf(call);
  company.reset();
  return [200, summary(call.peopleHr.directory, company)];
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
