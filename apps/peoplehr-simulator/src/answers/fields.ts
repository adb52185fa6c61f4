import type { Fields } from './employee-request';

/** true or false, as JSON or as a word in any letter case; undefined for anything else. */
export function flagOf(value: unknown): boolean | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === true || word === 'true') return true;
  return word === false || word === 'false' ? false : undefined;
}

/** A whole number, as JSON or as its digits; undefined for anything else. */
export function wholeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** A field's text, trimmed; '' if it is missing or something else. */
export function textOf(body: Fields, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value.trim() : '';
}
