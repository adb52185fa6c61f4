import type { Decision, Person, Policy } from '@people-sync/contracts/api';

/** Somebody who is left out by the company, and what undoes it. */
export interface LeaveOut {
  readonly personId: string;
  /** null: not known here, ask for the person. */
  readonly name: string | null;
  readonly reason: string;
  readonly by: string | null;
  /** RFC 3339. */
  readonly at: string | null;
  /** null: it stands in the settings. */
  readonly decisionId: string | null;
}

/** Everybody who is left out: by a decision, or by the list in the settings; each once. */
export function leftOutPeople(decisions: readonly Decision[], policy: Pick<Policy, 'leaveOut'>): LeaveOut[] {
  const decided = decisions.flatMap((decision): LeaveOut[] =>
    decision.kind === 'leave-out' && decision.personId !== null
      ? [
          {
            personId: decision.personId,
            name: decision.name,
            reason: decision.reason ?? '',
            by: decision.decidedBy,
            at: decision.decidedAt,
            decisionId: decision.decisionId,
          },
        ]
      : [],
  );
  const listed = policy.leaveOut.map(({ personId, reason }): LeaveOut => {
    return { personId, name: null, reason, by: null, at: null, decisionId: null };
  });
  return [...decided, ...listed.filter(({ personId }) => !decided.some((one) => one.personId === personId))];
}

/** Whom a decision is about. */
export interface Subject extends Pick<Person, 'personId' | 'name'> {
  /** null: not in the People table. */
  readonly status: Person['status'] | null;
}

/** What happens next when somebody is left out. */
export function leaveOutEffect({ name, status }: Pick<Subject, 'name' | 'status'>): string {
  switch (status) {
    case 'active':
      return `At the next sync ${name} becomes inactive in WeThrive: no more surveys, their data are kept, and their licence comes free. PeopleHR is not changed.`;
    case 'waiting':
      return `At the next sync ${name} no longer waits for a licence. Their data are kept. PeopleHR is not changed.`;
    case null:
      return `No sync adds ${name} to WeThrive, although PeopleHR has them. PeopleHR is not changed.`;
    case 'inactive':
      return `${name} is inactive and stays so, also when PeopleHR says that they are back. PeopleHR is not changed.`;
  }
}

/** What happens next when that is undone. */
export const bringBackEffect = (name: string): string =>
  `${name} is no longer left out. If PeopleHR has them as a current employee, the next sync brings them into WeThrive.`;
