import type { Employee, Policy } from '@people-sync/contracts';
import { isDay, type LeaverWordOfModel, lookAlike, type No, placeOf, type Word } from './model-person.testkit';
import { type ModelItem, noesTo } from './model-plan.testkit';
import type { PeopleHrAnswer } from './peoplehr.testkit';

/** A person in the tenant's table. */
export interface TableRow {
  readonly id: string;
  readonly employeeId: string | null;
  readonly uniqueKey: string | null;
  readonly email: string | null;
  readonly active: boolean;
  readonly linked: boolean;
  /** The record last said, as JSON. */
  readonly record: string;
  /** How often something was said of them. */
  readonly version: number;
  readonly ignoredDate: string | null;
  /** Known of by an answer of which only the leavers were applied. */
  readonly announcedDate: string | null;
  readonly missingSince: string | null;
  /** When an answer that nobody accepted had them last, since they are missing. */
  readonly seenAt: string | null;
}

/** A complete answer. */
export interface Look {
  readonly at: number;
  /** Who is in it; of one that was not accepted only those who had been missing. */
  readonly ids: ReadonlySet<string>;
  readonly accepted: boolean;
}

/** What was known, said and settled when a plan was applied. */
export interface Applied {
  readonly items: readonly ModelItem[];
  readonly answer: PeopleHrAnswer;
  readonly otherCompany: boolean;
  readonly policy: Policy;
  readonly words: ReadonlyMap<string, Word>;
  readonly missingWords: ReadonlyMap<string, 'left' | 'keep'>;
  readonly leaverWords: ReadonlyMap<string, LeaverWordOfModel>;
  readonly leftOut: ReadonlySet<string>;
  readonly noes: ReadonlyMap<string, readonly No[]>;
  readonly looks: readonly Look[];
}

/** What is true of the table whatever happens, without asking the model; in words what is wrong. */
export function brokenPromises(
  before: readonly TableRow[],
  after: readonly TableRow[],
  applied: Applied | null,
): string[] {
  const now = new Map(after.map((row) => [row.id, row]));
  const addresses = after.filter(({ active }) => active).map(({ email }) => email);
  const broken = [
    ...(addresses.includes(null) ? ['somebody active has no address'] : []),
    ...(new Set(addresses).size < addresses.length ? ['two active people have one address'] : []),
  ];
  for (const row of before) {
    const next = now.get(row.id);
    if (!next) broken.push(`${row.id} is gone`);
    else if (applied === null && said(next) !== said(row)) broken.push(`${row.id} changed, and nothing was applied`);
    else if (next.version - row.version > 1) broken.push(`${row.id} was said more than once`);
    if (!next || !row.active || next.active || !applied) continue;
    if (applied.policy.protectedPeople.includes(row.id)) broken.push(`${row.id} is protected and was let go`);
    if (!row.linked) broken.push(`${row.id} never came from PeopleHR and was let go`);
    if (!isProven(row, applied)) broken.push(`${row.id} was let go without a proof`);
  }
  return [...broken, ...(applied ? [...secondPeople(before, applied), ...brokenNoes(applied)] : [])];
}

/** Everything but since when they are missing, and the address that somebody inactive may give up. */
function said({ missingSince: _missing, seenAt: _seen, email, ...row }: TableRow): string {
  return JSON.stringify({ ...row, email: row.active ? email : '' });
}

function isProven(person: TableRow, applied: Applied): boolean {
  const { answer, policy, leftOut, missingWords, leaverWords, words, otherCompany } = applied;
  const { employees, today } = answer;
  if (leftOut.has(person.id) || policy.leaveOut.some(({ personId }) => personId === person.id)) return true;
  const isSettled = (row: Employee) => {
    const word = words.get(row.employeeId);
    return word?.person === person.id && lookAlike(word.about, row);
  };
  const theirs = employees.filter(
    (row) =>
      isSettled(row) ||
      (!otherCompany &&
        (row.employeeId === person.employeeId || (row.uniqueKey !== null && row.uniqueKey === person.uniqueKey))),
  );
  const toCome = ({ leavingDate, startDate }: Employee) =>
    isDay(leavingDate) && leavingDate > today && !(isDay(startDate) && leavingDate < startDate);
  const cannotBeRead = (text: string | null) => text !== null && !isDay(text);
  const gone = ({ leavingDate, startDate }: Employee) =>
    isDay(leavingDate) && leavingDate < today && !cannotBeRead(startDate);
  const marked = (row: Employee) => row.status === '2' && !cannotBeRead(row.leavingDate) && !toCome(row);
  if (theirs.some((row) => marked(row) || gone(row) || placeOf(row, null, policy) === 'out')) return true;
  const word = leaverWords.get(person.id);
  if (word?.as === 'left' && theirs.some((row) => row.leavingDate === word.leavingDate)) return true;
  if (theirs.some(({ employeeId }) => employeeId === person.employeeId)) return false;
  return missingWords.get(person.id) === 'left' || absentTwice(person, applied);
}

/** Two accepted answers, 20 hours apart, and none in between has them, accepted or not. */
function absentTwice({ employeeId }: TableRow, { looks, answer, otherCompany }: Applied): boolean {
  const now = Date.parse(answer.takenAt);
  const past = looks
    .filter(({ at }) => at < now)
    .toReversed()
    .sort((a, b) => b.at - a.at);
  const seen = otherCompany ? -1 : past.findIndex(({ ids }) => ids.has(employeeId ?? ''));
  const lacking = seen < 0 ? past : past.slice(0, seen);
  return lacking.some(({ at, accepted }) => accepted && now - at >= 20 * 3_600_000);
}

/** Nobody becomes a second person because an address or an EmployeeId is another one. */
function secondPeople(before: readonly TableRow[], { items, words, otherCompany }: Applied): string[] {
  return items.flatMap(({ kind, row }) => {
    if (kind !== 'joined' || !row || otherCompany || words.get(row.employeeId)) return [];
    const same = before.find(
      ({ linked, employeeId, uniqueKey }) =>
        linked && (employeeId === row.employeeId || (row.uniqueKey !== null && uniqueKey === row.uniqueKey)),
    );
    return same ? [`${row.employeeId} became a second person beside ${same.id}`] : [];
  });
}

/** What somebody said no to is not done as long as PeopleHR says it. */
function brokenNoes({ items, noes, policy }: Applied): string[] {
  return items.flatMap((item) => {
    const before = (noes.get(item.person) ?? []).map((no) => JSON.stringify(no));
    const wanted = noesTo(item, { policy }).map((no) => JSON.stringify(no));
    const again = (no: string) => before.includes(no);
    // Whoever is outside by another value too leaves by that one.
    const broken = item.proof === 'out-of-scope' ? wanted.every(again) : wanted.some(again);
    return broken ? [`${item.person} was changed though somebody had said no to it`] : [];
  });
}
