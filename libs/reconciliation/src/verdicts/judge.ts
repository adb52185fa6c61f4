import type { Policy } from '@people-sync/contracts';
import { isEmailAddress } from '../employees/email-address';
import type { IdentityContext } from '../identity/first-hit';
import { identify, type Identified } from '../identity/identify';
import type { Settlements } from '../identity/settlements';
import { judgeAbsent } from './absences';
import type { DifferingRow, KnownFacts, RowFacts } from './differing-row';
import { type Claim, type Holder, settleClaims } from './email-claims';
import { keptKey, leaverKey, saysTheSame } from './kept-key';
import { newPersonId } from './matching';
import { type DateField, dueDay, ignoredLeavingDate, wasAnnounced } from './standing';
import type { ScopeField } from '../scope/scope';
import { type AbsenceVerdict, isPlanItem, type RowProblem, type Verdict } from './verdict';

/** What the rules must know of a tenant beside the rows. */
export interface TenantState {
  readonly tenantId: string;
  /** PeopleHR's id of the company, part of every new person's id. */
  readonly companyId: string;
  /** The company is another one than before: EmployeeIds and UniqueKeys that are known say nothing. */
  readonly otherCompany: boolean;
  /** The active person who has this address now, whether or not they are among the rows; ask for `claimedAddresses`. */
  readonly holderOf: (address: string) => Holder | undefined;
}

/** The settings that these rules read. */
export type JudgePolicy = Pick<Policy, 'daysBeforeStart' | 'scope' | 'leaveOut' | 'protectedPeople'>;

/** What is to be judged, and by what. */
export interface JudgeInput {
  /** No EmployeeId twice. A row that is not given means what it meant before (`difference`). */
  readonly rows: readonly DifferingRow[];
  /** Active linked people of whom the answer has no row with their EmployeeId. */
  readonly absent: readonly KnownFacts[];
  readonly state: TenantState;
  readonly policy: JudgePolicy;
  readonly settlements: Settlements;
  /** When the answer was read, RFC 3339, and that day `yyyy-MM-dd` in the tenant's time zone. */
  readonly takenAt: string;
  readonly today: string;
}

/** What the rows mean, in their order, and what it means that people are absent; those whom a row led to are not. */
export interface Judgement {
  readonly verdicts: Verdict[];
  readonly absences: AbsenceVerdict[];
  /** Person ids whose value in PeopleHR is another one than what somebody said no to: that no has ended. */
  readonly noLongerKept: string[];
  /** Likewise of leavers of whom somebody said whether they left. */
  readonly noLongerAsked: string[];
}

/**
 * What an answer means for the tenant. Same input, same verdicts, byte for byte, on every machine; the order of the rows
 * changes no verdict.
 */
export function judge(input: JudgeInput): Judgement {
  const { rows, absent, state, policy, settlements, takenAt } = input;
  const context = identityContext(input);
  const identified = identify(rows, context);
  const leftOut = new Set([...settlements.leftOut, ...policy.leaveOut.map(({ personId }) => personId)]);
  const protectedPeople = new Set(policy.protectedPeople);
  const deciding: Deciding = { input, elsewhere: settledIds(settlements), leftOut, protectedPeople };
  const first = identified.map((one) => verdictOn(one, deciding));
  const found = new Set<string>();
  const open = new Set<string>();
  for (const { identity } of identified) {
    if (identity.kind === 'person') found.add(identity.known.personId);
    if (identity.kind === 'case') for (const { personId } of identity.touches) open.add(personId);
  }
  const absences = judgeAbsent(absent, {
    settled: settlements.missing,
    leftOut,
    kept: settlements.kept,
    protectedPeople: deciding.protectedPeople,
    found,
    open,
    takenAt,
  });
  const leaving = new Set([...first, ...absences].flatMap((one) => (one.kind === 'left' ? [one.personId] : [])));
  const clashes = settleClaims(first.flatMap(claimOf), holdersOf(rows, state), leaving);
  const verdicts = first.map((verdict): Verdict => {
    if (!isPlanItem(verdict) || verdict.kind === 'left') return verdict;
    const problem = clashes.get(verdict.row.employeeId);
    if (!problem) return verdict;
    const { row, known } = verdict;
    return { kind: 'refused', row, known, problem, due: verdict.due };
  });
  const { kept, leavers } = settlements;
  const words = new Map([...leavers].map(([personId, { about }]) => [personId, about]));
  return {
    verdicts,
    absences,
    noLongerKept: saidOtherwise(kept, identified, state),
    noLongerAsked: saidOtherwise(words, identified, state),
  };
}

