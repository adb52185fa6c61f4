import type { Employee, Policy } from '@people-sync/contracts';
import {
  lookAlike,
  type ModelPerson,
  type No,
  readingOf,
  type Reading,
  sameName,
  saysTheSame,
  valuesOutside,
  type Word,
} from './model-person.testkit';

/** What an answer is read against. */
export interface Reader {
  readonly rows: readonly Employee[];
  readonly people: readonly ModelPerson[];
  readonly policy: Policy;
  readonly today: string;
  readonly otherCompany: boolean;
  /** By EmployeeId, the rows of the last answer that was applied. */
  readonly lastApplied: ReadonlyMap<string, Employee>;
  readonly words: ReadonlyMap<string, Word>;
  readonly noes: ReadonlyMap<string, readonly No[]>;
}

/** Whose a row is. */
export interface Match {
  readonly row: Employee;
  readonly person: ModelPerson | null;
  readonly reading: Reading;
  readonly sure: 'by word' | 'own' | 'otherwise';
  /** A question for a person, and whom it is about. */
  readonly question: string | null;
  readonly about: readonly ModelPerson[];
  /** Another row of theirs is here and decides. */
  readonly outdone: boolean;
  /** Somebody has to settle something about this person first. */
  readonly waits: boolean;
}

/** docs/semantics.md §2: who is who, one row after the other, then where several lead to one person. */
export function matchRows(reader: Reader): Match[] {
  const first = reader.rows.map((row) => byItself(row, reader));
  const told = reader.rows.map((row, i) => byWord(row, first[i] ?? nobody(row, reader), first, reader));
  const decided = told.map((match) => twin(match, told) ?? amongOthers(match, told));
  const asked = decided.filter(({ question }) => question !== null);
  return decided.map((match) => {
    const { person, question, sure, reading } = match;
    if (!person || question !== null) return match;
    const touched = asked.some(({ about }) => about.some(({ id }) => id === person.id));
    return { ...match, waits: match.waits || (touched && !(sure === 'by word' && reading === 'here')) };
  });
}

const leavers: readonly Reading[] = ['left by status', 'left by date', 'perhaps left'];
const away: readonly Reading[] = ['not begun', 'perhaps left'];

const read = (row: Employee, person: ModelPerson | null, reader: Reader): Reading =>
  readingOf(row, person, reader.lastApplied.get(row.employeeId), reader);

const nobody = (row: Employee, reader: Reader): Match => belongs(row, null, 'otherwise', reader);

const belongs = (row: Employee, person: ModelPerson | null, sure: Match['sure'], reader: Reader): Match => ({
  row,
  person,
  sure,
  reading: read(row, person, reader),
  question: null,
  about: [],
  outdone: false,
  waits: false,
});

const asks = (row: Employee, question: string, about: readonly ModelPerson[], reader: Reader): Match => ({
  ...nobody(row, reader),
  question,
  about,
});

const activeFirst = (a: ModelPerson, b: ModelPerson): number =>
  Number(b.active) - Number(a.active) || (a.id < b.id ? -1 : 1);

function byItself(row: Employee, reader: Reader): Match {
  const { people, otherCompany } = reader;
  const byId = otherCompany ? undefined : people.find(({ employeeId }) => employeeId === row.employeeId);
  const byKey =
    otherCompany || row.uniqueKey === null
      ? undefined
      : people.filter(({ linked, uniqueKey }) => linked && uniqueKey === row.uniqueKey).sort(activeFirst)[0];
  const ownReading = byId && read(row, byId, reader);
  const isAway = ownReading !== undefined && (ownReading.startsWith('left') || away.includes(ownReading));
  const bothAway = byId?.active === false && isAway;
  if (byId && bothAway) return belongs(row, byId, 'own', reader);
  if (byId && byKey && byId !== byKey && byId.uniqueKey !== row.uniqueKey)
    return asks(row, 'identity-two-people', [byId, byKey], reader);
  if (byId) {
    const gone = ownReading !== undefined && leavers.includes(ownReading);
    const known = { ...byId.record, uniqueKey: byId.uniqueKey };
    if (gone || lookAlike(known, row)) return belongs(row, byId, 'own', reader);
    return asks(row, 'identity-recycled', [byId], reader);
  }
  if (byKey && isOldNews(row, byKey, reader)) return nobody(row, reader);
  if (byKey) {
    const alike = sameName(byKey.record, row) || [byKey.email, byKey.record.email].includes(row.email ?? '');
    const asked = !alike && tellsOfSomebody(read(row, byKey, reader), byKey);
    return asked ? asks(row, 'identity-unique-key', [byKey], reader) : belongs(row, byKey, 'otherwise', reader);
  }
  if (read(row, null, reader) !== 'here') return nobody(row, reader);
  const imported = people.find(({ linked, orgEmployeeId }) => !linked && orgEmployeeId === row.employeeId);
  if (imported && !otherCompany) return belongs(row, imported, 'otherwise', reader);
  return byAddress(row, reader);
}

