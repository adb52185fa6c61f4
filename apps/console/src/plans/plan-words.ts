import type { ChangeKind, Plan, PlanCounts, PlanState } from '@people-sync/contracts/api';
import { dayOfInstant } from '../shell/dates';
import { numberOf, peopleOf } from '../shell/numbers';
import { leaversOf, type LeftOut, leftOutOf } from './left-out';

/** The heading of a page of changes: what they are to whoever looks at them now. */
export function titleOf(state: PlanState): string {
  switch (state) {
    case 'held':
    case 'previewed':
    case 'superseded':
      return 'Changes to check';
    case 'applying':
    case 'approved':
    case 'applied':
      return 'Changes made';
    case 'rejected':
    case 'expired':
    case 'cancelled':
    case 'dropped':
      return 'Changes that were not made';
  }
}

/** True of changes that are made, or may still be. */
export const takesEffect = (state: PlanState): boolean => state === 'held' || state === 'previewed' || isMade(state);

/** It is being done, or is done. */
export const isMade = (state: PlanState): boolean =>
  state === 'applying' || state === 'approved' || state === 'applied';

const DAY_MS = 86_400_000;

/** Until when an OK can be given. */
export function waitingSentence(expiresAt: string, now: Date): string {
  const left = Date.parse(expiresAt) - now.getTime();
  const days = Math.ceil(left / DAY_MS);
  const still = left <= 0 ? 'no time is left' : left < DAY_MS ? 'less than a day' : `${days} days`;
  return `They wait for your OK until ${dayOfInstant(expiresAt)} (${still}${left > 0 ? ' left' : ''}). After that nothing is changed, and the next sync checks again.`;
}

/** Who decided, and when; null while nobody has. */
export function decidedSentence({
  state,
  decidedBy,
  decidedAt,
  leaversOnly,
}: Pick<Plan, 'state' | 'decidedBy' | 'decidedAt' | 'leaversOnly'>): string | null {
  if (decidedAt === null || (!isMade(state) && state !== 'rejected')) return null;
  const what = state === 'rejected' ? 'Not applied' : leaversOnly ? 'Only the leavers were applied' : 'Applied';
  const by = decidedBy === null ? '' : ` by ${decidedBy}`;
  return `${what}${by} on ${dayOfInstant(decidedAt)}.`;
}

/** True of changes of which none is made yet, and which may still be. */
export const isAhead = (state: PlanState): boolean => state === 'held' || state === 'previewed';

/** Before the numbers of a check that is over: whoever was left out since then is counted among those leaving. */
export const whenChecked = (state: PlanState): string => (isAhead(state) ? '' : 'When this was checked: ');

/** The numbers of a plan; only those that are not zero. */
export interface CountWords {
  /** Of everybody in PeopleHR's answer, largest concern first: they add up to all of them. */
  readonly inAnswer: readonly string[];
  /** Of those who are not in it. */
  readonly notInAnswer: readonly string[];
}

/** What a plan is for whom. */
export function countsOf(counts: PlanCounts): CountWords {
  const { seen, left, changed, rejoined, joined, refused, missing, unchanged } = counts;
  const { goneBefore, leftOutBySettings, notStarted, keptAway } = counts;
  // Whoever leaves is in the answer, or is not there any more.
  const leftByRow = seen - changed - rejoined - joined - refused - unchanged;
  return {
    inAnswer: counted([
      [leftByRow, 'leaving'],
      [changed, 'changing'],
      [rejoined, 'coming back'],
      [joined, 'joining'],
      [refused, 'not added or not updated'],
      [keptAway, 'kept by you as they are'],
      [goneBefore, goneBefore === 1 ? 'is a leaver already: not added' : 'are leavers already: not added'],
      [leftOutBySettings, 'left out by your settings: not added'],
      [notStarted, 'with a first day still to come'],
      [unchanged - keptAway - goneBefore - leftOutBySettings - notStarted, 'without a change'],
    ]),
    notInAnswer: counted([
      [left - leftByRow, 'leaving'],
      [missing, 'left as they are for now'],
    ]),
  };
}