/** Whoever has an address and is among the rows need not be asked for. */
function holdersOf(rows: readonly DifferingRow[], { holderOf }: TenantState): TenantState['holderOf'] {
  const here = new Map<string, Holder>();
  for (const { known } of rows) {
    if (!known?.active || known.email === null) continue;
    here.set(known.email, { personId: known.personId, employeeId: known.employeeId ?? '', name: known.name });
  }
  return (address) => holderOf(address) ?? here.get(address);
}

/**
 * Whose value in PeopleHR is another one by now than what somebody said something about. Being away from an answer says
 * nothing, and of somebody who left only a current row does.
 * @param words by person id the key of that value
 */
function saidOtherwise(
  words: ReadonlyMap<string, string>,
  identified: readonly Identified[],
  state: TenantState,
): string[] {
  const still = new Map<string, boolean>();
  for (const { identity, standing, outdone, differing } of words.size > 0 ? identified : []) {
    if (identity.kind === 'case' || outdone) continue;
    const known = identity.kind === 'person' ? identity.known : null;
    if (known && !known.active && standing.kind !== 'current') continue;
    const personId = known?.personId ?? newPersonId(state, differing);
    const key = words.get(personId);
    if (key !== undefined) still.set(personId, (still.get(personId) ?? false) || saysTheSame(key, differing.row));
  }
  return [...still].flatMap(([personId, same]) => (same ? [] : [personId])).sort();
}

/** The addresses whose holders `judge` will ask for, each once: every row's that whoever has its EmployeeId has not. */
export function claimedAddresses(rows: Iterable<DifferingRow>, otherCompany: boolean): Set<string> {
  const addresses = new Set<string>();
  for (const { row, known } of rows) {
    if (row.email === null || !isEmailAddress(row.email)) continue;
    if (known?.active && known.email === row.email && !otherCompany) continue;
    addresses.add(row.email);
  }
  return addresses;
}

function settledIds({ identities }: Settlements): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const [employeeId, { personId }] of identities) {
    if (personId !== null) ids.set(personId, (ids.get(personId) ?? new Set()).add(employeeId));
  }
  return ids;
}

function identityContext({ state, settlements, policy, today }: JudgeInput): IdentityContext {
  const { identities: settled, kept } = settlements;
  return { otherCompany: state.otherCompany, settled, kept, policy, today };
}

/** The address that somebody current is to get and does not have yet. */
function claimOf(verdict: Verdict): Claim[] {
  if (verdict.kind !== 'joined' && verdict.kind !== 'rejoined' && verdict.kind !== 'changed') return [];
  const { row, known } = verdict;
  const holds = known?.active === true ? known : null;
  if (row.email === null || holds?.email === row.email) return [];
  return [
    {
      employeeId: row.employeeId,
      name: row.name,
      address: row.email,
      personId: holds?.personId ?? null,
      gives: holds?.email ?? null,
    },
  ];
}

interface Deciding {
  readonly input: JudgeInput;
  /** Of each person the EmployeeIds that were settled to be theirs. */
  readonly elsewhere: ReadonlyMap<string, ReadonlySet<string>>;
  readonly leftOut: ReadonlySet<string>;
  readonly protectedPeople: ReadonlySet<string>;
}

/** What a row means before addresses are settled. */
function verdictOn(one: Identified, deciding: Deciding): Verdict {
  const { differing, identity, contested, outdone } = one;
  const { policy, today } = deciding.input;
  const { row } = differing;
  const known = identity.kind === 'person' ? identity.known : null;
  // Something was settled that is not done: it may be any day, by another row that comes or goes.
  const judged = { row, due: isPending(row, known, deciding) ? today : dueDay(differing, known, today, policy) };
  if (identity.kind === 'case')
    return { ...judged, kind: 'refused', known: differing.known, problem: identity.problem };
  // It decides again as soon as the other row does not, and that row may not come any more.
  if (outdone) return { ...judged, kind: 'unchanged', known, due: today };
  const plain = standingVerdict(one, known, judged, deciding);
  if (!isPlanItem(plain)) return plain;
  const { kept } = deciding.input.settlements;
  if (kept.get(plain.personId) === keptKey(plain)) return { ...judged, kind: 'kept', known, item: plain };
  if (contested) return { ...judged, kind: 'refused', known, problem: contested };
  if (plain.kind === 'left' && deciding.protectedPeople.has(plain.personId))
    return { ...judged, kind: 'refused', known, problem: problem('protected', plain.row.leavingDate) };
  return plain;
}

