import {
  type Policy,
  type PolicyChange,
  type PolicyPeople,
  type ScopeChange,
  ScopeEffect,
} from '@people-sync/contracts/api';
import type { reconcilerV1 } from '@people-sync/platform';
import { answerOf } from '../shapes/answer-of';

/** The policy as callers see it. The reconciler sends it whole. */
export function policyView({ version, policy }: reconcilerV1.PolicyVersion): Policy {
  const { scope, safeguards } = policy ?? {};
  if (!policy || !scope || !safeguards) throw new Error('the reconciler sent a policy that is not whole');
  return {
    version,
    daysBeforeStart: sent(policy.daysBeforeStart),
    scope: {
      employmentType: ruleView(scope.employmentType),
      company: ruleView(scope.company),
      location: ruleView(scope.location),
      department: ruleView(scope.department),
    },
    leaveOut: sent(policy.leaveOut).people,
    protectedPeople: sent(policy.protectedPeople).personIds,
    safeguards: {
      leavers: sent(safeguards.leavers),
      absentOrOutOfScope: sent(safeguards.absentOrOutOfScope),
      joiners: sent(safeguards.joiners),
      fieldGoesBlank: sent(safeguards.fieldGoesBlank),
      fieldBecomesOneValue: sent(safeguards.fieldBecomesOneValue),
      emailChanges: sent(safeguards.emailChanges),
      unknownStatus: sent(safeguards.unknownStatus),
      knownInSnapshot: sent(safeguards.knownInSnapshot),
    },
  };
}

function ruleView(rule: reconcilerV1.ScopeRule | undefined): Policy['scope']['company'] {
  const { onlyIncluded, include, exclude } = sent(rule);
  return { ...(onlyIncluded ? { include } : {}), everything: !onlyIncluded, exclude };
}

function sent<T>(value: T | undefined): T {
  if (value === undefined || value === null) throw new Error('the reconciler sent a policy that is not whole');
  return value;
}

/** What is to change, in the reconciler's words. */
export function policyChange(body: PolicyChange): reconcilerV1.Policy {
  const { daysBeforeStart, scope, leaveOut, protectedPeople, safeguards } = body;
  return {
    timeZone: undefined,
    daysBeforeStart: daysBeforeStart ?? undefined,
    scope: scope ? scopeMessage(scope) : undefined,
    leaveOut: leaveOut ? { people: withReasons(leaveOut) } : undefined,
    protectedPeople: protectedPeople ? { personIds: ids(protectedPeople) } : undefined,
    safeguards: safeguards
      ? {
          leavers: safeguards.leavers ?? undefined,
          absentOrOutOfScope: safeguards.absentOrOutOfScope ?? undefined,
          joiners: safeguards.joiners ?? undefined,
          fieldGoesBlank: safeguards.fieldGoesBlank ?? undefined,
          fieldBecomesOneValue: safeguards.fieldBecomesOneValue ?? undefined,
          emailChanges: safeguards.emailChanges ?? undefined,
          unknownStatus: safeguards.unknownStatus ?? undefined,
          knownInSnapshot: safeguards.knownInSnapshot ?? undefined,
        }
      : undefined,
  };
}

/** Whom a change of people is about, in the reconciler's words. */
export const peopleChange = ({ leaveOut, takeBack, protect, unprotect }: PolicyPeople) => ({
  leaveOut: withReasons(leaveOut ?? []),
  takeBack: ids(takeBack ?? []),
  protect: ids(protect ?? []),
  unprotect: ids(unprotect ?? []),
});

const ids = (people: readonly string[]): string[] => people.map((id) => id.toLowerCase());

const withReasons = (people: Policy['leaveOut']): reconcilerV1.PersonReason[] =>
  people.map(({ personId, reason }) => ({ personId: personId.toLowerCase(), reason: reason.trim() }));

/** A scope in the reconciler's words; fields that are not given are as they are now. */
export const scopeMessage = ({ employmentType, company, location, department }: ScopeChange): reconcilerV1.Scope => ({
  employmentType: ruleMessage(employmentType),
  company: ruleMessage(company),
  location: ruleMessage(location),
  department: ruleMessage(department),
});

const ruleMessage = (rule: ScopeChange['company']): reconcilerV1.ScopeRule | undefined =>
  rule
    ? { onlyIncluded: rule.everything !== true, include: [...(rule.include ?? [])], exclude: [...rule.exclude] }
    : undefined;

/** The effect of a scope as callers see it. */
export const effectView = ({ fields, ...effect }: reconcilerV1.ScopeEffect): ScopeEffect =>
  answerOf(ScopeEffect, {
    ...effect,
    // Of a reconciler of the version before it is not told how many there are.
    fields: fields.map((one) => ({ ...one, valueCount: Math.max(one.valueCount, one.values.length) })),
  });
