import { type Employee, type EmployeeField, employeeFields } from '@people-sync/contracts';
import { isOutsideByOurWord, type Match, matchRows, type Reader } from './model-matching.testkit';
import {
  dateThatCounts,
  isDay,
  type LeaverWordOfModel,
  type ModelPerson,
  type No,
  placeBy,
  recordAfter,
  sameRecord,
  saysTheSame,
  scopeFields,
  speaksOf,
  valuesOutside,
} from './model-person.testkit';

/** One change of the People table. */
export interface ModelItem {
  readonly kind: 'joined' | 'rejoined' | 'changed' | 'left';
  readonly person: string;
  readonly before: ModelPerson | null;
  /** Null for somebody absent. */
  readonly row: Employee | null;
  /** What is known of them afterwards; null for leavers. */
  readonly after: Employee | null;
  readonly proof: 'leaver-status' | 'leaving-date' | 'absent-twice' | 'out-of-scope' | 'settled-by-person' | null;
  /** The date stood in an earlier plan: no surprise. */
  readonly announced: boolean;
}

/** One thing that somebody said no to, about a person. */
export interface SaidNo {
  readonly person: string;
  readonly no: No;
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
  /** Of those whom somebody has to decide about: `person missing`, or `person protected`. */
  readonly asked: readonly string[];
  /** Who has no row that leads to them. */
  readonly away: readonly string[];
  /** Who was missing and has a row that says that they are here. */
  readonly seenAgain: readonly string[];
  readonly endedNoes: readonly SaidNo[];
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
  const { missing, asked, away, leaving } = absences(matches, reader);
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
    asked,
    away,
    seenAgain: matches.flatMap(({ person, question, reading, outdone }) =>
      person && question === null && reading === 'here' && !outdone && person.missingSince !== null ? [person.id] : [],
    ),
    endedNoes: endedNoes(matches, reader),
    endedLeaverWords: endedLeaverWords(matches, reader),
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
  const noes = reader.noes.get(id) ?? [];
  const item = itemFor(match, id, reader);
  if (item === null || item === 'kept') return item ?? 'nothing';
  if ('refused' in item) return item;
  if (isKept(item, noes)) return 'kept';
  if (waits) return { refused: 'identity-two-rows' };
  if (item.kind === 'left' && reader.policy.protectedPeople.includes(id)) return { refused: 'protected' };
  return { item };
}

function itemFor(match: Match, id: string, reader: PlanReader): ModelItem | { refused: string } | 'kept' | null {
  const { row, person, reading } = match;
  const isHere = reading === 'here' || reading === 'left out by settings';
  if (isHere && !reader.leftOut.has(id) && Object.values(row).some((value) => value?.includes('\uFFFD')))
    return { refused: 'text-unreadable' };
  switch (reading) {
    case 'here':
      return itemOf(match, id, reader);
    case 'no start date to be read':
    case 'no leaving date to be read':
      return unreadable(
        match,
        id,
        `${reading === 'no start date to be read' ? 'start' : 'leaving'}-date-unreadable`,
        reader,
      );
    case 'no value of the settings to be read':
      return unreadable(match, id, 'scope-blank', reader);
    case 'perhaps left': {
      if (!person?.active || !person.linked) return null;
      const left = { kind: 'left', person: id, before: person, row, after: null, announced: false } as const;
      const word = reader.leaverWords.get(id);
      if (reader.leftOut.has(id)) return { ...left, proof: 'settled-by-person' };
      if (!word || !isAboutThis(word, row)) return { refused: 'leaver-date-unreadable' };
      return word.as === 'left' ? { ...left, proof: 'settled-by-person' } : null;
    }
    default:
      return goingOf(match, reader);
  }
}

const unreadable = (match: Match, id: string, refused: string, reader: PlanReader) =>
  reader.leftOut.has(id) ? itemOf(match, id, reader) : { refused };

const isAboutThis = (word: LeaverWordOfModel, row: Employee): boolean =>
  word.employeeId === row.employeeId && word.status === row.status && word.leavingDate === row.leavingDate;

