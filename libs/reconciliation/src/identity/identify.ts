import type { Candidate, DifferingRow, KnownFacts, RowFacts } from '../verdicts/differing-row';
import { type Standing, standingOf } from '../verdicts/standing';
import type { RowProblem } from '../verdicts/verdict';
import {
  firstHit,
  type Found,
  type Identity,
  type IdentityContext,
  isOldNews,
  NOBODY,
  type Strength,
} from './first-hit';
import { mayBeSamePerson } from './same-person';
import { byId, newKeys, twinOf, twoRows } from './twins';

/** A row, who it is, and where it stands. */
export interface Identified {
  readonly differing: DifferingRow;
  readonly identity: Identity;
  readonly standing: Standing;
  /** Somebody else's current row leads to this person too: nothing is done until it is settled. */
  readonly contested: RowProblem | null;
  /** A leaver's row of a person whose other row decides: a current one, or another leaver's. */
  readonly outdone: boolean;
}

/**
 * Who each row is (docs/semantics.md §2): by EmployeeId; by UniqueKey; an imported person by Org employee ID,
 * then address; the address of a linked person who has no current row of their own, if the name matches. Whatever is
 * not clear is a case for a person, unless it was settled. The order of the rows changes nothing.
 */
export function identify(rows: readonly DifferingRow[], context: IdentityContext): Identified[] {
  const natural = rows.map((differing) => firstHit(differing, context));
  const sought = soughtBy(rows, natural, context);
  const found = rows.map((differing, i) => settledOr(differing, natural[i] ?? NOBODY, sought, context));
  const standings = rows.map((differing, i) => standingNow(differing, found[i]?.identity, context));
  const claimants = claimantsOf(rows, found, standings);
  const own = ownRows(rows, found, standings);
  const going = goingRows(rows, found, standings);
  const keys = newKeys(rows, found, standings);
  const touched = new Map<string, RowFacts>();
  const results = rows.map((differing, i): Identified => {
    const { identity, strength } = found[i] ?? NOBODY;
    const standing = standings[i] ?? { kind: 'current' };
    const plain = { differing, identity, standing, contested: null, outdone: false };
    const twin = strength === 'settled' ? undefined : twinOf(differing, identity, standing, keys);
    if (twin) return { ...plain, identity: twin };
    if (identity.kind !== 'person') return plain;
    const { known } = identity;
    const rival = claimants.get(known.personId)?.find((one) => one.row !== differing.row);
    if (standing.kind !== 'current') {
      const outdone = rival !== undefined || (strength !== 'own' && ownIsCurrent(differing, known, own, context));
      const repeated = (isGone(standing) || isUnread(standing, known)) && going.get(known.personId) !== differing.row;
      return { ...plain, outdone: outdone || repeated };
    }
    const surest = rivalOf(differing, known, strength, rival, own, context);
    if (!surest) return plain;
    // Whoever was there stays on their own row; the other one is asked about.
    if (strength === 'own' && surest.strength === 'other') return plain;
    return { ...plain, identity: { kind: 'case', problem: twoRows(surest.row, known), touches: [known] } };
  });
  for (const { identity, differing } of results) {
    if (identity.kind !== 'case') continue;
    for (const { personId } of identity.touches) {
      const other = touched.get(personId);
      if (!other || byId(differing.row, other) < 0) touched.set(personId, differing.row);
    }
  }
  return results.map((one) => suspended(one, touched, own));
}

/**
 * Of each person the row that says that they are gone, or may be; of several the lowest EmployeeId, those first by which
 * it cannot be read: nobody leaves twice, nor while another record of theirs may have them.
 */
function goingRows(
  rows: readonly DifferingRow[],
  found: readonly Found[],
  standings: readonly Standing[],
): Map<string, RowFacts> {
  const going = new Map<string, RowFacts>();
  for (const isMeant of [isUnread, isGone]) {
    const before = new Set(going.keys());
    for (const [i, { row }] of rows.entries()) {
      const identity = found[i]?.identity;
      if (identity?.kind !== 'person' || before.has(identity.known.personId)) continue;
      if (!isMeant(standings[i], identity.known)) continue;
      const other = going.get(identity.known.personId);
      if (!other || byId(row, other) < 0) going.set(identity.known.personId, row);
    }
  }
  return going;
}

/** Whether somebody has left is asked of those alone who are here: of others such a row says nothing. */
const isUnread = (standing: Standing | undefined, { active, linked }: KnownFacts): boolean =>
  standing?.kind === 'unreadable' || (standing?.kind === 'left-or-leaving' && active && linked);
const isGone = (standing: Standing | undefined): boolean =>
  standing?.kind === 'left' || standing?.kind === 'out-of-scope';

/** Whom a case touches stays as they are, whatever their own row says. */
function suspended(one: Identified, touched: ReadonlyMap<string, RowFacts>, own: OwnRows): Identified {
  const { identity, differing, standing } = one;
  if (identity.kind !== 'person' || one.contested) return one;
  const by = touched.get(identity.known.personId);
  if (!by || by === differing.row) return one;
  if (standing.kind === 'current' && own.settled.has(differing)) return one;
  return { ...one, contested: twoRows(by, identity.known) };
}

