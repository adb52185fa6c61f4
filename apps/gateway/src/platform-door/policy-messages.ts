import type { peoplesyncV1 } from '@people-sync/platform';
import type { PolicyJson, ScopeEffectJson } from '../policies/policy.dto';

type Rule = PolicyJson['scope']['company'];

/** Settings, whole. */
export const policyMessage = (policy: PolicyJson): peoplesyncV1.Policy => ({
  version: policy.version,
  timeZone: policy.timeZone,
  daysBeforeStart: policy.daysBeforeStart,
  scope: {
    employmentType: ruleMessage(policy.scope.employmentType),
    company: ruleMessage(policy.scope.company),
    location: ruleMessage(policy.scope.location),
    department: ruleMessage(policy.scope.department),
  },
  leaveOut: { people: [...policy.leaveOut] },
  protectedPeople: { personIds: [...policy.protectedPeople] },
  safeguards: policy.safeguards,
});

const ruleMessage = ({ include, exclude }: Rule): peoplesyncV1.ScopeRule => ({
  onlyIncluded: include !== null,
  include: [...(include ?? [])],
  exclude: [...exclude],
});

export const effectMessage = ({ fields, ...counts }: ScopeEffectJson): peoplesyncV1.ScopeEffect => ({
  ...counts,
  fields: fields.map(({ field, values, unmatched }) => ({
    field,
    values: values.map(({ value, employees, named }) => ({ value: value ?? undefined, employees, named: [...named] })),
    unmatched: [...unmatched],
  })),
});

/** A change of settings as JSON would have it; what is absent stays absent. Its values are checked afterwards. */
export const policyInput = (policy: peoplesyncV1.Policy | undefined): Record<string, unknown> =>
  given({
    timeZone: policy?.timeZone,
    daysBeforeStart: policy?.daysBeforeStart,
    scope: policy?.scope ? scopeInput(policy.scope) : undefined,
    leaveOut: policy?.leaveOut?.people,
    protectedPeople: policy?.protectedPeople?.personIds,
    safeguards: policy?.safeguards ? given(policy.safeguards) : undefined,
  });

export const scopeInput = (scope: peoplesyncV1.Scope | undefined): Record<string, unknown> =>
  given({
    employmentType: ruleInput(scope?.employmentType),
    company: ruleInput(scope?.company),
    location: ruleInput(scope?.location),
    department: ruleInput(scope?.department),
  });

const ruleInput = (rule: peoplesyncV1.ScopeRule | undefined): object | undefined =>
  rule ? { include: rule.onlyIncluded ? rule.include : null, exclude: rule.exclude } : undefined;

const given = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
