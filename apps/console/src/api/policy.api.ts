import type { CompanyClient } from './company.client';

/** The fields by which a company chooses who should be in WeThrive. */
export const scopeFields = ['employmentType', 'company', 'location', 'department'] as const;
export type ScopeField = (typeof scopeFields)[number];

/** Of one field; PeopleHR's spelling. */
export interface ScopeRule {
  /** null: everything. */
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[];
}
export type Scope = Readonly<Record<ScopeField, ScopeRule>>;

/** Changes wait above max(people, fraction of those they are about). */
export interface Limit {
  readonly people: number;
  /** 0 to 1. */
  readonly fraction: number;
}

export interface SafeguardLimits {
  readonly leavers: Limit;
  readonly absentOrOutOfScope: Limit;
  readonly joiners: Limit;
  readonly fieldGoesBlank: Limit;
  readonly fieldBecomesOneValue: Limit;
  readonly emailChanges: Limit;
  readonly unknownStatus: Limit;
  /** Changes wait when fewer than this part of the known people are in PeopleHR's answer; 0 to 1. */
  readonly knownInSnapshot: number;
}

/** A company's settings for deciding. */
export interface Policy {
  /** Rises with each change. */
  readonly version: number;
  /** IANA name. */
  readonly timeZone: string;
  /** How long before their start date people are added. */
  readonly daysBeforeStart: number;
  readonly scope: Scope;
  readonly leaveOut: readonly { readonly personId: string; readonly reason: string }[];
  /** Person ids. */
  readonly protectedPeople: readonly string[];
  readonly safeguards: SafeguardLimits;
}

/** What is not given stays as it is. */
export interface PolicyChange extends Partial<Omit<Policy, 'version'>> {
  /** The version that was on the screen. */
  readonly expectedVersion: number;
  /** How many people would leave by the new scope, as it was shown. */
  readonly confirmedLeaving?: number;
}

/** Who would be in and out of WeThrive with a scope, in people. */
export interface ScopeEffect {
  readonly employees: number;
  readonly included: number;
  readonly leaving: number;
  readonly joining: number;
  readonly fields: readonly {
    readonly field: ScopeField;
    readonly values: readonly {
      /** null: blank in PeopleHR. */
      readonly value: string | null;
      readonly employees: number;
      /** How the scope writes it, if it names it: letter case, blanks and encoding do not count. */
      readonly named: readonly string[];
    }[];
    /** Values that the scope names and nobody has. */
    readonly unmatched: readonly string[];
  }[];
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
