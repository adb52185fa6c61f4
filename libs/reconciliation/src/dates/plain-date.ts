const DAY_MS = 24 * 60 * 60 * 1000;

/** Days of the months of a year that is none of the leap years. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True if the calendar has this day. Written out: it is asked several times a row, and Date takes ten times as long. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return day >= 1 && day <= (DAYS[month - 1] ?? 0) + leapDay;
}

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
