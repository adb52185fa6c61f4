const format = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone });

/** An instant as the day that it was there: `3 March 2026`. */
export const dayOf = (at: string, timeZone: string): string => format(timeZone).format(new Date(at));

/** `2026-03-03` as `3 March 2026`; what is no day stays as it is. */
export function plainDay(day: string): string {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return Number.isNaN(midnight) ? day : format('UTC').format(midnight);
}
