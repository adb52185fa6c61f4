import type { EmployeeField } from '@people-sync/contracts';
import { changesBetween } from '../employees/changes-between';
import { maskedRecord } from '../employees/masked-record';
import { isEmailAddress } from '../employees/email-address';
import type { Identified } from '../identity/identify';
import { outsideScope, type ScopeField } from '../scope/scope';
import type { DifferingRow, KnownFacts, RowFacts } from './differing-row';
import type { JudgeInput } from './judge-input';
import { leavingKey, type Noes } from './kept-keys';
import { newPersonId } from './matching';
import {
  type DateField,
  dueDay,
  ignoredLeavingDate,
  LEAVER,
  leavesOn,
  scopeHad,
  unreadField,
  wasAnnounced,
} from './standing';
import { isPlanItem, type PlanItem, type RowProblem, type Verdict } from './verdict';

/** By what one row is judged. */
export interface Deciding {
  readonly input: JudgeInput;
  readonly noesOf: (personId: string) => Noes;
  /** Of each person the EmployeeIds that were settled to be theirs. */
  readonly elsewhere: ReadonlyMap<string, ReadonlySet<string>>;
  readonly leftOut: ReadonlySet<string>;
  readonly protectedPeople: ReadonlySet<string>;
}

/** What a row means before addresses are settled. */
export function verdictOn(one: Identified, deciding: Deciding): Verdict {
  const { differing, identity, contested, outdone } = one;
  const { policy, today } = deciding.input;
  const { row } = differing;
  const known = identity.kind === 'person' ? identity.known : null;
  // Something was settled that is not done: it may be any day, by another row that comes or goes.
  const judged = { row, due: isPending(differing, known, deciding) ? today : dueDay(differing, known, today, policy) };
  if (identity.kind === 'case')
    return { ...judged, kind: 'refused', known: differing.known, problem: identity.problem };
  // It decides again as soon as the other row does not, and that row may not come any more.
  if (outdone) return { ...judged, kind: 'unchanged', known, due: today };
  const plain = standingVerdict(one, known, judged, deciding);
  if (!isPlanItem(plain)) return plain;
  if (isKept(plain, deciding)) return { ...judged, kind: 'kept', known, item: plain };
  if (contested) return { ...judged, kind: 'refused', known, problem: contested };
  if (plain.kind === 'left' && deciding.protectedPeople.has(plain.personId))
    return { ...judged, kind: 'refused', known, problem: problem('protected', plain.row.leavingDate) };
  return plain;
}

/** True if somebody said no to the whole item; of a change to single fields see `masked`. */
function isKept(item: PlanItem & { readonly row: RowFacts }, { noesOf }: Deciding): boolean {
  const noes = noesOf(item.personId);
  // Whose record it is cannot be taken over in part.
  const elsewhere = item.known?.employeeId !== item.row.employeeId && noes.change('employeeId', item.row.employeeId);
  switch (item.kind) {
    case 'joined':
    case 'rejoined':
      return noes.joining(item.row) || elsewhere;
    case 'changed':
      return elsewhere;
    case 'left':
      if (item.proof === 'settled-by-person' && item.row.status !== LEAVER) return noes.beingLeftOut;
      return item.proof !== 'out-of-scope' && noes.leaving(item.row);
  }
}

/**
 * True if this row was settled to be somebody else's, or another one to be this person's, or if somebody said no to
 * something about the person, or that they have not left yet: that ends by whatever any of their rows says.
 */
function isPending(differing: DifferingRow, known: KnownFacts | null, deciding: Deciding): boolean {
  const { input, elsewhere, noesOf } = deciding;
  const { employeeId } = differing.row;
  const word = input.settlements.identities.get(employeeId);
  if (word && word.personId !== known?.personId) return true;
  if (input.settlements.kept.size > 0 && !noesOf(known?.personId ?? newPersonId(input.state, differing)).none)
    return true;
  if (known && input.settlements.leavers.get(known.personId)?.word === 'not-yet') return true;
  const ids = elsewhere.get(known?.personId ?? '');
  return ids !== undefined && (ids.size > 1 || !ids.has(employeeId));
}

