import type { Counts } from '@people-sync/contracts';
import {
  type AbsenceVerdict,
  type DifferingRow,
  type EndedNo,
  type Holder,
  isPlanItem,
  type KnownFacts,
  plan,
  type PlanItem,
  type QuietCounts,
  type Records,
  type Refused,
  RULES_VERSION,
  type Verdict,
} from '@people-sync/reconciliation';
import type { Judging } from './judging';

/** A staged row that has to be judged, with whoever has its EmployeeId. */
export interface SelectedRow extends Pick<DifferingRow, 'row' | 'before' | 'known'> {
  readonly idx: number;
  /** It is as it was in the base, and its day has not come: it is judged only because every row is. */
  readonly isAsBefore: boolean;
}

/** A row to be judged, and its place in staging. */
export interface StagedDifference extends Pick<SelectedRow, 'idx' | 'isAsBefore'> {
  readonly differing: DifferingRow;
}

/** A verdict, and the place of its row in staging. */
export interface Judged<V = Verdict> {
  readonly verdict: V;
  /** -1 for somebody absent. */
  readonly idx: number;
}

/** What a snapshot means, before it is known whether it may be done. */
export interface Draft {
  readonly judging: Judging;
  readonly judged: readonly Judged[];
  readonly absences: readonly AbsenceVerdict[];
  /** Leavers, then changes, then joiners and rejoiners; each by EmployeeId. */
  readonly items: readonly Judged<PlanItem>[];
  readonly refused: readonly Refused[];
  /** People of whom something is kept away because somebody said no to it. */
  readonly kept: number;
  readonly quiet: QuietCounts;
  /** What ends if the answer is accepted. */
  readonly endedNoes: readonly EndedNo[];
  /** Likewise person ids of leavers of whom somebody said whether they left, and PeopleHR says something else by now. */
  readonly noLongerAsked: readonly string[];
  /** Person ids of those who were missing and of whom this answer has a current row. */
  readonly seenAgain: readonly string[];
  readonly counts: Counts;
  readonly hash: string;
  /** Rows of the base that are not in the answer. */
  readonly absent: number;
  /** Items that nothing in PeopleHR and no day led to: the rules are others than those of the base. */
  readonly byNewRules: number;
}

/** Decides. @param absent active linked people of whom the answer has no row */
export function draftOf(
  judging: Judging,
  rows: readonly StagedDifference[],
  holderOf: (address: string) => Holder | undefined,
  absent: readonly KnownFacts[],
  records: Records,
): Draft {
  const { tenant, answer, policy, today, settlements, otherCompany } = judging;
  const { verdicts, absences, items, ...rest } = plan({
    rows: rows.map(({ differing }) => differing),
    absent,
    state: { tenantId: tenant.tenantId, companyId: answer.companyId, otherCompany, holderOf },
    policy,
    settlements,
    records,
    takenAt: answer.takenAt,
    today,
    seen: answer.count,
    base: tenant.knownVersion,
    policyVersion: tenant.policyVersion,
    decisionsVersion: tenant.decisionsVersion,
    tentative: judging.counting.map(({ decisionId }) => decisionId),
  });
  const places = new Map<PlanItem | Verdict, number>(verdicts.map((verdict, i) => [verdict, rows[i]?.idx ?? 0]));
  return {
    ...rest,
    judging,
    judged: verdicts.map((verdict, i): Judged => ({ verdict, idx: rows[i]?.idx ?? 0 })),
    absences,
    items: items.map((verdict) => ({ verdict, idx: places.get(verdict) ?? -1 })),
    absent: absentOf(judging, rows),
    byNewRules: tenant.baseRules === RULES_VERSION ? 0 : verdicts.filter((one, i) => isMoved(one, rows[i])).length,
  };
}

/** True if somebody comes, goes or is another record by a row that says what it said before. */
const isMoved = (verdict: Verdict, staged: StagedDifference | undefined): boolean =>
  staged?.isAsBefore === true && isPlanItem(verdict) && (verdict.kind !== 'changed' || verdict.relinks);

/** How many rows of the base are not in the answer. */
export function absentOf(
  { tenant, answer, ending }: Pick<Judging, 'tenant' | 'answer' | 'ending'>,
  rows: readonly { readonly differing: Pick<DifferingRow, 'before'> }[],
): number {
  if (ending.kind === 'unchanged') return 0;
  const added = rows.filter(({ differing }) => differing.before === null).length;
  return tenant.baseCount + added - answer.count;
}