/** How many rows lead to each person, by themselves or by what was settled. */
function soughtBy(
  rows: readonly DifferingRow[],
  natural: readonly Found[],
  { settled }: IdentityContext,
): Map<string, number> {
  const sought = new Map<string, number>();
  for (const [i, { row }] of rows.entries()) {
    const identity = natural[i]?.identity;
    const byItself = identity?.kind === 'person' ? identity.known.personId : null;
    for (const personId of new Set([byItself, settled.get(row.employeeId)?.personId ?? null])) {
      if (personId !== null) sought.set(personId, (sought.get(personId) ?? 0) + 1);
    }
  }
  return sought;
}

/** What was settled for this employee, if it is still about them and there still is something to settle. */
function settledOr(
  differing: DifferingRow,
  found: Found,
  sought: ReadonlyMap<string, number>,
  context: IdentityContext,
): Found {
  const { row, known, others } = differing;
  const settlement = context.settled.get(row.employeeId);
  if (!settlement || !mayBeSamePerson(settlement.about, row)) return found;
  if (settlement.personId === null) {
    const { identity, strength } = found;
    const alone = strength === 'own' && identity.kind === 'person' && (sought.get(identity.known.personId) ?? 0) < 2;
    return alone ? found : { identity: { kind: 'nobody' }, strength: 'settled' };
  }
  const candidates: readonly (Candidate | null | undefined)[] = [
    known && { known, own: row },
    others?.byUniqueKey,
    others?.byOrgEmployeeId && { known: others.byOrgEmployeeId, own: null },
    others?.byEmail,
    others?.bySettlement,
  ];
  const person = candidates.find((one) => one?.known.personId === settlement.personId);
  if (!person) return found;
  if (isOldNews(differing, person, context)) return { ...NOBODY, strength: 'settled' };
  return { identity: { kind: 'person', known: person.known }, strength: 'settled' };
}

function standingNow(differing: DifferingRow, identity: Identity | undefined, context: IdentityContext): Standing {
  const known = identity?.kind === 'person' ? identity.known : null;
  return standingOf(differing, known, context.today, context.policy);
}

interface Claimant {
  readonly row: RowFacts;
  readonly strength: Strength;
}

/** Of the current rows that lead to each person the two surest: there may be as many as employees. */
function claimantsOf(
  rows: readonly DifferingRow[],
  found: readonly Found[],
  standings: readonly Standing[],
): Map<string, Claimant[]> {
  const claimants = new Map<string, Claimant[]>();
  for (const [i, differing] of rows.entries()) {
    const { identity, strength } = found[i] ?? NOBODY;
    if (identity.kind !== 'person' || standings[i]?.kind !== 'current') continue;
    const { personId } = identity.known;
    const surest = [...(claimants.get(personId) ?? []), { row: differing.row, strength }].sort(bySureness);
    claimants.set(personId, surest.slice(0, 2));
  }
  return claimants;
}

/** The judged rows by EmployeeId: whom they turned out to be. */
interface OwnRows {
  readonly byEmployeeId: ReadonlyMap<string, { readonly personId: string | null; readonly current: boolean }>;
  readonly settled: ReadonlySet<DifferingRow>;
}

function ownRows(rows: readonly DifferingRow[], found: readonly Found[], standings: readonly Standing[]): OwnRows {
  const settled = new Set(rows.filter((_, i) => found[i]?.strength === 'settled'));
  const byEmployeeId = new Map(
    rows.map((differing, i) => {
      const identity = found[i]?.identity;
      const personId = identity?.kind === 'person' ? identity.known.personId : null;
      return [differing.row.employeeId, { personId, current: standings[i]?.kind === 'current' }];
    }),
  );
  return { byEmployeeId, settled };
}

/** True if the person's own row is current and still theirs; it may not be among the judged ones. */
function ownIsCurrent(differing: DifferingRow, known: KnownFacts, own: OwnRows, context: IdentityContext): boolean {
  return ownCurrentRow(differing, known, own, context) !== null;
}

function ownCurrentRow(
  differing: DifferingRow,
  known: KnownFacts,
  own: OwnRows,
  context: IdentityContext,
): RowFacts | null {
  if (context.otherCompany || known.employeeId === null || known.employeeId === differing.row.employeeId) return null;
  const { byUniqueKey, byEmail, bySettlement } = differing.others ?? {};
  const candidates = [byUniqueKey, byEmail, bySettlement];
  const row = candidates.find((one) => one?.known.personId === known.personId)?.own ?? null;
  if (!row) return null;
  const judged = own.byEmployeeId.get(known.employeeId);
  if (judged) return judged.current && judged.personId === known.personId ? row : null;
  const { kind } = standingOf({ row, before: null }, known, context.today, context.policy);
  return kind === 'current' ? row : null;
}

/** The other current row that this one has to give way to; undefined if it is the person's. */
function rivalOf(
  differing: DifferingRow,
  known: KnownFacts,
  strength: Strength,
  rival: Claimant | undefined,
  own: OwnRows,
  context: IdentityContext,
): Claimant | undefined {
  // The person's own row may not be among the judged ones.
  const ownRow = strength === 'own' ? null : ownCurrentRow(differing, known, own, context);
  const all = [rival, ownRow ? { row: ownRow, strength: 'own' as const } : undefined].filter(
    (one) => one !== undefined,
  );
  const [surest] = all.sort(bySureness);
  return strength === 'settled' && surest?.strength !== 'settled' ? undefined : surest;
}

const ORDER = { settled: 0, own: 1, other: 2 } as const;
const bySureness = (a: Claimant, b: Claimant): number => ORDER[a.strength] - ORDER[b.strength] || byId(a.row, b.row);
