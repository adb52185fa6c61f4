/**
 * The one rule for text, at every door and on the bus. A text is well-formed Unicode without control characters:
 * - no half of a surrogate pair, which UTF-8 cannot say;
 * - no C0, DEL or C1: Postgres refuses NUL, and nobody can be shown the others.
 * A line (names, ids, addresses, single words) holds no tab and no line end either, U+2028 and U+2029 included; prose
 * (a reason that somebody writes) does. Marks of direction and of no width are part of how names are written: they stay.
 */
export type TextKind = 'line' | 'prose';

/** The first thing that a text of this kind must not hold. Written out: classes like \p{Cc} take six times as long. */
const unfit: Readonly<Record<TextKind, RegExp>> = {
  line: /[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]/u,
  prose: /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]/u,
};

/** True for a text of this kind. */
export const isText = (text: string, kind: TextKind): boolean => !unfit[kind].test(text);

/** Where a text breaks the rule, in UTF-16 units; -1 if it keeps it. */
export const unfitAt = (text: string, kind: TextKind): number => text.search(unfit[kind]);

/** Fields that are prose, by name, at every door; every other text is a line. A key is pasted, often with its line's end. */
const prose: ReadonlySet<string> = new Set(['reason', 'apiKey']);

/** Which rule holds for a field of this name. */
export const kindOf = (field: string): TextKind => (prose.has(field) ? 'prose' : 'line');

/**
 * A line from what another program sent: tabs and line ends become a space, other control characters go, half a
 * surrogate pair becomes U+FFFD. For texts that are taken as they come; what somebody enters is refused instead.
 */
export const asLine = (raw: string): string => (isText(raw, 'line') ? raw : withoutUnfit(raw));

const withoutUnfit = (text: string): string =>
  text
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(/[\0-\x1f\x7f-\x9f]+/g, '')
    .replace(/[\ud800-\udfff]/gu, '\uFFFD');

/** The text with U+FFFD for each character that no line may hold: never a text that somebody could have meant. */
export const markUnfit = (text: string): string =>
  isText(text, 'line') ? text : text.replace(new RegExp(unfit.line, 'gu'), '\uFFFD');

/** The first `max` UTF-16 units of a text, one less where that would be half of a surrogate pair. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

/**
 * True if every text that JSON.stringify wrote into this JSON, keys too, is at least prose: it escapes just what they
 * must not hold, beside tab, line ends, quotes and backslashes. `\\u0000` is a backslash and five characters.
 */
export const isTextJson = (json: string): boolean => !RAW.test(json) && !(json.includes('\\') && ESCAPED.test(json));

const RAW = /[\x7f-\x9f\ud800-\udfff]/u;
const ESCAPED = /(?<!\\)(?:\\\\)*\\(?:[bf]|u00|ud)/;
