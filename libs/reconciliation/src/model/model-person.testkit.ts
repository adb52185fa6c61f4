import { type Employee, type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';

/** A person as the model knows them. */
export interface ModelPerson {
  readonly id: string;
  readonly employeeId: string | null;
  readonly uniqueKey: string | null;
  readonly email: string | null;
  readonly active: boolean;
  /** False for people who were imported and never found in PeopleHR. */
  readonly linked: boolean;
  readonly orgEmployeeId: string | null;
  /** What was last said of them. */
  readonly record: Employee;
  /** The row that it was taken from; null for somebody imported, or if some of it was said no to. Of a leaver's row only status and date are taken. */
  readonly source: Employee | null;
  /** How often something was said of them. */
  readonly version: number;
  readonly ignoredDate: string | null;
  /** Told of by an answer of which only the leavers were applied. */
  readonly announcedDate: string | null;
  readonly missingSince: string | null;
  /** When an answer that nobody accepted had them last, since they are missing. */
  readonly seenAt: string | null;
}

/** What a row says of somebody today. */
export type Reading =
  | 'here'
  | 'left by status'
  | 'left by date'
  | 'not begun'
  | 'left out by settings'
  | 'unknown'
  | 'no start date to be read'
  | 'no leaving date to be read'
  /** The settings look at a value that they had, and that is not there any more. */
  | 'no value of the settings to be read'
  /** A leaver of whom it cannot be read since when. */
  | 'perhaps left';

/** What somebody settled about a row, and the row as it was then. */
export interface Word {
  readonly as: 'same' | 'new';
  /** Null for somebody new who is not added yet. */
  readonly person: string | null;
  readonly about: Pick<Employee, 'uniqueKey' | 'email' | 'firstName' | 'startDate'>;
}

/** Whether a leaver has left, and what PeopleHR had of them when it was said. */
export interface LeaverWordOfModel extends Pick<Employee, 'employeeId' | 'status' | 'leavingDate'> {
  readonly as: 'left' | 'not-yet';
}

/** One thing that somebody said no to. */
export type No =
  | ({ readonly to: 'joining' } & Pick<Employee, 'employeeId' | 'status' | 'startDate' | 'leavingDate'>)
  | ({ readonly to: 'leaving' } & Pick<Employee, 'employeeId' | 'status' | 'leavingDate'>)
  | { readonly to: 'a value'; readonly field: EmployeeField; readonly value: string | null }
  | { readonly to: 'a value outside'; readonly field: EmployeeField; readonly value: string | null }
  | { readonly to: 'being left out' }
  | { readonly to: 'absence' };

export const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON().slice(0, 10) === text;

export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

export const sameRecord = (one: Employee, other: Employee): boolean =>
  one === other || employeeFields.every((field) => one[field] === other[field]);

/** True if a row says what was said no to. */
export const saysTheSame = (no: No, row: Employee): boolean => {
  switch (no.to) {
    case 'absence':
      return false;
    case 'being left out':
      return true;
    case 'joining':
      return (['employeeId', 'status', 'startDate', 'leavingDate'] as const).every((field) => no[field] === row[field]);
    case 'leaving':
      return (['employeeId', 'status', 'leavingDate'] as const).every((field) => no[field] === row[field]);
    case 'a value':
      return row[no.field] === no.value;
    case 'a value outside':
      return readOf(row[no.field]) === no.value;
  }
};

/** False of a row that does not speak of it: that of a leaver has hardly a field. */
export const speaksOf = (no: No, reading: Reading): boolean =>
  !(reading.startsWith('left by') || reading === 'perhaps left') ||
  !('field' in no) ||
  ['employeeId', 'uniqueKey', 'status', 'startDate', 'leavingDate'].includes(no.field);

/** The record that is taken over of a row: fields whose value was said no to stay as they are. */
export function recordAfter(row: Employee, person: ModelPerson | null, noes: readonly No[]): Employee {
  if (!person) return row;
  const { record } = person;
  const stays = (field: EmployeeField) =>
    field !== 'employeeId' &&
    record[field] !== row[field] &&
    noes.some((no) => no.to === 'a value' && no.field === field && no.value === row[field]) &&
    (field !== 'email' || person.email === record.email);
  const kept = employeeFields.filter(stays);
  return kept.length === 0 ? row : { ...row, ...Object.fromEntries(kept.map((field) => [field, record[field]])) };
}

/** The values by which the settings leave somebody out, as they are read. */
export const valuesOutside = (
  row: Employee,
  person: ModelPerson | null,
  policy: Policy,
): { field: EmployeeField; value: string | null }[] =>
  scopeFields
    .filter((field) => placeBy(field, row, person, policy) === 'out')
    .map((field) => ({ field, value: readOf(row[field]) }));

const readOf = (value: string | null): string | null => (value === null ? null : asRead(value));

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .toLowerCase();

const fullName = ({ firstName, lastName }: Employee): string => plain([firstName, lastName].filter(Boolean).join(' '));

export const sameName = (one: Employee, other: Employee): boolean =>
  fullName(one) !== '' && fullName(one) === fullName(other);

/** One of UniqueKey, email, first name and start date is the same. */
export function lookAlike(one: Word['about'], other: Word['about']): boolean {
  const first = one.firstName !== null && plain(one.firstName) === plain(other.firstName ?? '');
  return first || (['uniqueKey', 'email', 'startDate'] as const).some((f) => one[f] !== null && one[f] === other[f]);
}

/** What a reader sees of a value of the settings. */
export const asRead = (value: string): string =>
  value
    .replaceAll('&amp;', '&')
    .normalize('NFC')
    .replace(/[\u200b\u00ad]/g, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** Where the settings put somebody; `lost`: by a value that they had, and that is not there any more. */
export function placeOf(row: Employee, person: ModelPerson | null, policy: Policy): 'in' | 'out' | 'lost' {
  const places = scopeFields.map((field) => placeBy(field, row, person, policy));
  return (['out', 'lost'] as const).find((place) => places.includes(place)) ?? 'in';
}

/** Those of one field. */
export function placeBy(
  field: (typeof scopeFields)[number],
  row: Employee,
  person: ModelPerson | null,
  { scope }: Policy,
): 'in' | 'out' | 'lost' {
  const had = person?.active === true && person.linked ? person.record : null;
  const { include, exclude } = scope[field];
  const value = row[field];
  if (value === null) return include === null ? 'in' : had && had[field] !== null ? 'lost' : 'out';
  const names = (values: readonly string[]) => values.some((one) => asRead(one) === asRead(value));
  return (include === null || names(include)) && !names(exclude) ? 'in' : 'out';
}

export const scopeFields = ['employmentType', 'company', 'location', 'department'] as const;

/** The reading of a row, if it is this person's (null: nobody's yet). */
export function readingOf(
  row: Employee,
  person: ModelPerson | null,
  lastApplied: Employee | undefined,
  { today, policy }: { readonly today: string; readonly policy: Policy },
): Reading {
  const date = dateThatCounts(row, person, lastApplied);
  const [noStart, noLeaving] = [row.startDate, row.leavingDate].map((text) => text !== null && !isDay(text));
  if (row.status !== '1' && row.status !== '2') return 'unknown';
  if (row.status === '2' && noLeaving) return 'perhaps left';
  if (row.status === '2' && !(date !== null && date > today)) return 'left by status';
  if (date !== null && date < today && !noStart) return 'left by date';
  const begins = isDay(row.startDate) && daysBefore(row.startDate, policy.daysBeforeStart) > today;
  if (begins && person?.active !== true) return 'not begun';
  const place = placeOf(row, person, policy);
  if (place === 'out') return 'left out by settings';
  if (noLeaving) return 'no leaving date to be read';
  if (noStart) return 'no start date to be read';
  return place === 'lost' ? 'no value of the settings to be read' : 'here';
}

/** A LeavingDate counts unless it is none, before the first day, or stood already when somebody came back. */
export function dateThatCounts(
  row: Employee,
  person: ModelPerson | null,
  lastApplied: Employee | undefined,
): string | null {
  const date = row.leavingDate;
  if (!isDay(date) || (isDay(row.startDate) && date < row.startDate) || date === person?.ignoredDate) return null;
  return stoodBefore(row, person, lastApplied) ? null : date;
}

/** Somebody who left has their leaver mark taken away, and the date that came with it is still there. */
export function stoodBefore(row: Employee, person: ModelPerson | null, lastApplied: Employee | undefined): boolean {
  if (!person || person.active || row.status !== '1') return false;
  const theirs = person.employeeId === row.employeeId || !lastApplied ? person.record : undefined;
  return [theirs, lastApplied].some((was) => was?.status === '2' && was.leavingDate === row.leavingDate);
}
