import { type Policy, PolicyChanged } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { scopeFields } from '@people-sync/reconciliation';

/** A policy as gRPC carries it. */
export function policyMessage(policy: Policy): reconcilerV1.Policy {
  const { scope, safeguards } = policy;
  const rule = ({ include, exclude }: Policy['scope']['location']): reconcilerV1.ScopeRule => ({
    onlyIncluded: include !== null,
    include: include ?? [],
    exclude,
  });
  return {
    timeZone: policy.timeZone,
    daysBeforeStart: policy.daysBeforeStart,
    scope: {
      employmentType: rule(scope.employmentType),
      company: rule(scope.company),
      location: rule(scope.location),
      department: rule(scope.department),
    },
    leaveOut: { people: policy.leaveOut },
    protectedPeople: { personIds: policy.protectedPeople },
    safeguards,
  };
}

/** A scope as gRPC carries it; fields that are not given stay as they are. */
export function scopeOf(message: reconcilerV1.Scope, before: Policy['scope']): Policy['scope'] {
  const scope = { ...before };
  for (const field of scopeFields) {
    const rule = message[field];
    if (rule) scope[field] = { include: rule.onlyIncluded ? rule.include : null, exclude: rule.exclude };
  }
  return scope;
}

/** The policy after a change; undefined if it is none. What is not given stays as it is. */
export function changedPolicy(message: reconcilerV1.Policy, before: Policy): Policy | undefined {
  const { safeguards: limits } = message;
  const policy: Policy = {
    timeZone: message.timeZone ?? before.timeZone,
    daysBeforeStart: message.daysBeforeStart ?? before.daysBeforeStart,
    scope: message.scope ? scopeOf(message.scope, before.scope) : before.scope,
    leaveOut: message.leaveOut?.people ?? before.leaveOut,
    protectedPeople: message.protectedPeople?.personIds ?? before.protectedPeople,
    safeguards: {
      leavers: limits?.leavers ?? before.safeguards.leavers,
      absentOrOutOfScope: limits?.absentOrOutOfScope ?? before.safeguards.absentOrOutOfScope,
      joiners: limits?.joiners ?? before.safeguards.joiners,
      fieldGoesBlank: limits?.fieldGoesBlank ?? before.safeguards.fieldGoesBlank,
      fieldBecomesOneValue: limits?.fieldBecomesOneValue ?? before.safeguards.fieldBecomesOneValue,
      emailChanges: limits?.emailChanges ?? before.safeguards.emailChanges,
      unknownStatus: limits?.unknownStatus ?? before.safeguards.unknownStatus,
      knownInSnapshot: limits?.knownInSnapshot ?? before.safeguards.knownInSnapshot,
    },
  };
  return isValid(policy) ? policy : undefined;
}

/** Who is left out or protected from now on, and who no longer is. */
export type PeopleChange = Pick<
  reconcilerV1.ChangePolicyPeopleRequest,
  'leaveOut' | 'takeBack' | 'protect' | 'unprotect'
>;

/** The policy after a change of its people; undefined if it is none. Whoever is not named stays as, and where, they are. */
export function withPeople(
  { leaveOut, takeBack, protect, unprotect }: PeopleChange,
  before: Policy,
): Policy | undefined {
  const reasons = new Map(before.leaveOut.map(({ personId, reason }) => [personId, reason]));
  for (const { personId, reason } of leaveOut) reasons.set(personId, reason);
  for (const personId of takeBack) reasons.delete(personId);
  const isProtected = new Set([...before.protectedPeople, ...protect]);
  for (const personId of unprotect) isProtected.delete(personId);
  const policy: Policy = {
    ...before,
    leaveOut: [...reasons].map(([personId, reason]) => ({ personId, reason })),
    protectedPeople: [...isProtected],
  };
  return isValid(policy) ? policy : undefined;
}

const isValid = (policy: Policy): boolean =>
  policy.leaveOut.every(({ reason }) => reason.trim() !== '') &&
  isTimeZone(policy.timeZone) &&
  PolicyChanged.validate({ policyVersion: 1, policy, leavingShown: null });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
