import { instantOf } from '../clocks/zone-clock';

const DAY_MS = 86_400_000;

/** When a day begins there, RFC 3339: where the clocks skip midnight, when they do. @param day `yyyy-MM-dd` */
export const beginOf = (day: string, timeZone: string): string => beginAt(midnightOf(day), timeZone);

/** When the day after it begins. */
export const endOf = (day: string, timeZone: string): string => beginAt(midnightOf(day) + DAY_MS, timeZone);

const midnightOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const beginAt = (midnight: number, timeZone: string): string => instantOf(midnight, timeZone).toISOString();
