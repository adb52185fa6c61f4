/** Formats of one time zone. */
interface Clock {
  readonly dateTime: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
}

const clockOf = (timeZone: string | undefined): Clock => ({
  dateTime: new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }),
  day: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }),
});
const plainDay = clockOf('UTC').day;

let companyZone: string | undefined;
let company = clockOf(undefined);

/**
 * From now on instants are shown by the clock of the company that is worked for, wherever the reader is: its midnight is
 * when a day ends.
 * @param timeZone IANA name; UTC if the browser does not know it.
 */
export function showTimesIn(timeZone: string): void {
  if (timeZone === companyZone) return;
  companyZone = timeZone;
  try {
    company = clockOf(timeZone);
  } catch {
    company = clockOf('UTC');
  }
}

/** An instant by the company's clock, e.g. `24 Nov 2026, 21:00`; empty if there is none. */
export function shown(instant: string | null | undefined): string {
  return instant ? company.dateTime.format(new Date(instant)) : '';
}

/** An instant's day by the company's clock, e.g. `24 November 2026`. */
export const dayOfInstant = (instant: string): string => company.day.format(new Date(instant));

/** `2026-03-03` as `3 March 2026`; anything that is no such date as it is. */
export function dayOf(date: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? plainDay.format(new Date(`${date}T00:00:00Z`)) : date;
}
