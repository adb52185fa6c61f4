import type { Decision, Explanation, Policy } from '@people-sync/contracts/api';
import { type LeaveOut, leftOutPeople } from './leave-out';

/** What holds for a person beside their status. */
export interface PersonMarks {
  /** Since when PeopleHR's answers lack them, RFC 3339; null: they do not. */
  readonly missingSince: string | null;
  /** What somebody said to that. */
  readonly missingSettled: Decision | null;
  readonly leftOut: LeaveOut | null;
  /** Their employment type, company, location or department is one that the settings leave out. */
  readonly isOutOfScope: boolean;
  /** Changes that somebody said no to. */
  readonly kept: readonly Decision[];
  readonly isProtected: boolean;
}

/** Puts together what is settled about a person, and whether PeopleHR has them. */
export function marksOf(
  personId: string,
  decisions: readonly Decision[],
  policy: Pick<Policy, 'leaveOut' | 'protectedPeople'>,
  explanation: Pick<Explanation, 'steps' | 'standing'>,
): PersonMarks {
  const theirs = decisions.filter((decision) => decision.personId === personId);
  return {
    missingSince: explanation.steps.find(({ kind }) => kind === 'missing-since')?.at ?? null,
    missingSettled: theirs.find(({ kind }) => kind === 'missing-left' || kind === 'missing-keep') ?? null,
    leftOut: leftOutPeople(theirs, policy).find((one) => one.personId === personId) ?? null,
    isOutOfScope: explanation.standing === 'out-of-scope',
    kept: theirs.filter(({ kind }) => kind === 'kept'),
    isProtected: policy.protectedPeople.includes(personId),
  };
}
