import type { Employee } from '@people-sync/contracts';
import { isDay } from './model-person.testkit';

const NO_DATES = [
  '0001-01-01',
  '0001-01-01T00:00:00',
  '01/01/0001 00:00:00',
  '0000-00-00',
  '1900-01-01',
  '1899-12-30T00:00:00',
  '9999-12-31',
  '9999-12-31T23:59:59.9999999',
  '0',
];
const NO_KEYS = ['0', '00000000-0000-0000-0000-000000000000', '{00000000-0000-0000-0000-000000000000}'];
const NOTHING_TO_SEE = ['\u200b', '&nbsp;', '\ufeff\u200e', '&#8203;', ' '];

const MIDNIGHTS = ['T00:00:00', ' 00:00', 'T00:00:00Z', 'T00:00:00.000', 'T00:00:00+01:00', 't00:00:00.0000000-0500'];
const dates = (day: string | null): (string | null)[] =>
  day === null ? NO_DATES : [...MIDNIGHTS.map((time) => `${day}${time}`), `\u200e${day} `];

const keys = (key: string | null): (string | null)[] =>
  key === null ? NO_KEYS : [key.toUpperCase(), `{${key}}`, `{${key.toUpperCase()}}`, ` \u200b${key}`, `(${key})`];

const addresses = (email: string | null): (string | null)[] =>
  email === null
    ? NOTHING_TO_SEE
    : [email.toUpperCase(), ` ${email}\u00a0`, `\u202a${email}\u202c`, email.replace('@', '\u200b@\u00ad')];

const codes = (code: string | null): (string | null)[] =>
  code === null ? NOTHING_TO_SEE : [`${code}\u200b`, ` ${code}`, `\u2060${code}\ufe0f`];

const shown = (text: string | null): (string | null)[] => (text === null ? NOTHING_TO_SEE : [text]);

/**
 * The same employee as another program writes them: what is to be read of each value is the same. A date that is no day
 * stays as it is.
 * @param seed 0: as they are
 */
export function typed(row: Employee, seed: number): Employee {
  if (seed === 0) return row;
  const some = <T>(field: keyof Employee, value: T, others: readonly T[]): T => {
    const nth = dice(`${seed} ${row.employeeId} ${field}`, 2 * others.length);
    return others[nth] ?? value;
  };
  const date = (field: 'startDate' | 'leavingDate') =>
    row[field] === null || isDay(row[field]) ? some(field, row[field], dates(row[field])) : row[field];
  const id = row.reportsToEmployeeId;
  return {
    ...row,
    uniqueKey: some('uniqueKey', row.uniqueKey, keys(row.uniqueKey)),
    email: some('email', row.email, addresses(row.email)),
    firstName: some('firstName', row.firstName, shown(row.firstName)),
    lastName: some('lastName', row.lastName, shown(row.lastName)),
    jobRole: some('jobRole', row.jobRole, shown(row.jobRole)),
    location: some('location', row.location, shown(row.location)),
    department: some('department', row.department, shown(row.department)),
    reportsToEmployeeId: some('reportsToEmployeeId', id, id === null ? NO_KEYS : [id]),
    reportsToEmail: some('reportsToEmail', row.reportsToEmail, addresses(row.reportsToEmail)),
    status: some('status', row.status, codes(row.status)),
    startDate: date('startDate'),
    leavingDate: date('leavingDate'),
  };
}

/** A number below `sides` that a text always gives. */
function dice(text: string, sides: number): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return (hash >>> 8) % sides;
}
