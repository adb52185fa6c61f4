const INSTANT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** The years that are meant; beyond them a typing error, and at some point no date for Postgres. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

/**
 * The time that an RFC 3339 text tells, with a day that is in the calendar, in the years 1900 to 2999; undefined for any
 * other text. A leap second is refused: no clock here knows it.
 */
export function instantOf(text: string): Date | undefined {
  const day = INSTANT.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return undefined;
  const instant = new Date(text);
  const year = instant.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? instant : undefined;
}

/** Days of the months of a year that is none of the leap years. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const DASH = 45;
const ZERO = 48;

/**
 * True if the calendar has this day, `yyyy-MM-dd`. Written out: it is asked several times a row, and Date takes ten
 * times as long.
 */
export function isDay(text: string): boolean {
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