/** Of a leaver, and of somebody who has not begun, nobody is told in full. */
const tellsOfSomebody = (reading: Reading, person: ModelPerson): boolean =>
  reading === 'here' || reading.endsWith('to be read') || (reading === 'left out by settings' && person.active);

function byAddress(row: Employee, reader: Reader): Match {
  const has = reader.people.filter(({ email }) => email !== null && email === row.email);
  const [holder] = has.sort(activeFirst);
  if (!holder) return nobody(row, reader);
  if (!holder.linked) return belongs(row, holder, 'otherwise', reader);
  const own = reader.otherCompany ? undefined : reader.rows.find(({ employeeId }) => employeeId === holder.employeeId);
  const ownReading = own && readingOf(own, holder, undefined, reader);
  const ownIsGone = !own || (ownReading?.startsWith('left') ?? false);
  if (!ownIsGone) return nobody(row, reader);
  if (sameName(holder.record, row)) return belongs(row, holder, 'otherwise', reader);
  return holder.active ? asks(row, 'identity-address', [holder], reader) : nobody(row, reader);
}

/** Every value that the settings leave out was said no to. */
export function isOutsideByOurWord(
  row: Employee,
  person: ModelPerson | null,
  noes: readonly No[],
  policy: Policy,
): boolean {
  const outside = valuesOutside(row, person, policy);
  return outside.every(({ field, value }) =>
    noes.some((no) => no.to === 'a value outside' && no.field === field && no.value === value),
  );
}

/** Another record of somebody active that is not current by itself tells something only if it takes their own's place. */
function isOldNews(row: Employee, person: ModelPerson, reader: Reader): boolean {
  if (!person.active || person.employeeId === row.employeeId) return false;
  const notBegun = read(row, null, reader) === 'not begun';
  const reading = read(row, person, reader);
  if (!notBegun && reading !== 'perhaps left' && !reading.startsWith('left')) return false;
  if (reader.rows.some(({ employeeId }) => employeeId === person.employeeId)) return true;
  const wasThere = reader.lastApplied.has(row.employeeId);
  if (notBegun) return wasThere;
  const noes = reader.noes.get(person.id) ?? [];
  const saidNo =
    reading === 'left out by settings'
      ? isOutsideByOurWord(row, person, noes, reader.policy)
      : noes.some((no) => no.to === 'leaving' && saysTheSame(no, row));
  return wasThere && !saidNo;
}

function byWord(row: Employee, first: Match, all: readonly Match[], reader: Reader): Match {
  const word = reader.words.get(row.employeeId);
  if (!word || !lookAlike(word.about, row)) return first;
  if (word.person !== null) {
    const person = reader.people.find(({ id }) => id === word.person);
    if (!person) return first;
    const old = isOldNews(row, person, reader);
    return old ? { ...nobody(row, reader), sure: 'by word' } : belongs(row, person, 'by word', reader);
  }
  // Nobody else is meant by it any more: there is nothing to settle.
  const { person } = first;
  const sought = all.some(
    (one) => one.row !== row && (one.person === person || reader.words.get(one.row.employeeId)?.person === person?.id),
  );
  if (first.sure === 'own' && person && !sought) return first;
  return { ...nobody(row, reader), sure: 'by word' };
}

/** Rows that bring one UniqueKey, which was not their people's before. */
function twin(match: Match, all: readonly Match[]): Match | null {
  const brings = ({ row, person, reading, question }: Match) =>
    row.uniqueKey !== null && question === null && reading === 'here' && person?.uniqueKey !== row.uniqueKey;
  if (match.sure === 'by word' || !brings(match)) return null;
  const shared = all.some((one) => one !== match && brings(one) && one.row.uniqueKey === match.row.uniqueKey);
  return shared ? { ...match, person: null, question: 'identity-two-rows', about: [match.person ?? []].flat() } : null;
}

/** Whether they left is asked of those alone who are here. */
const isPerhaps = ({ reading, person }: Match): boolean =>
  (reading === 'perhaps left' && person?.active === true && person.linked) || reading.endsWith('to be read');
const isGoing = (match: Match): boolean => isPerhaps(match) || match.reading.startsWith('left');
const perhapsFirst = (a: Match, b: Match): number =>
  Number(isPerhaps(b)) - Number(isPerhaps(a)) || (a.row.employeeId < b.row.employeeId ? -1 : 1);

/** Several rows may lead to one person. */
function amongOthers(match: Match, all: readonly Match[]): Match {
  const { person, reading, sure, row } = match;
  if (!person) return match;
  const [first] = all.filter((one) => one.person === person && isGoing(one)).sort(perhapsFirst);
  const repeated = isGoing(match) && first?.row !== row;
  const here = all.filter((one) => one.person === person && one.reading === 'here' && one.row !== row);
  if (here.length === 0) return repeated ? { ...match, outdone: true } : match;
  if (reading !== 'here') return { ...match, outdone: true };
  const byWord = here.some((one) => one.sure === 'by word');
  if (sure === 'by word' && !byWord) return match;
  if (sure === 'own' && !byWord) return { ...match, waits: true };
  return { ...match, person: null, question: 'identity-two-rows', about: [person] };
}
