import type { Decision, Problem } from '@people-sync/contracts/api';
import { fieldTitle, statusWords } from '@people-sync/wording/shown';
import { dayOf } from '../shell/dates';

/** A row of PeopleHR that may be somebody who is known already. */
export const isIdentityCase = (code: string): boolean => code.startsWith('identity-');

/** About managers, not about those whom the problem names. */
export const isAboutManager = (code: string): boolean => code.startsWith('manager-');

/** Somebody who is not in PeopleHR's answer any more. */
export const isMissing = (code: string): boolean => code === 'missing';

/** A leaver of whom PeopleHR does not say since when. */
export const isPerhapsLeft = (code: string): boolean => code === 'leaver-date-unreadable';

/** What is not one person's problem. */
const isAboutEverybody = (code: string): boolean => code === 'dates-unreadable';

/** A case that waits for somebody's answer rather than for a correction in PeopleHR. */
export const isQuestion = (code: string): boolean => isIdentityCase(code) || isMissing(code) || isPerhapsLeft(code);

export const nameOf = ({ code, name, employeeId }: Pick<Problem, 'code' | 'name' | 'employeeId'>): string =>
  name ??
  (employeeId !== null
    ? `Employee ${employeeId}`
    : isAboutEverybody(code)
      ? 'PeopleHR’s answer'
      : 'Somebody without a name');

/** `Not in PeopleHR since 3 March 2026`. */
export const missingSince = ({ received }: Pick<Problem, 'received'>): string =>
  received === null ? 'Not in PeopleHR any more' : `Not in PeopleHR since ${dayOf(received)}`;

/** What an identity case tells of the row in PeopleHR: what a person can compare with whom it may be. */
export function rowFacts(problem: Problem): (readonly [label: string, value: string | null])[] {
  const { code, received, rowStartDate, rowStatus, rowLeavingDate } = problem;
  const other = code === 'identity-two-rows' ? received : null;
  return [
    [fieldTitle('name'), problem.name],
    [fieldTitle('employeeId'), problem.employeeId],
    [fieldTitle('email'), problem.rowEmail],
    [fieldTitle('startDate'), rowStartDate === null ? null : dayOf(rowStartDate)],
    ...(rowStatus === null ? [] : [[fieldTitle('status'), statusWords(rowStatus)] as const]),
    ...(rowLeavingDate === null ? [] : [[fieldTitle('leavingDate'), dayOf(rowLeavingDate)] as const]),
    ...(other === null ? [] : [['Employee ID of the other record', other] as const]),
  ];
}

/** The people in WeThrive whom a row may be; the likeliest first. */
export function candidatesOf({ personId, otherPersonId }: Pick<Problem, 'personId' | 'otherPersonId'>): string[] {
  return [...new Set([otherPersonId, personId])].filter((id): id is string => id !== null);
}

const answers: Readonly<Record<Decision['kind'], string>> = {
  'same-person': 'Same person',
  'new-person': 'A new person',
  'missing-left': 'They left',
  'missing-keep': 'Keep them',
  'leaver-left': 'They left',
  'leaver-not-yet': 'Not yet',
  'leave-out': 'Left out by you',
  kept: 'Kept by you',
};
export const answerOf = (kind: Decision['kind']): string => answers[kind];

/** The answer that somebody gave to a problem already; it counts from the next sync. */
export function givenTo(problem: Problem, decisions: readonly Decision[]): Decision | undefined {
  return decisions.find(({ kind, employeeId, personId }) => {
    if (kind === 'same-person' || kind === 'new-person')
      return isIdentityCase(problem.code) && employeeId === problem.employeeId;
    if (kind === 'missing-left' || kind === 'missing-keep')
      return isMissing(problem.code) && personId === problem.personId;
    if (kind === 'leaver-left' || kind === 'leaver-not-yet')
      return isPerhapsLeft(problem.code) && personId === problem.personId;
    return false;
  });
}
