import { asLine, cutText } from '@people-sync/contracts';

/** PeopleHR's own limits are lower (swagger 3.1: 254 for an address); Employee's schema has this one. */
export const MAX_TEXT = 254;

/**
 * A value as it may go on: a line by the rule of every door, trimmed, at most `max` UTF-16 units; null if nothing is
 * left. Postgres and JSON take every text that comes out of here.
 */
export function cleanText(raw: string, max = MAX_TEXT): string | null {
  const text = cutText(asLine(raw).trim(), max).trim();
  return text === '' ? null : text;
}

/** As `cleanText`, lower case: an address is the same however it is written. */
export function cleanEmail(raw: string): string | null {
  return cleanText(raw.toLowerCase());
}
