const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });
const plainDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** An instant in the reader's own zone, e.g. `24 Nov 2026, 21:00`; empty if there is none. */
export function shown(instant: string | null | undefined): string {
  return instant ? dateTime.format(new Date(instant)) : '';
}

/** An instant's day in the reader's own zone, e.g. `24 November 2026`. */
export const dayOfInstant = (instant: string): string => day.format(new Date(instant));

/** `2026-03-03` as `3 March 2026`; anything that is no such date as it is. */
export function dayOf(date: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? plainDay.format(new Date(`${date}T00:00:00Z`)) : date;
}
