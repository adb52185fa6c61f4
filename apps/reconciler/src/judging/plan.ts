import {
  type Counting,
  isPlanItem,
  type MeasuredSafeguard,
  RULES_VERSION,
  type SafeguardName,
} from '@people-sync/reconciliation';
import { laterOf, type Tenant, withoutHeld } from '../tenants/tenant';
import type { Draft, Judged } from './draft';

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

/** A no to what a plan would do to one person. */
export interface KeptNo {
  readonly decisionId: string;
  readonly personId: string;
}

/** A plan that waited and was approved. */
export interface ApprovedPlan extends Draft {
  readonly actor: string;
  readonly excluded: readonly string[];
  /** Of `leavers` only those who leave by status or date are items. */
  readonly part: 'all' | 'leavers';
  /** What was said no to with the OK. */
  readonly noes: readonly KeptNo[];
  /** How many problems are open once it is applied. */
  readonly problems: number;
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