type JudgedRow = Pick<Verdict, 'row' | 'due'>;

function standingVerdict(one: Identified, known: KnownFacts | null, judged: JudgedRow, deciding: Deciding): Verdict {
  const { differing, standing } = one;
  const { row } = differing;
  const personId = known?.personId ?? newPersonId(deciding.input.state, differing);
  // Neither a change nor a place in or out of scope follows from a record that cannot be read in full.
  const isHere = standing.kind === 'current' || standing.kind === 'out-of-scope';
  if (isHere && row.unreadable !== null && !deciding.leftOut.has(personId))
    return { ...judged, kind: 'refused', known, problem: problem('text-unreadable', row.unreadable) };
  switch (standing.kind) {
    case 'unknown-status':
      return { ...judged, kind: 'refused', known, problem: problem('unknown-status', row.status) };
    case 'unreadable':
      return unreadableVerdict(standing.field, differing, known, judged, deciding);
    case 'left-or-leaving':
      return perhapsLeft(differing, known, judged, deciding);
    case 'not-started':
      return { ...judged, kind: 'unchanged', known };
    case 'left':
      return gone(standing.proof, differing, known, judged);
    case 'out-of-scope': {
      const left = gone('out-of-scope', differing, known, judged);
      const { scope } = deciding.input.policy;
      const stays = known !== null && deciding.noesOf(known.personId).beingOutside(row, scope, known);
      if (left.kind !== 'left' || !stays) return left;
      const unread = unreadField(row) ?? outsideScope(row.scope, scope, scopeHad(known)).lost;
      if (unread) return unreadableVerdict(unread, differing, known, judged, deciding);
      // Their details are kept up to date: only the leaving was said no to.
      const current = currentVerdict(differing, known, judged, deciding);
      if (current.kind === 'unchanged') return { ...judged, kind: 'kept', known, item: left };
      return current.kind === 'changed' ? { ...current, keeps: true } : current;
    }
    case 'current':
      return currentVerdict(differing, known, judged, deciding);
  }
}

function gone(
  proof: 'leaver-status' | 'leaving-date' | 'out-of-scope' | 'settled-by-person',
  differing: DifferingRow,
  known: KnownFacts | null,
  judged: JudgedRow,
): Verdict {
  if (!known) return { ...judged, kind: 'ignored', known, by: proof };
  // Of imported people nothing follows before a row of theirs was taken over.
  if (!known.active || !known.linked) return { ...judged, kind: 'unchanged', known };
  const { personId, sourceVersion } = known;
  const announced = wasAnnounced(differing, known);
  return { ...judged, kind: 'left', personId, sourceVersion: sourceVersion + 1, known, proof, announced };
}

function unreadableVerdict(
  field: DateField | ScopeField,
  differing: DifferingRow,
  known: KnownFacts | null,
  judged: JudgedRow,
  deciding: Deciding,
): Verdict {
  const personId = known?.personId ?? newPersonId(deciding.input.state, differing);
  if (deciding.leftOut.has(personId)) return gone('settled-by-person', differing, known, judged);
  return { ...judged, kind: 'refused', known, problem: unreadProblem(differing.row, field) };
}

function unreadProblem(row: RowFacts, field: DateField | ScopeField): RowProblem {
  if (field === 'startDate') return problem('start-date-unreadable', row.startDate);
  return field === 'leavingDate' ? problem('leaving-date-unreadable', row.leavingDate) : problem('scope-blank', field);
}

/** Of a leaver whose last day cannot be read: what somebody said of it, else it is asked. */
function perhapsLeft(
  differing: DifferingRow,
  known: KnownFacts | null,
  judged: JudgedRow,
  { leftOut, input }: Deciding,
): Verdict {
  const { row } = differing;
  const left = gone('settled-by-person', differing, known, judged);
  // Nothing is asked of those who are not here, or not to be.
  if (left.kind !== 'left' || leftOut.has(left.personId)) return left;
  const said = input.settlements.leavers.get(left.personId);
  if (said?.about === leavingKey(row)) return said.word === 'left' ? left : { ...judged, kind: 'unchanged', known };
  return { ...judged, kind: 'refused', known, problem: problem('leaver-date-unreadable', row.leavingDate) };
}

