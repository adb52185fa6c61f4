import type { Employee } from '@people-sync/contracts';
import { type Match, matchRows, type Reader } from './model-matching.testkit';
import {
  dateThatCounts,
  isDay,
  type LeaverWordOfModel,
  type ModelPerson,
  type No,
  sameRecord,
  saysTheSame,
} from './model-person.testkit';

/** One change of the People table. */
export interface ModelItem {
  readonly kind: 'joined' | 'rejoined' | 'changed' | 'left';
  readonly person: string;
  readonly before: ModelPerson | null;
  /** Null for somebody absent. */
  readonly row: Employee | null;
  readonly proof: 'leaver-status' | 'leaving-date' | 'absent-twice' | 'out-of-scope' | 'settled-by-person' | null;
  /** The date stood in an earlier plan: no surprise. */
  readonly announced: boolean;
}

/** What an answer means. */
export interface ModelPlan {
  readonly items: readonly ModelItem[];
  /** `EmployeeId code`, in order. */
  readonly refused: readonly string[];
  /** By EmployeeId whom an identity case is about. */
  readonly cases: ReadonlyMap<string, readonly string[]>;
  /** By person the rows of leavers of whom it is asked whether they left. */
  readonly perhapsLeft: ReadonlyMap<string, Employee>;
  /** Who is away, and would not leave by it. */
  readonly missing: readonly string[];
  /** Who has no row that leads to them. */
  readonly away: readonly string[];
  readonly endedNoes: readonly string[];
  /** Of whose leaving PeopleHR says something else by now. */
  readonly endedLeaverWords: readonly string[];
  /** Whose own row says what was last said of them. */
  readonly unchanged: readonly string[];
}

export interface PlanReader extends Reader {
  readonly takenAt: string;
  readonly leftOut: ReadonlySet<string>;
  /** What somebody settled about people who are missing. */
  readonly missingWords: ReadonlyMap<string, 'left' | 'keep'>;
  readonly leaverWords: ReadonlyMap<string, LeaverWordOfModel>;
  /** The id of the next person of this EmployeeId. */
  readonly newcomer: (employeeId: string) => string;
}

type Verdict = { readonly item: ModelItem } | { readonly refused: string } | 'kept' | 'nothing';

const HOURS_20 = 20 * 3_600_000;

/** Semantics of a sync, sections 2 and 3, in the plainest form: every row anew, without any selection. */
export function planOf(reader: PlanReader): ModelPlan {
  const matches = matchRows(reader);
  const verdicts = matches.map((match) => verdictOn(match, reader));
  const { missing, away, leaving } = absences(matches, reader);
  const clashes = addressClashes(verdicts, leaving, reader.people);
  const final = verdicts.map((verdict, i): Verdict => {
    const clash = clashes.get(matches[i]?.row.employeeId ?? '');
    return clash === undefined ? verdict : { refused: clash };
  });
  return {
    items: [...final.flatMap((one) => (typeof one === 'object' && 'item' in one ? [one.item] : [])), ...leaving],
    refused: final
      .flatMap((one, i) =>
        typeof one === 'object' && 'refused' in one ? [`${matches[i]?.row.employeeId ?? ''} ${one.refused}`] : [],
      )
      .sort(),
    cases: new Map(
      matches.flatMap(({ row, question, about, person }, i) => {
        const verdict = final[i];
        const waits = typeof verdict === 'object' && 'refused' in verdict && verdict.refused === 'identity-two-rows';
        if (question !== null) return [[row.employeeId, about.map(({ id }) => id)]];
        return waits && person ? [[row.employeeId, [person.id]]] : [];
      }),
    ),
    perhapsLeft: new Map(
      matches.flatMap(({ row, person }, i) => {
        const verdict = final[i];
        const asked =
          typeof verdict === 'object' && 'refused' in verdict && verdict.refused === 'leaver-date-unreadable';
        return asked && person ? [[person.id, row]] : [];
      }),
    ),
    missing,
    away,
    endedNoes: ended(reader.noes, saysTheSame, matches, reader),
    endedLeaverWords: ended(reader.leaverWords, isAboutThis, matches, reader),
    unchanged: matches.flatMap(({ person, row }, i) => {
      const same = person?.source && sameRecord(person.source, row) && person.employeeId === row.employeeId;
      return same && final[i] === 'nothing' ? [person.id] : [];
    }),
  };
}

