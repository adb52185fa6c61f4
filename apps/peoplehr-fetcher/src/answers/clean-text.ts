import { asLine, cutText } from '@people-sync/contracts';
import { REPLACEMENT_CHARACTER } from '@people-sync/reconciliation';

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

/**
 * A field's value as it may go on: as `cleanText`, but what is too long is marked as unreadable at its end instead of
 * being cut without a word. @param isCut there was more of it than `raw`
 */
export function fieldText(raw: string, isCut: boolean): string | null {
  const whole = asLine(raw).trim();
  if (!isCut && whole.length <= MAX_TEXT) return whole === '' ? null : whole;
  return cutText(whole, MAX_TEXT - 1).trim() + REPLACEMENT_CHARACTER;
}
