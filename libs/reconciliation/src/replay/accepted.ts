import type { KnownPeople } from '../known/known-people';
import type { Verdict } from '../verdicts/verdict';
import type { JudgedPlan } from './judged-plan';
import { withNewPeople, withoutNoes, withoutWords } from './recorded-decisions';
import { ALWAYS_DUE, type KeptRow, type RecordedDecision, type TenantRecord } from './tenant-record';

/**
 * Notes what follows once a plan's answer is accepted, at once or after an OK, before its people are written.
 * @param known changed in place; null if nobody is missing or was, and nobody's links end
 * @param newestAt when the newest complete answer before this plan was taken
 */
export function acceptedBy(
  known: KnownPeople | null,
  decisions: readonly RecordedDecision[],
  judged: JudgedPlan,
  newestAt: string | null,
): readonly RecordedDecision[] {
  const { snapshot, absences, settlements, endedNoes, noLongerAsked, items, otherCompany } = judged;
  const { takenAt } = snapshot.answer;
  known?.noteMissing(absences, takenAt, newestAt ?? '');
  const missing = new Set(absences.flatMap((one) => (one.kind === 'missing' ? [one.known.personId] : [])));
  const found = new Set([...settlements.missing.keys()].filter((personId) => !missing.has(personId)));
  const left = new Set([...noLongerAsked, ...leavers(judged)]);
  const rest = withoutWords(withoutNoes(withoutWords(decisions, 'missing', found), endedNoes), 'leaver', left);
  if (otherCompany) known?.dropLinks(new Set(linkedAnew(judged)));
  return withNewPeople(
    rest,
    new Map(items.flatMap((item) => (item.kind === 'joined' ? [[item.row.employeeId, item.personId] as const] : []))),
  );
}

/** Everybody who leaves by this plan. */
export const leavers = ({ items }: Pick<JudgedPlan, 'items'>): string[] =>
  items.flatMap(({ kind, personId }) => (kind === 'left' ? [personId] : []));

/** Person ids of those whose EmployeeId is the one of their row, from now on or still. */
const linkedAnew = ({ items, verdicts }: JudgedPlan): string[] => [
  ...items.flatMap((item) => (item.kind === 'left' ? [] : [item.personId])),
  ...verdicts.flatMap(({ kind, known, row }) =>
    kind === 'unchanged' && known?.digest === row.digest && known.employeeId === row.employeeId ? [known.personId] : [],
  ),
];

/** The rows of the base once an answer was applied by itself: those that were not judged are in it as they are. */
export function baseAfter({ base }: TenantRecord, judged: JudgedPlan): Map<string, KeptRow> {
  const { snapshot, received, verdicts } = judged;
  const rows = new Map(base.rows);
  for (const verdict of verdicts) {
    const { employeeId, digest } = verdict.row;
    const employee = received.get(employeeId);
    if (employee) rows.set(employeeId, { employee, digest, due: dueOf(verdict) });
  }
  if (snapshot.rows !== null)
    for (const employeeId of rows.keys()) if (!received.has(employeeId)) rows.delete(employeeId);
  return rows;
}

/** Open rows are due in every sync. */
const dueOf = (verdict: Verdict): string | null =>
  verdict.kind === 'refused' || verdict.kind === 'kept' ? ALWAYS_DUE : verdict.due;

/** The base once a plan that waited was applied: it stays, and whoever the plan is about is judged again. */
export function reopened(
  { base }: Pick<TenantRecord, 'base'>,
  { items, absences }: Pick<JudgedPlan, 'items' | 'absences'>,
): Map<string, KeptRow> {
  const rows = new Map(base.rows);
  for (const one of [...items, ...absences]) {
    const own = 'row' in one ? one.row?.employeeId : undefined;
    for (const employeeId of [own, one.known?.employeeId]) {
      const row = typeof employeeId === 'string' ? rows.get(employeeId) : undefined;
      if (row && typeof employeeId === 'string') rows.set(employeeId, { ...row, due: ALWAYS_DUE });
    }
  }
  return rows;
}

/** True of those who leave by status or date. */
export const isLeaver = (item: JudgedPlan['items'][number]): boolean =>
  item.kind === 'left' && (item.proof === 'leaver-status' || item.proof === 'leaving-date');
