/** PeopleHR's own limits are lower (swagger 3.1: 254 for an address); Employee's schema has this one. */
export const MAX_TEXT = 254;

/**
 * A value as it may go on: trimmed, without control characters (a line break or tab becomes a space), lone surrogates
 * replaced by U+FFFD, at most MAX_TEXT UTF-16 units, never half a surrogate pair; null if nothing is left.
 * Postgres and JSON take every text that comes out of here.
 */
export function cleanText(raw: string, max = MAX_TEXT): string | null {
  const whole = (/[^ -~]/.test(raw) ? withoutControls(raw) : raw).trim();
  const text = whole.length > max ? cut(whole, max) : whole;
  return text === '' ? null : text;
}

/** As `cleanText`, lower case: an address is the same however it is written. */
export function cleanEmail(raw: string): string | null {
  return cleanText(raw.toLowerCase());
}

const withoutControls = (text: string): string =>
  text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD');

function cut(text: string, max: number): string {
  const last = text.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max).trim();
}
