import { type Counts, type DataOf, defaultPolicy, type Policy, type SnapshotCompleted } from '@people-sync/contracts';
import {
  type DifferingRow,
  type Holder,
  isPlanItem,
  itemDigest,
  judge,
  planHash,
  type PlanItem,
  type Refused,
  RULES_VERSION,
  tally,
  type Verdict,
} from '@people-sync/reconciliation';
import type { Ending } from '../snapshots/snapshot-batch';
import { STORED } from '../snapshots/staging.repository';
import type { Tenant } from '../tenants/tenant';
import type { LocalDay } from './local-day';

/** One settled snapshot on its way to a plan. */
export interface Judging {
  readonly ending: Ending;
  readonly answer: DataOf<typeof SnapshotCompleted>;
  /** As it was before this plan. */
  readonly tenant: Tenant;
  readonly tenantId: string;
  readonly number: number;
  /** Under which its rows stand in staging. */
  readonly attempt: number;
  readonly policy: Policy;
  readonly today: string;
  /** Judge every row: a repair, or the base was judged with other settings, decisions or rules. */
  readonly everything: boolean;
  readonly outcome: 'applying' | 'previewed';
}

/** A row to be judged, and its place in staging. */
export interface StagedDifference {
  readonly differing: DifferingRow;
  readonly idx: number;
}

/** A verdict, and the place of its row in staging. */
export interface Judged<V extends Verdict = Verdict> {
  readonly verdict: V;
  readonly idx: number;
}

/** A plan: decided once, never changed. */
export interface Plan {
  readonly judging: Judging;
  readonly judged: readonly Judged[];
  /** Leavers, then changes, then joiners and rejoiners; each by EmployeeId. */
  readonly items: readonly Judged<PlanItem>[];
  readonly refused: readonly Refused[];
  readonly counts: Counts;
  readonly hash: string;
  /** Rows of the base that are not in the answer. */
  readonly absent: number;
}

/** What the settled snapshot is judged by. */
export function judgingOf(ending: Ending, answer: Judging['answer'], tenant: Tenant, localDay: LocalDay): Judging {
  const policy = defaultPolicy;
  const otherwise =
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
    today: localDay(answer.takenAt, policy.timeZone),
    everything: ending.mode === 'repair' || otherwise,
    outcome: ending.mode === 'preview' ? 'previewed' : 'applying',
  };
}

const RANK = { left: 0, changed: 1, joined: 2, rejoined: 2 } as const;

/** Decides. @param missing active people who are not in the answer */
export function planOf(
  judging: Judging,
  rows: readonly StagedDifference[],
  holderOf: (address: string) => Holder | undefined,
  missing: number,
): Plan {
  const { tenant, answer, policy, today } = judging;
  const state = { tenantId: tenant.tenantId, companyId: answer.companyId, holderOf };
  const verdicts = judge(
    rows.map(({ differing }) => differing),
    state,
    policy,
    today,
  );
  const judged: Judged[] = [];
  const items: Judged<PlanItem>[] = [];
  const refused: Refused[] = [];
  for (const verdict of verdicts) {
    const idx = rows[judged.length]?.idx ?? 0;
    const one = { verdict, idx };
    judged.push(one);
    if (isItem(one)) items.push(one);
    else if (verdict.kind === 'refused') refused.push(verdict);
  }
  items.sort((a, b) => RANK[a.verdict.kind] - RANK[b.verdict.kind] || byEmployeeId(a.verdict, b.verdict));
  const hash = planHash({
    itemDigests: items.map(({ verdict }) => itemDigest(verdict)),
    base: tenant.knownVersion,
    policy: tenant.policyVersion,
    decisions: tenant.decisionsVersion,
    rules: RULES_VERSION,
  });
  const counts = tally(
    judged.map(({ verdict }) => verdict),
    answer.count,
    missing,
  );
  return { judging, judged, items, refused: refused.sort(byEmployeeId), counts, hash, absent: absentOf(judging, rows) };
}

const isItem = (one: Judged): one is Judged<PlanItem> => isPlanItem(one.verdict);

const byEmployeeId = (a: Verdict, b: Verdict): number =>
  a.row.employeeId < b.row.employeeId ? -1 : a.row.employeeId > b.row.employeeId ? 1 : 0;

/** How many rows of the base are not in the answer. */
export function absentOf({ tenant, answer, ending }: Judging, rows: readonly StagedDifference[]): number {
  if (ending.kind === 'unchanged') return 0;
  const added = rows.filter(({ differing }) => differing.before === null).length;
  return tenant.baseCount + added - answer.count;
}

/** The tenant after this plan's commit. */
export function tenantAfter({ judging, items, counts }: Plan): Tenant {
  const { tenant, number, answer, outcome } = judging;
  const settled: Tenant = { ...tenant, newestSettled: number };
  if (outcome === 'previewed') return settled;
  return {
    ...settled,
    knownVersion: tenant.knownVersion + (items.length > 0 ? 1 : 0),
    companyId: answer.companyId,
    baseDigest: answer.digest,
    baseNumber: number,
    baseCount: answer.count,
    baseRules: RULES_VERSION,
    basePolicy: tenant.policyVersion,
    baseDecisions: tenant.decisionsVersion,
    missing: counts.missing,
  };
}
