const DAY_MS = 24 * 3600 * 1000;

/** How far the clocks there are before UTC at this instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - instant;
}

/** When a day begins there, RFC 3339. @param day `yyyy-MM-dd` */
export const beginOf = (day: string, timeZone: string): string => beginAt(Date.parse(`${day}T00:00:00Z`), timeZone);

/** When the day after it begins. */
export const endOf = (day: string, timeZone: string): string =>
  beginAt(Date.parse(`${day}T00:00:00Z`) + DAY_MS, timeZone);

/** Looked at twice: at the first guess the clocks may have another offset than at midnight. */
function beginAt(midnight: number, timeZone: string): string {
  const guess = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(guess, timeZone)).toISOString();
}
