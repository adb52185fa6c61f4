import type { Counts, DataOf, Policy, SnapshotCompleted } from '@people-sync/contracts';
import {
  type AbsenceVerdict,
  type Counting,
  type DifferingRow,
  type EndedNo,
  type Holder,
  isPlanItem,
  type KnownFacts,
  type MeasuredSafeguard,
  noSettlements,
  plan,
  type PlanItem,
  type QuietCounts,
  type Records,
  type Refused,
  RULES_VERSION,
  type SafeguardName,
  type Settlements,
  settledWith,
  type Verdict,
} from '@people-sync/reconciliation';
import type { CurrentPolicy } from '../policies/policies.repository';
import type { Ending } from '../snapshots/snapshot-batch';
import { STORED } from '../snapshots/staging.repository';
import type { TentativeDecision } from '../decisions/tentative.repository';
import { laterOf, type Tenant, withoutHeld } from '../tenants/tenant';
import type { LocalDay } from './local-day';

/** What an answer told of itself. */
export type Answer = DataOf<typeof SnapshotCompleted>;

/** One settled snapshot on its way to a plan. */
export interface Judging {
  readonly ending: Ending;
  readonly answer: Answer;
  /** As it was before this plan. */
  readonly tenant: Tenant;
  readonly tenantId: string;
  readonly number: number;
  /** Under which its rows stand in staging. */
  readonly attempt: number;
  readonly policy: Policy;
  /** How many people leave by the scope as it was shown on screen, until a plan was applied; null: not shown. */
  readonly leavingShown: number | null;
  readonly settlements: Settlements;
  /** What was settled for the plan that waits, or of which the leavers were applied, and nothing else. */
  readonly tentative: readonly TentativeDecision[];
  /** Of that whatever is about the same rows in this answer: it is among the settlements. */
  readonly counting: readonly TentativeDecision[];
  readonly today: string;
  /** Judge every row: a repair, or the base was judged with other settings, decisions or rules, or is another company's. */
  readonly everything: boolean;
  /** Another company stands behind the key than the one whose people are known. */
  readonly otherCompany: boolean;
  /** False if it is known that nobody is missing, so that nobody has to be looked for. */
  readonly mayMiss: boolean;
  readonly preview: boolean;
}

/** A staged row that has to be judged, with whoever has its EmployeeId. */
export interface StagedRow extends Pick<DifferingRow, 'row' | 'before' | 'known'> {
  readonly idx: number;
  /** It is as it was in the base, and its day has not come: it is judged only because every row is. */
  readonly isAsBefore: boolean;
}

/** A row to be judged, and its place in staging. */
export interface StagedDifference extends Pick<StagedRow, 'idx' | 'isAsBefore'> {
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

/** A plan: decided once, never changed. */
export interface Plan extends Draft {
  readonly outcome: 'applying' | 'held' | 'previewed';
  readonly heldBecause: readonly SafeguardName[];
  readonly safeguards: readonly MeasuredSafeguard[];
  /** Scope values that the answer has for nobody. */
  readonly scopeGone: readonly string[];
  /** What of each item made it wait. */
  readonly counted: Counting;
}

/** By what a tenant's snapshots are judged. */
export interface JudgedBy extends CurrentPolicy {
  readonly settlements: Settlements | undefined;
  readonly tentative?: readonly TentativeDecision[] | undefined;
}

/** True if the base of a company, and its people with it, were judged by other rules than those of today. */
export const isUnderNewRules = ({ tenant }: Pick<Judging, 'tenant'>): boolean =>
  tenant.baseRules !== null && tenant.baseRules !== RULES_VERSION;

/** What the settled snapshot is judged by. */
export function judgingOf(
  ending: Ending,
  answer: Answer,
  tenant: Tenant,
  { policy, leavingShown, settlements = noSettlements, tentative = [] }: JudgedBy,
  localDay: LocalDay,
): Judging {
  const otherCompany = tenant.companyId !== null && tenant.companyId !== answer.companyId;
  const otherwise =
    otherCompany ||
    tenant.baseRules !== RULES_VERSION ||
    tenant.basePolicy !== tenant.policyVersion ||
    tenant.baseDecisions !== tenant.decisionsVersion;
  return {
    ending,
    answer,
    tenant,
    tenantId: tenant.tenantId,
    number: ending.number,
    attempt: ending.kind === 'unchanged' ? STORED : ending.attempt,
    policy,
    leavingShown: tenant.basePolicy === tenant.policyVersion ? null : leavingShown,
    settlements,
    tentative,
    counting: [],
    today: localDay(answer.takenAt, policy.timeZone),
    everything: ending.mode === 'repair' || otherwise,
    otherCompany,
    mayMiss: false,
    preview: ending.mode === 'preview',
  };
}

/** The judging by what was settled for earlier plans too, as far as `counts` says so: then every row is judged. */
export function withTentative(judging: Judging, counts: (one: TentativeDecision) => boolean): Judging {
  const counting = judging.tentative.filter(counts);
  if (counting.length === 0) return judging;
  const settlements = settledWith(
    judging.settlements,
    counting.map(({ settlement }) => settlement),
  );
  return { ...judging, settlements, counting, everything: true };
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

/** The tenant after this plan's commit. */
export function tenantAfter({ judging, judged, items, absences, outcome, scopeGone }: Plan): Tenant {
  const { tenant, number, answer, ending } = judging;
  if (outcome === 'previewed')
    return { ...tenant, newestSettled: number, newestAt: laterOf(tenant.newestAt, answer.takenAt) };
  const settled: Tenant = {
    ...tenant,
    newestSettled: number,
    newestAt: laterOf(tenant.newestAt, answer.takenAt),
    judgedAt: new Date(answer.takenAt),
  };
  if (outcome === 'held') {
    const heldSince = tenant.heldSince ?? answer.takenAt;
    return { ...settled, heldSync: ending.syncId, heldNumber: number, heldSince };
  }
  return {
    ...withoutHeld(settled),
    heldSince: null,
    acceptedAt: answer.takenAt,
    decisionsVersion: tenant.decisionsVersion + (judging.counting.length > 0 ? 1 : 0),
    knownVersion: tenant.knownVersion + (items.length > 0 ? 1 : 0),
    companyId: answer.companyId,
    baseDigest: answer.digest,
    baseNumber: number,
    baseCount: answer.count,
    baseRules: RULES_VERSION,
    basePolicy: tenant.policyVersion,
    baseDecisions: tenant.decisionsVersion,
    missing: absences.filter(({ kind }) => kind === 'missing').length,
    // Whoever lost their EmployeeId, or is known by a row that is not theirs yet, may be missing from now on.
    missingStale: items.some(({ verdict }) => verdict.kind !== 'left' && verdict.relinks) || judged.some(isElsewhere),
    appliedBefore: true,
    shape: answer.fieldsPresent,
    scopeGone: tenant.scopeGone.filter((value) => scopeGone.includes(value)),
  };
}

function isElsewhere({ verdict }: Judged): boolean {
  const { known, row } = verdict;
  return !isPlanItem(verdict) && known?.active === true && known.employeeId !== row.employeeId;
}
