const DAY_MS = 24 * 60 * 60 * 1000;

/** Days of the months of a year that is none of the leap years. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const DASH = 45;
const ZERO = 48;

/** True if the calendar has this day. Written out: it is asked several times a row, and Date takes ten times as long. */
function isDay(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return false;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return year >= 0 && day >= 1 && day <= (DAYS[month - 1] ?? 0) + leapDay;
}

/** The number between two places of a text; NaN if there is anything but digits. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
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