const counted = (parts: readonly (readonly [count: number, what: string])[]): string[] =>
  parts.filter(([count]) => count > 0).map(([count, what]) => `${numberOf(count)} ${what}`);

/** How many people become what, by an OK. */
export type Effect = Readonly<Record<ChangeKind, number>>;

/** What an OK would do now: all changes but those that are left out. */
export const effectOfApply = (counts: Effect, leftOut: LeftOut): Effect => ({
  left: counts.left - leftOutOf(leftOut, 'left'),
  changed: counts.changed - leftOutOf(leftOut, 'changed'),
  rejoined: counts.rejoined - leftOutOf(leftOut, 'rejoined'),
  joined: counts.joined - leftOutOf(leftOut, 'joined'),
});

const all = new Intl.ListFormat('en-GB');

/** What 'Apply' would do, in one sentence. */
export function applySentence({ left, changed, rejoined, joined }: Effect): string {
  const parts = [
    left > 0 ? `makes ${peopleOf(left)} inactive` : '',
    changed > 0 ? `changes the details of ${peopleOf(changed)}` : '',
    rejoined > 0 ? `makes ${peopleOf(rejoined)} active again` : '',
    joined > 0 ? `adds ${peopleOf(joined)}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? "'Apply' changes nothing." : `'Apply' ${all.format(parts)}.`;
}

/** Whom 'Apply only the leavers' would let go; 0 where that is all there is, or nobody. */
export function leaversAlone(plan: Pick<Plan, 'leavers' | 'itemCount'>, leftOut: LeftOut): number {
  return plan.leavers === plan.itemCount ? 0 : plan.leavers - leaversOf(leftOut).length;
}

/** What 'Apply only the leavers' would do, in one sentence. */
export const leaversSentence = (leaving: number): string =>
  `'Apply only the leavers' makes ${peopleOf(leaving)} inactive, whom PeopleHR marks as leavers. Everything else stays undecided and comes with the next sync.`;

/** Of how many people 'Do not apply' keeps something away: what made the changes wait, and everything about those ticked. */
export function keptByNo(plan: Pick<Plan, 'counted'>, leftOut: LeftOut): number {
  return plan.counted + [...leftOut.values()].filter(({ counted }) => !counted).length;
}

/** How long changes have waited, if an earlier check found them already; null otherwise. */
export function ageSentence({ heldSince, takenAt }: Pick<Plan, 'heldSince' | 'takenAt'>, now: Date): string | null {
  if (heldSince === null || takenAt === null || Date.parse(heldSince) >= Date.parse(takenAt)) return null;
  const days = Math.floor((now.getTime() - Date.parse(heldSince)) / DAY_MS);
  const long = days < 1 ? '' : days === 1 ? ', for a day' : `, for ${days} days`;
  return `Changes have waited since ${dayOfInstant(heldSince)}${long}: nothing was applied in that time.`;
}

/** What comes before an OK to an old answer; null if it is not old. */
export function oldSentence({ freshUntil, takenAt }: Pick<Plan, 'freshUntil' | 'takenAt'>, now: Date): string | null {
  if (freshUntil === null || takenAt === null || Date.parse(freshUntil) > now.getTime()) return null;
  return `PeopleHR was read on ${dayOfInstant(takenAt)}, more than a day ago: 'Apply' reads it again first, and applies these changes if they are still the same.`;
}

/** What 'Apply' would do now, and to whom it would not. */
export function choiceSentence(effect: Effect, leftOut: number): string {
  if (leftOut > 0 && Object.values(effect).every((people) => people === 0))
    return "Everybody is left out. Press 'Do not apply', or take somebody back in.";
  if (leftOut === 0) return applySentence(effect);
  return `${applySentence(effect)} ${peopleOf(leftOut)} left out: ${leftOut === 1 ? 'this one stays' : 'they stay'} as before until PeopleHR has something else.`;
}
