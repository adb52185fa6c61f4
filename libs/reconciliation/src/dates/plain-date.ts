import { isDay } from '@people-sync/contracts';
import { withoutInvisible } from '../reading/visible-text';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Midnight of a day, as programs write a date that they keep with a time: with or without seconds, fractions, a zone. */
const MIDNIGHT = /^(\d{4}-\d\d-\d\d)[t ]00:00(?::00(?:[.,]0+)?)?(?: ?(?:z|[+-]\d\d(?::?\d\d)?))?$/i;

/** The year of a date in any order and with any time. */
const YEAR = /^(?:(\d{4})[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}))(?!\d)/;

/** Before it and in the last one nobody starts or leaves: programs write such years for "no date". */
const FIRST_YEAR = '1902';
const NO_YEAR = '9999';

const isPlaceholderYear = (year: string): boolean => year < FIRST_YEAR || year >= NO_YEAR;

/**
 * What a date field says: a day of the calendar, `yyyy-MM-dd`, also if a midnight time stands with it, whatever its
 * zone (the day is the one that is written); null if it is blank or stands for no date (years before 1902 and 9999, `0`).
 * Everything else is returned as it came: it cannot be read.
 */
export function readDate(text: string | null): string | null {
  if (text === null) return null;
  if (isDay(text)) return isPlaceholderYear(text.slice(0, 4)) ? null : text;
  const written = withoutInvisible(text).trim();
  const [, before, behind] = YEAR.exec(written) ?? [];
  if (written === '' || /^0+$/.test(written) || isPlaceholderYear(before ?? behind ?? FIRST_YEAR)) return null;
  const day = MIDNIGHT.exec(written)?.[1] ?? written;
  return isDay(day) ? day : text;
}

/**
 * The day a field names, `yyyy-MM-dd`; null if it is blank, stands for none or cannot be read. What cannot be read
 * decides nothing: nobody leaves because of a typing error. Days compare as strings.
 */
export function dayOf(text: string | null): string | null {
  const read = readDate(text);
  return read !== null && isDay(read) ? read : null;
}

/** True of a date field that says something, and not which day. */
export function isUnreadable(text: string | null): boolean {
  const read = readDate(text);
  return read !== null && !isDay(read);
}

/** The day so many days later (earlier if negative). @throws if `day` is no day of the calendar. */
export function addDays(day: string, days: number): string {
  if (!isDay(day)) throw new RangeError('not a day of the calendar');
  return days === 0 ? day : new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
