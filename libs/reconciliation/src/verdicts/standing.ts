import { addDays, dayOf } from '../dates/plain-date';
import type { DifferingRow } from './differing-row';

/** How we know that somebody left. */
export type Proof = 'leaver-status' | 'leaving-date';

/** Where a row stands today, before its email is looked at. */
export type Standing =
  | { readonly kind: 'current' }
  /** Their first day is still to come. */
  | { readonly kind: 'not-started' }
  | { readonly kind: 'left'; readonly proof: Proof }
  /** A status code that PeopleHR does not document: nothing follows from it. */
  | { readonly kind: 'unknown-status' };

const CURRENT = '1';
const LEAVER = '2';

/**
 * Where the row stands on `today` (`yyyy-MM-dd`). The last day has to have ended: a LeavingDate proves something from
 * the day after; a leaver status with a LeavingDate still to come proves nothing yet. Somebody active is never
 * un-started.
 * @param daysBeforeStart how many days before their StartDate people are added
 */
export function standingOf(differing: DifferingRow, today: string, daysBeforeStart: number): Standing {
  const { row, known } = differing;
  const leaving = leavingDay(differing, today);
  if (row.status === LEAVER) {
    if (leaving === null || leaving <= today) return { kind: 'left', proof: 'leaver-status' };
  } else if (row.status !== CURRENT) {
    return { kind: 'unknown-status' };
  }
  if (leaving !== null && leaving < today) return { kind: 'left', proof: 'leaving-date' };
  const firstDay = startDay(row.startDate, daysBeforeStart);
  if (!known?.active && firstDay !== null && firstDay > today) return { kind: 'not-started' };
  return { kind: 'current' };
}

/** The LeavingDate that counts: a day, not before the StartDate, and not one that stood when they rejoined. */
function leavingDay(differing: DifferingRow, today: string): string | null {
  const leaving = dayOf(differing.row.leavingDate);
  const start = dayOf(differing.row.startDate);
  if (leaving === null || (start !== null && leaving < start)) return null;
  if (leaving === differing.known?.ignoredLeavingDate) return null;
  return standsFromBefore(differing, leaving, today) ? null : leaving;
}

/**
 * True if somebody inactive is back with the old LeavingDate still in PeopleHR: their leaver mark was taken away and
 * the passed date is one that stood before.
 */
function standsFromBefore({ row, before, known }: DifferingRow, leaving: string, today: string): boolean {
  if (!known || known.active || row.status !== CURRENT || leaving >= today) return false;
  const marked = ({ status, leavingDate }: { status: string | null; leavingDate: string | null }) =>
    status === LEAVER && leavingDate === leaving;
  return marked(known) || (before !== null && marked(before));
}

/** What an active person's LeavingDate is remembered as, when they are emitted as added or changed on `today`. */
export function ignoredLeavingDate({ row, known }: DifferingRow, today: string): string | null {
  const leaving = dayOf(row.leavingDate);
  if (leaving === null || !known) return null;
  if (known.active) return leaving === known.ignoredLeavingDate ? leaving : null;
  return leaving < today ? leaving : null;
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
export function dueDay(differing: DifferingRow, today: string, daysBeforeStart: number): string | null {
  const { row } = differing;
  const leaving = leavingDay(differing, today);
  const left = leaving === null ? null : row.status === LEAVER ? leaving : addDays(leaving, 1);
  const days = [left, startDay(row.startDate, daysBeforeStart)].filter((day) => day !== null && day > today);
  return days.sort()[0] ?? null;
}
