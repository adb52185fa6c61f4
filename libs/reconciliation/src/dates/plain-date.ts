const DAY_MS = 24 * 60 * 60 * 1000;

/** Milliseconds of the day's midnight, counted as if in UTC; undefined if the text is no day of the calendar. */
function midnight(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 30 February for 1 March; a round trip tells.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : time;
}

/**
 * The day a field names, `yyyy-MM-dd`; null if it is blank or no day of the calendar. What cannot be read as a day
 * decides nothing: nobody leaves because of a typing error. Days compare as strings.
 */
export function dayOf(text: string | null): string | null {
  return text !== null && midnight(text) !== undefined ? text : null;
}

/** The day so many days later (earlier if negative). @throws if `day` is no day of the calendar. */
export function addDays(day: string, days: number): string {
  const time = midnight(day);
  if (time === undefined) throw new RangeError('not a day of the calendar');
  return new Date(time + days * DAY_MS).toISOString().slice(0, 10);
}