/** Somebody said no to all of it. */
function isKept({ kind, row, before, proof }: ModelItem, noes: readonly No[]): boolean {
  if (!row) return false;
  const about = (to: No['to']) => noes.some((no) => no.to === to && saysTheSame(no, row));
  if (kind === 'left') return about(proof === 'settled-by-person' && row.status !== '2' ? 'being left out' : 'leaving');
  const isElsewhere = before?.employeeId !== row.employeeId;
  return (
    isElsewhere && noes.some((no) => no.to === 'a value' && no.field === 'employeeId' && no.value === row.employeeId)
  );
}

function itemOf(
  { row, person }: Match,
  id: string,
  reader: PlanReader,
): ModelItem | { refused: string } | 'kept' | null {
  const after = recordAfter(row, person, reader.noes.get(id) ?? []);
  const item = { person: id, before: person, row, after, proof: null, announced: false };
  if (reader.leftOut.has(id)) {
    const isHere = person?.active === true && person.linked;
    return isHere ? { ...item, after: null, kind: 'left', proof: 'settled-by-person' } : null;
  }
  const noes = reader.noes.get(id) ?? [];
  if (!person?.active && noes.some((no) => no.to === 'joining' && saysTheSame(no, row))) return 'kept';
  if (after.email === null) return { refused: 'email-blank' };
  if (!after.email.includes('@')) return { refused: 'email-invalid' };
  if (after.firstName === null && after.lastName === null) return { refused: 'name-blank' };
  if (!person) return { ...item, kind: 'joined' };
  if (!person.active) return { ...item, kind: 'rejoined' };
  const same = person.linked && sameRecord(person.record, after) && person.employeeId === row.employeeId;
  if (same) return sameRecord(after, row) ? null : 'kept';
  return { ...item, kind: 'changed' };
}

function goingOf(match: Match, reader: PlanReader): ModelItem | { refused: string } | 'kept' | null {
  const { row, person, reading } = match;
  if (!person?.active || !person.linked) return null;
  const noes = reader.noes.get(person.id) ?? [];
  if (reading === 'left out by settings' && isOutsideByOurWord(row, person, noes, reader.policy)) {
    const [noStart, noLeaving] = [row.startDate, row.leavingDate].map((text) => text !== null && !isDay(text));
    const lost = scopeFields.some((field) => placeBy(field, row, person, reader.policy) === 'lost');
    if (noLeaving) return unreadable(match, person.id, 'leaving-date-unreadable', reader);
    if (noStart) return unreadable(match, person.id, 'start-date-unreadable', reader);
    if (lost) return unreadable(match, person.id, 'scope-blank', reader);
    return itemOf(match, person.id, reader) ?? 'kept';
  }
  const date = dateThatCounts(row, person, reader.lastApplied.get(row.employeeId));
  const known = person.record;
  const countedThen = !(isDay(known.startDate) && date !== null && date < known.startDate);
  const told = date !== null && (date === person.announcedDate || (date === known.leavingDate && countedThen));
  return {
    kind: 'left',
    person: person.id,
    before: person,
    row,
    after: null,
    proof:
      reading === 'left by status' ? 'leaver-status' : reading === 'left by date' ? 'leaving-date' : 'out-of-scope',
    announced: reading !== 'left out by settings' && told,
  };
}

/** What a no to the whole item is about. */
export function noesTo({ kind, row, proof, before, after }: ModelItem, reader: Pick<PlanReader, 'policy'>): No[] {
  if (!row) return [{ to: 'absence' }];
  const { employeeId, status, startDate, leavingDate } = row;
  if (kind === 'joined' || kind === 'rejoined') return [{ to: 'joining', employeeId, status, startDate, leavingDate }];
  if (kind === 'left') {
    if (proof === 'settled-by-person' && status !== '2') return [{ to: 'being left out' }];
    if (proof !== 'out-of-scope') return [{ to: 'leaving', employeeId, status, leavingDate }];
    return valuesOutside(row, before, reader.policy).map((value) => ({ to: 'a value outside', ...value }));
  }
  const fields = new Set<EmployeeField>(before?.employeeId === employeeId ? [] : ['employeeId']);
  for (const { field } of changesOf(before, after)) fields.add(field);
  return [...fields].map((field) => ({ to: 'a value', field, value: row[field] }));
}