function verdictOn(match: Match, reader: PlanReader): Verdict {
  const { row, person, question, outdone, waits } = match;
  if (question !== null) return { refused: question };
  if (outdone) return 'nothing';
  if (match.reading === 'unknown') return { refused: 'unknown-status' };
  if (match.reading === 'not begun') return 'nothing';
  const id = person?.id ?? reader.newcomer(row.employeeId);
  const item = itemFor(match, id, reader);
  if (item === null || 'refused' in item) return item ?? 'nothing';
  const no = reader.noes.get(id);
  if (no && isTo(no, item)) return 'kept';
  if (waits) return { refused: 'identity-two-rows' };
  if (item.kind === 'left' && reader.policy.protectedPeople.includes(id)) return { refused: 'protected' };
  return { item };
}

function itemFor(match: Match, id: string, reader: PlanReader): ModelItem | { refused: string } | null {
  const { row, person, reading } = match;
  const out = reader.leftOut.has(id) ? { ...match, reading: 'here' as const } : match;
  const isHere = reading === 'here' || reading === 'left out by settings';
  if (isHere && !reader.leftOut.has(id) && Object.values(row).some((value) => value?.includes('\uFFFD')))
    return { refused: 'text-unreadable' };
  switch (reading) {
    case 'here':
      return itemOf(match, id, reader);
    case 'no start date to be read':
    case 'no leaving date to be read': {
      const field = reading === 'no start date to be read' ? 'start-date' : 'leaving-date';
      return reader.leftOut.has(id) ? itemOf(out, id, reader) : { refused: `${field}-unreadable` };
    }
    case 'no value of the settings to be read':
      return reader.leftOut.has(id) ? itemOf(out, id, reader) : { refused: 'scope-blank' };
    case 'perhaps left': {
      if (!person?.active || !person.linked) return null;
      const left = { kind: 'left', person: id, before: person, row, announced: false } as const;
      const word = reader.leaverWords.get(id);
      if (reader.leftOut.has(id)) return { ...left, proof: 'settled-by-person' };
      if (!word || !isAboutThis(word, row)) return { refused: 'leaver-date-unreadable' };
      return word.as === 'left' ? { ...left, proof: 'settled-by-person' } : null;
    }
    default:
      return goingOf(match, reader);
  }
}

const isAboutThis = (word: LeaverWordOfModel, row: Employee): boolean =>
  word.employeeId === row.employeeId && word.status === row.status && word.leavingDate === row.leavingDate;

function itemOf({ row, person }: Match, id: string, reader: PlanReader): ModelItem | { refused: string } | null {
  const item = { person: id, before: person, row, proof: null, announced: false };
  if (reader.leftOut.has(id)) {
    return person?.active === true && person.linked ? { ...item, kind: 'left', proof: 'settled-by-person' } : null;
  }
  if (row.email === null) return { refused: 'email-blank' };
  if (!row.email.includes('@')) return { refused: 'email-invalid' };
  if (row.firstName === null && row.lastName === null) return { refused: 'name-blank' };
  if (!person) return { ...item, kind: 'joined' };
  if (!person.active) return { ...item, kind: 'rejoined' };
  const same = person.source && sameRecord(person.source, row) && person.employeeId === row.employeeId;
  return same ? null : { ...item, kind: 'changed' };
}

function goingOf({ row, person, reading }: Match, reader: PlanReader): ModelItem | null {
  if (!person?.active || !person.linked) return null;
  const date = dateThatCounts(row, person, reader.lastApplied.get(row.employeeId));
  const known = person.record;
  const countedThen = !(isDay(known.startDate) && date !== null && date < known.startDate);
  return {
    kind: 'left',
    person: person.id,
    before: person,
    row,
    proof:
      reading === 'left by status' ? 'leaver-status' : reading === 'left by date' ? 'leaving-date' : 'out-of-scope',
    announced: reading !== 'left out by settings' && date !== null && date === known.leavingDate && countedThen,
  };
}