/** True if this row was settled to be somebody else's, or another one to be this person's. */
function isPending({ employeeId }: RowFacts, known: KnownFacts | null, { input, elsewhere }: Deciding): boolean {
  const word = input.settlements.identities.get(employeeId);
  if (word && word.personId !== known?.personId) return true;
  const ids = elsewhere.get(known?.personId ?? '');
  return ids !== undefined && (ids.size > 1 || !ids.has(employeeId));
}

type JudgedRow = Pick<Verdict, 'row' | 'due'>;

function standingVerdict(
  { differing, standing }: Identified,
  known: KnownFacts | null,
  judged: JudgedRow,
  deciding: Deciding,
): Verdict {
  const { state, today } = deciding.input;
  const { row } = differing;
  const nextVersion = (known?.sourceVersion ?? 0) + 1;
  const personId = known?.personId ?? newPersonId(state, differing);
  const leave = (proof: 'leaver-status' | 'leaving-date' | 'out-of-scope' | 'settled-by-person'): Verdict => {
    if (!known) return { ...judged, kind: 'ignored', known };
    // Of imported people nothing follows before a row of theirs was taken over.
    if (!known.active || !known.linked) return { ...judged, kind: 'unchanged', known };
    const announced = wasAnnounced(differing, known);
    return { ...judged, kind: 'left', personId: known.personId, sourceVersion: nextVersion, known, proof, announced };
  };
  // Neither a change nor a place in or out of scope follows from a record that cannot be read in full.
  const isHere = standing.kind === 'current' || standing.kind === 'out-of-scope';
  if (isHere && row.unreadable !== null && !deciding.leftOut.has(personId))
    return { ...judged, kind: 'refused', known, problem: problem('text-unreadable', row.unreadable) };
  switch (standing.kind) {
    case 'unknown-status':
      return { ...judged, kind: 'refused', known, problem: problem('unknown-status', row.status) };
    case 'unreadable': {
      if (deciding.leftOut.has(personId)) return leave('settled-by-person');
      return { ...judged, kind: 'refused', known, problem: unreadProblem(row, standing.field) };
    }
    case 'left-or-leaving': {
      const left = leave('settled-by-person');
      // Nothing is asked of those who are not here, or not to be.
      if (left.kind !== 'left' || deciding.leftOut.has(personId)) return left;
      const said = deciding.input.settlements.leavers.get(personId);
      if (said?.about === leaverKey(row)) return said.word === 'left' ? left : { ...judged, kind: 'unchanged', known };
      return { ...judged, kind: 'refused', known, problem: problem('leaver-date-unreadable', row.leavingDate) };
    }
    case 'not-started':
      return { ...judged, kind: 'unchanged', known };
    case 'left':
      return leave(standing.proof);
    case 'out-of-scope':
      return leave('out-of-scope');
    case 'current': {
      if (deciding.leftOut.has(personId)) {
        // As long as EmployeeId or UniqueKey are not linked to them, it may stand against other rows.
        const linked = known?.employeeId === row.employeeId && known.uniqueKey === row.uniqueKey;
        const due = linked ? judged.due : today;
        return { ...leave('settled-by-person'), due };
      }
      const refusal = emailProblem(row.email) ?? (row.name === null ? problem('name-blank', null) : undefined);
      if (refusal) return { ...judged, kind: 'refused', known, problem: refusal };
      const next = { ...judged, personId, sourceVersion: nextVersion, relinks: relinksOf(differing, known) };
      if (!known) return { ...next, kind: 'joined', known };
      const remembered = { known, ignoredLeavingDate: ignoredLeavingDate(differing, known, today) };
      if (!known.active) return { ...next, ...remembered, kind: 'rejoined' };
      // A row that was another person's is to be theirs from now on, even if it says what was said of them before.
      if (known.digest !== row.digest || known.employeeId !== row.employeeId)
        return { ...next, ...remembered, kind: 'changed' };
      return { ...judged, kind: 'unchanged', known };
    }
  }
}

/** True unless the row carries its person's own EmployeeId and nobody else comes into question. */
function relinksOf({ known: byId, others }: DifferingRow, known: KnownFacts | null): boolean {
  return others !== null || (byId !== null && byId.personId !== known?.personId);
}

function unreadProblem(row: RowFacts, field: DateField | ScopeField): RowProblem {
  if (field === 'startDate') return problem('start-date-unreadable', row.startDate);
  return field === 'leavingDate' ? problem('leaving-date-unreadable', row.leavingDate) : problem('scope-blank', field);
}

function emailProblem(email: string | null): RowProblem | undefined {
  if (email === null || email === '') return problem('email-blank', null);
  if (!isEmailAddress(email)) return problem('email-invalid', email);
  return undefined;
}

const problem = (code: RowProblem['code'], received: string | null): RowProblem => ({
  code,
  received,
  other: null,
  otherPersonId: null,
});
