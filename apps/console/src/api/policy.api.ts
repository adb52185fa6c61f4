import type { Policy, Scope, ScopeEffect, ScopeFieldName } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';

/** The fields by which a company chooses who should be in WeThrive. */
export const scopeFields = ['employmentType', 'company', 'location', 'department'] as const satisfies ScopeFieldName[];
/** What is not given stays as it is. */
export interface PolicyChange extends Partial<Omit<Policy, 'version'>> {
  /** The version that was on the screen. */
  readonly expectedVersion: number;
  /** How many people would leave by the new scope, as it was shown. */
  readonly confirmedLeaving?: number;
}

/** Who should be in WeThrive, and what waits for an OK. */
export class PolicyApi {
  constructor(private readonly company: CompanyClient) {}

  get(): Promise<Policy> {
    return this.company.get('/policy');
  }

  /** Refused as `policy-outdated` or `effect-outdated` if something else was on the screen than is the case now. */
  set(change: PolicyChange): Promise<Policy> {
    return this.company.put('/policy', change);
  }

  /** What a scope would do; nothing is saved. */
  scopeEffect(scope: Scope): Promise<ScopeEffect> {
    return this.company.post('/policy/scope-effect', { scope });
  }
}
