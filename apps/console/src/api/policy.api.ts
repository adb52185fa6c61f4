import type { Policy, PolicyPeople, Scope, ScopeEffect, ScopeFieldName, UsualPolicy } from '@people-sync/contracts/api';
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

  /** What holds for a company that has set nothing. */
  usual(): Promise<UsualPolicy> {
    return this.company.get('/policy/usual');
  }

  /** Refused as `policy-outdated` or `effect-outdated` if something else was on the screen than is the case now. */
  update(change: PolicyChange): Promise<Policy> {
    return this.company.patch('/policy', change);
  }

  /** Who is left out or protected from now on, and who no longer is; whoever is not named stays as they are. */
  changePeople(change: PolicyPeople): Promise<Policy> {
    return this.company.patch('/policy/people', change);
  }

  /** What a scope would do; nothing is saved. */
  scopeEffect(scope: Scope): Promise<ScopeEffect> {
    return this.company.post('/policy/scope-effect', { scope });
  }
}
