import type { Policy } from '@people-sync/contracts';
import { addDays, dayOf, isUnreadable } from '../dates/plain-date';
import { type ScopeField, scopeStanding } from '../scope/scope';
import type { DifferingRow, KnownFacts } from './differing-row';

/** How we know that somebody left. */
export type Proof = 'leaver-status' | 'leaving-date' | 'absent-twice' | 'out-of-scope' | 'settled-by-person';

/** Where a row stands today, before its email is looked at. */
export type Standing =
  | { readonly kind: 'current' }
  /** Their first day is still to come. */
  | { readonly kind: 'not-started' }
  | { readonly kind: 'left'; readonly proof: 'leaver-status' | 'leaving-date' }
  /** Works here, and is not to be in WeThrive by the company's own settings. */
  | { readonly kind: 'out-of-scope' }
  /** A status code that PeopleHR does not document: nothing follows from it. */
  | { readonly kind: 'unknown-status' }
  /**
   * It depends on a date that is there and cannot be read, or on a value of the scope's that is not there any more: nothing
   * follows from it.
   */
  | { readonly kind: 'unreadable'; readonly field: DateField | ScopeField }
  /** Likewise the last day of somebody whose status says that they left: whether it has come is asked. */
  | { readonly kind: 'left-or-leaving' };

/** The dates that decide. */
export type DateField = 'startDate' | 'leavingDate';

/** The settings that a standing depends on. */
export type StandingPolicy = Pick<Policy, 'daysBeforeStart' | 'scope'>;

/** A row and what the base had of it. */
type Row = Pick<DifferingRow, 'row' | 'before'>;

const CURRENT = '1';
/** PeopleHR's status of somebody who left, or whose leaving is known. */
export const LEAVER = '2';

/**
 * Where the row stands on `today` (`yyyy-MM-dd`) if it is the known person's (null: nobody's yet). The last day has to
 * have ended: a LeavingDate proves something from the day after; a leaver status with a LeavingDate still to come proves
 * nothing yet. Somebody active is never un-started. By a date that cannot be read nobody leaves, joins or goes on; by a
 * value that somebody here had and has no more nobody is out of scope.
 */
export function standingOf(differing: Row, known: KnownFacts | null, today: string, policy: StandingPolicy): Standing {
  const { row } = differing;
  const leaving = leavingDay(differing, known);
  const unread = unreadField(row);
  if (row.status === LEAVER) {
    if (unread === 'leavingDate') return { kind: 'left-or-leaving' };
    if (leaving === null || leaving <= today) return { kind: 'left', proof: 'leaver-status' };
  } else if (row.status !== CURRENT) {
    return { kind: 'unknown-status' };
  }
  // Of somebody who begins on a day that cannot be read, a LeavingDate may stand from before.
  if (leaving !== null && leaving < today && unread === null) return { kind: 'left', proof: 'leaving-date' };
  const firstDay = startDay(row.startDate, policy.daysBeforeStart);
  if (!known?.active && firstDay !== null && firstDay > today) return { kind: 'not-started' };
  const place = row.scope && scopeStanding(row.scope, policy.scope, scopeHad(known));
  if (place?.kind === 'out') return { kind: 'out-of-scope' };
  if (unread !== null) return { kind: 'unreadable', field: unread };
  return place?.kind === 'blank' ? { kind: 'unreadable', field: place.field } : { kind: 'current' };
}

/** The values by which somebody who is here may have been in scope. */
export const scopeHad = (known: KnownFacts | null): KnownFacts['scope'] =>
  known?.active === true && known.linked ? known.scope : null;

/** The date that is there and cannot be read, the one by which people leave first; null if there is none. */
export function unreadField({ startDate, leavingDate }: Row['row']): DateField | null {
  if (isUnreadable(leavingDate)) return 'leavingDate';
  return isUnreadable(startDate) ? 'startDate' : null;
}

/** The LeavingDate that counts: a day, not before the StartDate, and not one that stood when they rejoined. */
function leavingDay(differing: Row, known: KnownFacts | null): string | null {
  const leaving = dayOf(differing.row.leavingDate);
  const start = dayOf(differing.row.startDate);
  if (leaving === null || (start !== null && leaving < start)) return null;
  if (leaving === known?.ignoredLeavingDate) return null;
  return standsFromBefore(differing, known, leaving) ? null : leaving;
}

/**
 * True if somebody inactive is back with the old LeavingDate still in PeopleHR: their leaver mark was taken away and
 * the date is the one that stood with it.
 */
function standsFromBefore({ row, before }: Row, known: KnownFacts | null, leaving: string): boolean {
  if (!known || known.active || row.status !== CURRENT) return false;
  const marked = ({ status, leavingDate }: { status: string | null; leavingDate: string | null }) =>
    status === LEAVER && dayOf(leavingDate) === leaving;
  // Of another record it says something only when that takes the place of their own.
  const theirs = known.employeeId === row.employeeId || before === null;
  return (theirs && marked(known)) || (before !== null && marked(before));
}

/** The LeavingDate that is to be ignored from now on, when somebody known is emitted as added or changed on `today`. */
export function ignoredLeavingDate(differing: Row, known: KnownFacts | null, today: string): string | null {
  const leaving = dayOf(differing.row.leavingDate);
  if (leaving === null || !known) return null;
  if (known.active) return leaving === known.ignoredLeavingDate ? leaving : null;
  return leaving < today || standsFromBefore(differing, known, leaving) ? leaving : null;
}

/** The LeavingDate that counts and is still to come on `today`; null if there is none. */
export function leavesOn(differing: Row, known: KnownFacts, today: string): string | null {
  const leaving = leavingDay(differing, known);
  return leaving !== null && leaving >= today ? leaving : null;
}

/** True if the LeavingDate that counts is the one they were known with, or was announced with: it was still to come. */
export function wasAnnounced(differing: Row, known: KnownFacts): boolean {
  const leaving = leavingDay(differing, known);
  const start = dayOf(known.startDate);
  if (leaving !== null && leaving === known.announcedLeavingDate) return true;
  return leaving !== null && leaving === dayOf(known.leavingDate) && (start === null || leaving >= start);
}

/** The day from which they may be added; null if PeopleHR names none. */
function startDay(startDate: string | null, daysBeforeStart: number): string | null {
  const start = dayOf(startDate);
  return start === null ? null : addDays(start, -daysBeforeStart);
}

/**
 * The first day after `today` on which this row may stand elsewhere without having changed; null: never. Until then an
 * equal row needs no judging.
 */
export function dueDay(
  differing: Row,
  known: KnownFacts | null,
  today: string,
  { daysBeforeStart }: Pick<Policy, 'daysBeforeStart'>,
): string | null {
  const { row } = differing;
  const leaving = leavingDay(differing, known);
  const left = leaving === null ? null : row.status === LEAVER ? leaving : addDays(leaving, 1);
  const days = [left, startDay(row.startDate, daysBeforeStart)].filter((day) => day !== null && day > today);
  return days.sort()[0] ?? null;
}
