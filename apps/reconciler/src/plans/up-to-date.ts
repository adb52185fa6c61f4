import { RULES_VERSION } from '@people-sync/reconciliation';
import type { Tenant } from '../tenants/tenant';
import type { StoredPlan } from './plan.entity';

/** What a yes to a plan is good for: when its answer is older than this, PeopleHR is to be read again first. */
export const GOOD_FOR_MS = 24 * 60 * 60 * 1000;

/** True if nothing that the plan was made with is another one now. */
export const isUpToDate = (
  plan: Pick<StoredPlan, 'base' | 'policy' | 'decisions' | 'rules'>,
  tenant: Pick<Tenant, 'knownVersion' | 'policyVersion' | 'decisionsVersion'>,
): boolean =>
  plan.base === tenant.knownVersion &&
  plan.policy === tenant.policyVersion &&
  plan.decisions === tenant.decisionsVersion &&
  plan.rules === RULES_VERSION;