function currentVerdict(
  differing: DifferingRow,
  known: KnownFacts | null,
  judged: JudgedRow,
  deciding: Deciding,
): Verdict {
  const { state, today } = deciding.input;
  const { row } = differing;
  const personId = known?.personId ?? newPersonId(state, differing);
  if (deciding.leftOut.has(personId)) {
    // As long as EmployeeId or UniqueKey are not linked to them, it may stand against other rows.
    const linked = known?.employeeId === row.employeeId && known.uniqueKey === row.uniqueKey;
    return { ...gone('settled-by-person', differing, known, judged), due: linked ? judged.due : today };
  }
  const masking = known ? maskingOf(known, row, deciding) : null;
  const masked = masking?.masked ?? [];
  const isKeptAway = !known?.active && deciding.noesOf(personId).joining(row);
  const address = masked.includes('email') ? undefined : emailProblem(row.email);
  const isNamed = masking?.isNamed ?? row.name !== null;
  const refusal = isKeptAway ? undefined : (address ?? (isNamed ? undefined : problem('name-blank', null)));
  if (refusal) return { ...judged, kind: 'refused', known, problem: refusal };
  const relinks = relinksOf(differing, known);
  const next = { ...judged, personId, sourceVersion: (known?.sourceVersion ?? 0) + 1, relinks };
  if (!known) return { ...next, kind: 'joined', known };
  const remembered = { known, ignoredLeavingDate: ignoredLeavingDate(differing, known, today), masked };
  if (!known.active) return { ...next, ...remembered, kind: 'rejoined' };
  const leaves = { leavesOn: leavesOn(differing, known, today), keeps: masked.length > 0 };
  const changed = { ...next, ...remembered, ...leaves, kind: 'changed' as const };
  // A row that was another person's is to be theirs from now on, even if it says what was said of them before.
  if (known.employeeId !== row.employeeId) return changed;
  if (!masking) return known.digest === row.digest ? { ...judged, kind: 'unchanged', known } : changed;
  // Without a digest it was said and never written: it is said anew.
  if (masking.differs || known.digest === '') return changed;
  const item = { ...changed, masked: [], keeps: false };
  return masked.length > 0 ? { ...judged, kind: 'kept', known, item } : { ...judged, kind: 'unchanged', known };
}

/** Which fields of a row stay as they are known, and whether any other field differs. */
interface Masking {
  readonly masked: readonly EmployeeField[];
  readonly differs: boolean;
  /** They have a name with what stays. */
  readonly isNamed: boolean;
}

/** Null where the digests tell everything: nothing about the person's fields was said no to. */
function maskingOf(known: KnownFacts, row: RowFacts, { input, noesOf }: Deciding): Masking | null {
  const noes = noesOf(known.personId);
  if (!known.partly && !noes.needRecord) return null;
  const [record, received] = [input.records.ofPerson.get(known.personId), input.records.ofRow.get(row.employeeId)];
  if (!record || !received) throw new Error('a record that was taken over in part was not read');
  const { changed } = changesBetween(record, received);
  // An address that somebody inactive gave up is not theirs to keep.
  const stays = (field: EmployeeField) => field !== 'employeeId' && (field !== 'email' || known.email === record.email);
  const masked = changed.filter((field) => noes.change(field, received[field]) && stays(field));
  const { firstName, lastName } = maskedRecord(record, received, masked);
  return { masked, differs: masked.length < changed.length, isNamed: firstName !== null || lastName !== null };
}

/** True unless the row carries its person's own EmployeeId and nobody else comes into question. */
function relinksOf({ known: byId, others }: DifferingRow, known: KnownFacts | null): boolean {
  return others !== null || (byId !== null && byId.personId !== known?.personId);
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