/** What differs in somebody's record. */
export function changesOf(
  before: ModelPerson | null,
  after: Employee | null,
): { field: EmployeeField; old: string | null; new: string | null }[] {
  if (!before || !after) return [];
  const { record } = before;
  return employeeFields
    .filter((field) => record[field] !== after[field])
    .map((field) => ({ field, old: record[field], new: after[field] }));
}

/** A no ends when PeopleHR's value for that person is another one; being away says nothing. */
function endedNoes(matches: readonly Match[], reader: PlanReader): SaidNo[] {
  return [...reader.noes].flatMap(([id, noes]) => {
    const rows = matches.filter(({ person, question, row }) => {
      if (question !== null) return false;
      return person ? person.id === id : reader.newcomer(row.employeeId) === id;
    });
    return noes.flatMap((no) => {
      const speaking = rows.filter(({ reading }) => speaksOf(no, reading));
      const ended = speaking.length > 0 && !speaking.some(({ row }) => saysTheSame(no, row));
      return ended ? [{ person: id, no }] : [];
    });
  });
}

/** Likewise of a word about a last day that cannot be read. */
function endedLeaverWords(matches: readonly Match[], { leaverWords }: PlanReader): string[] {
  return [...leaverWords].flatMap(([id, word]) => {
    const rows = matches.filter(({ person, question }) => question === null && person?.id === id);
    return rows.length > 0 && !rows.some(({ row }) => isAboutThis(word, row)) ? [id] : [];
  });
}

function absences(matches: readonly Match[], reader: PlanReader) {
  const ids = new Set(reader.rows.map(({ employeeId }) => employeeId));
  const leaving: ModelItem[] = [];
  const missing: string[] = [];
  const open: string[] = [];
  const away: string[] = [];
  for (const person of reader.people) {
    const { id, employeeId } = person;
    const hasRow = !reader.otherCompany && employeeId !== null && ids.has(employeeId);
    if (!person.active || !person.linked || hasRow || matches.some((match) => match.person === person)) continue;
    away.push(id);
    const proof = absenceProof(person, reader);
    const item = { kind: 'left', person: id, before: person, row: null, after: null, proof, announced: false } as const;
    const asked = matches.some(({ about }) => about.includes(person));
    const isProtected = reader.policy.protectedPeople.includes(id);
    const saidNo = (reader.noes.get(id) ?? []).some(({ to }) => to === 'absence');
    if (proof === null || asked || isProtected || saidNo) missing.push(id);
    else leaving.push(item);
    const settled = !asked && (proof === null ? reader.missingWords.get(id) === 'keep' : !isProtected && saidNo);
    if (!settled && !leaving.includes(item))
      open.push(`${id} ${!asked && proof !== null && isProtected ? 'protected' : 'missing'}`);
  }
  return { missing, asked: open, away, leaving };
}

/** An answer that nobody accepted may have had them in between: then this one is the first that lacks them. */
export function missingSince({ missingSince: since, seenAt }: ModelPerson, takenAt: string): string {
  return seenAt !== null && seenAt <= takenAt ? takenAt : (since ?? takenAt);
}

function absenceProof(person: ModelPerson, reader: PlanReader): ModelItem['proof'] {
  const { id } = person;
  const word = reader.missingWords.get(id);
  if (word === 'left' || reader.leftOut.has(id)) return 'settled-by-person';
  if (word === 'keep') return null;
  const since = Date.parse(missingSince(person, reader.takenAt));
  return Date.parse(reader.takenAt) - since >= HOURS_20 ? 'absent-twice' : null;
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
  const wishes = items.flatMap(({ kind, person, before, row, after }) =>
    kind === 'left' || !row || !after || (before?.active === true && before.email === after.email)
      ? []
      : [{ person, address: after.email, employeeId: row.employeeId }],
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
