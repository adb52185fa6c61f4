import { derivedId } from '@people-sync/contracts';
import type { Marks } from '../identity/same-person';
import type { MeasuredSafeguard } from '../safeguards/measured-safeguard';
import { toldRefusals, type Unreadable } from '../safeguards/unreadable';
import type { AbsenceVerdict, Missing, Refused } from '../verdicts/verdict';

/** A row of which it is asked whose it is: what tells people apart, and how it stands. */
export interface RowAsked extends Marks {
  readonly status: string | null;
  readonly leavingDate: string | null;
}

/** What of a plan has to be known or settled by a person. */
export interface ToldPlan {
  readonly refused: readonly Refused[];
  readonly absences: readonly AbsenceVerdict[];
  readonly safeguards: readonly MeasuredSafeguard[];
}

/** A problem as it is filed. */
export interface NewProblem {
  readonly tenantId: string;
  readonly problemId: string;
  readonly syncId: string;
  readonly code: string;
  readonly personId: string | null;
  readonly employeeId: string;
  readonly name: string | null;
  readonly received: string | null;
  readonly other: string | null;
  readonly otherPersonId: string | null;
  /** Of an identity case: the row, so that what is settled holds for this employee only. */
  readonly about: RowAsked | null;
  /** How many people it is about. */
  readonly affected: number;
  /** Digest of the row that it is about; null: there is none. */
  readonly rowDigest: string | null;
}

/** An open problem, as far as it tells whether it is still the same. */
export interface OpenProblem extends Pick<
  NewProblem,
  'tenantId' | 'problemId' | 'code' | 'personId' | 'employeeId' | 'received' | 'other' | 'affected' | 'about'
> {
  readonly setAside: boolean;
}

export interface ProblemChanges {
  readonly opened: readonly NewProblem[];
  readonly closed: readonly OpenProblem[];
  /** How many are open after it, if it is applied, and not set aside. */
  readonly open: number;
}

/**
 * What a plan that is applied opens and closes. Every open problem's row is judged in every sync, so a problem
 * whose row was not refused again is settled: accepted, changed, or gone from the answer. The same problem stays open
 * (or set aside) without a word; one that says something else is closed and opened anew.
 */
export function problemChanges(
  sync: { readonly tenantId: string; readonly syncId: string },
  plan: ToldPlan,
  open: readonly OpenProblem[],
): ProblemChanges {
  const wanted = problemsOf(sync, plan);
  const wantedKeys = new Set(wanted.map(keyOf));
  const openKeys = new Set(open.map(keyOf));
  const opened = wanted.filter((one) => !openKeys.has(keyOf(one)));
  const stillOpen = open.filter((one) => wantedKeys.has(keyOf(one)) && !one.setAside);
  return { opened, closed: open.filter((one) => !wantedKeys.has(keyOf(one))), open: opened.length + stillOpen.length };
}

/** Everything of a plan that a person has to know or settle. */
export function problemsOf(
  sync: { readonly tenantId: string; readonly syncId: string },
  { refused, absences, safeguards }: ToldPlan,
): NewProblem[] {
  const missing = absences.filter((one): one is Missing => one.kind === 'missing' && !one.settled);
  const { each, together } = toldRefusals(refused, safeguards);
  return [
    ...together.map((one) => ofField(sync, one)),
    ...each.map((one) => ofRow(sync, one)),
    ...missing.map((one) => ofAbsence(sync, one)),
  ];
}

const keyOf = ({
  employeeId,
  personId,
  code,
  received,
  other,
  affected,
  about,
}: Omit<OpenProblem, 'tenantId' | 'problemId' | 'setAside'>) =>
  JSON.stringify([employeeId, personId, code, received, other, affected, about]);

/** Of a field that cannot be read for so many that it is not their problem. */
function ofField(
  { tenantId, syncId }: { tenantId: string; syncId: string },
  { field, people }: Unreadable,
): NewProblem {
  const code = 'dates-unreadable';
  return {
    tenantId,
    syncId,
    problemId: derivedId('problem', tenantId, syncId, field, code),
    code,
    personId: null,
    employeeId: '',
    name: null,
    received: field,
    other: null,
    otherPersonId: null,
    about: null,
    affected: people,
    rowDigest: null,
  };
}

function ofRow(
  { tenantId, syncId }: { tenantId: string; syncId: string },
  { row, known, problem }: Refused,
): NewProblem {
  const { uniqueKey, email, firstName, startDate, status, leavingDate } = row;
  return {
    tenantId,
    syncId,
    problemId: derivedId('problem', tenantId, syncId, row.employeeId, problem.code),
    code: problem.code,
    personId: known?.personId ?? null,
    employeeId: row.employeeId,
    name: row.name ?? known?.name ?? null,
    received: problem.received,
    other: problem.other,
    otherPersonId: problem.otherPersonId,
    about: problem.code.startsWith('identity-')
      ? { uniqueKey, email, firstName, startDate, status, leavingDate }
      : null,
    affected: 1,
    rowDigest: row.digest,
  };
}

function ofAbsence({ tenantId, syncId }: { tenantId: string; syncId: string }, absence: Missing): NewProblem {
  const { known, since } = absence;
  const code = absence.protected ? 'protected' : 'missing';
  return {
    tenantId,
    syncId,
    problemId: derivedId('problem', tenantId, syncId, known.personId, code),
    code,
    personId: known.personId,
    employeeId: known.employeeId ?? '',
    name: known.name,
    received: since.slice(0, 10),
    other: null,
    otherPersonId: null,
    about: null,
    affected: 1,
    rowDigest: null,
  };
}
