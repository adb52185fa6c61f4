import type { Policy } from '@people-sync/contracts';
import {
  noSettlements,
  RULES_VERSION,
  type Settlement,
  type Settlements,
  settledWith,
} from '@people-sync/reconciliation';
import type { Tenant } from '../tenants/tenant';
import type { Answer, Ending } from './ending';
import type { LocalDay } from './local-day';

/** The attempt under which rows of the base are staged to be judged again; the fetcher counts from 1. */
export const STORED = 0;

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
  /** Judge every row: a repair, or the base was judged with another policy, decisions or rules, or is another company's. */
  readonly everything: boolean;
  /** Another company stands behind the key than the one whose people are known. */
  readonly otherCompany: boolean;
  /** False if it is known that nobody is missing, so that nobody has to be looked for. */
  readonly mayMiss: boolean;
  readonly preview: boolean;
}

/** What somebody settled for a plan that waits, and for nothing else until it is applied. */
export interface TentativeDecision {
  readonly decisionId: string;
  readonly settlement: Settlement;
  /** The row that it is about, as it was then; digest null: PeopleHR had none. */
  readonly employeeId: string;
  readonly rowDigest: string | null;
}

/** A tenant's policy as it is now. */
export interface CurrentPolicy {
  readonly policy: Policy;
  /**
   * If the scope was changed on screen after its effect had been shown: how many people it was to let go. Null if it was
   * not, or once this policy has been applied.
   */
  readonly leavingShown: number | null;
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