export function noTo(item: ModelItem): No {
  const { kind, row, proof } = item;
  if (!row) return { to: 'absence' };
  if (kind !== 'left') return { to: 'record', row };
  if (proof === 'out-of-scope' || proof === 'settled-by-person') return { to: 'being left out', row };
  return { to: 'leaving', employeeId: row.employeeId, status: row.status, leavingDate: row.leavingDate };
}

function isTo(no: No, item: ModelItem): boolean {
  return noTo(item).to === no.to && (item.row === null || saysTheSame(no, item.row));
}

/** A word ends when PeopleHR's value for that person is another one; being away says nothing. */
function ended<T>(
  words: ReadonlyMap<string, T>,
  isSame: (word: T, row: Employee) => boolean,
  matches: readonly Match[],
  reader: PlanReader,
): string[] {
  return [...words].flatMap(([id, word]) => {
    const rows = matches.filter(({ person, question, outdone, reading, row }) => {
      if (question !== null || outdone) return false;
      if (!person) return reader.newcomer(row.employeeId) === id;
      return person.id === id && (person.active || reading === 'here');
    });
    return rows.length > 0 && !rows.some(({ row }) => isSame(word, row)) ? [id] : [];
  });
}

function absences(matches: readonly Match[], reader: PlanReader) {
  const ids = new Set(reader.rows.map(({ employeeId }) => employeeId));
  const leaving: ModelItem[] = [];
  const missing: string[] = [];
  const away: string[] = [];
  for (const person of reader.people) {
    const { id, employeeId } = person;
    const hasRow = !reader.otherCompany && employeeId !== null && ids.has(employeeId);
    if (!person.active || !person.linked || hasRow || matches.some((match) => match.person === person)) continue;
    away.push(id);
    const proof = absenceProof(person, reader);
    const item = { kind: 'left', person: id, before: person, row: null, proof, announced: false } as const;
    const asked = matches.some(({ about }) => about.includes(person));
    const no = reader.noes.get(id);
    const stays = proof === null || asked || reader.policy.protectedPeople.includes(id) || no?.to === 'absence';
    if (stays) missing.push(id);
    else leaving.push(item);
  }
  return { missing, away, leaving };
}

function absenceProof({ id, missingSince }: ModelPerson, reader: PlanReader): ModelItem['proof'] {
  const word = reader.missingWords.get(id);
  if (word === 'left' || reader.leftOut.has(id)) return 'settled-by-person';
  if (word === 'keep' || missingSince === null) return null;
  return Date.parse(reader.takenAt) - Date.parse(missingSince) >= HOURS_20 ? 'absent-twice' : null;
}

/** Who cannot get their address, by EmployeeId: judged by what would be true afterwards, until nothing changes. */
function addressClashes(
  verdicts: readonly Verdict[],
  leaving: readonly ModelItem[],
  people: readonly ModelPerson[],
): Map<string, string> {
  const items = verdicts.flatMap((one) => (typeof one === 'object' && 'item' in one ? [one.item] : []));
  const gone = new Set([...items, ...leaving].filter(({ kind }) => kind === 'left').map(({ person }) => person));
  const staying = people.filter(({ id, active }) => active && !gone.has(id));
  const wishes = items.flatMap(({ kind, person, before, row }) =>
    kind === 'left' || !row || (before?.active === true && before.email === row.email)
      ? []
      : [{ person, address: row.email, employeeId: row.employeeId }],
  );
  let granted = wishes;
  for (;;) {
    const moved = new Set(granted.map(({ person }) => person));
    const kept = new Set(staying.filter(({ id }) => !moved.has(id)).map(({ email }) => email));
    const next = granted.filter(
      ({ address }) => !kept.has(address) && granted.filter((one) => one.address === address).length === 1,
    );
    if (next.length === granted.length) {
      const refused = wishes.filter((wish) => !granted.includes(wish));
      return new Map(
        refused.map(({ employeeId, address }) => [employeeId, kept.has(address) ? 'email-taken' : 'email-twice']),
      );
    }
    granted = next;
  }
}
