import { isDay } from '@people-sync/contracts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The day a field names, `yyyy-MM-dd`; null if it is blank or no day of the calendar. What cannot be read as a day
 * decides nothing: nobody leaves because of a typing error. Days compare as strings.
 */
export function dayOf(text: string | null): string | null {
  return text !== null && isDay(text) ? text : null;
}

/** The day so many days later (earlier if negative). @throws if `day` is no day of the calendar. */
export function addDays(day: string, days: number): string {
  if (!isDay(day)) throw new RangeError('not a day of the calendar');
  return days === 0 ? day : new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
