/**
 * What spreadsheets take for the beginning of a formula, also in full width, as Excel of some languages does.
 * Tab and carriage return among them: what comes after is moved into a cell of its own by some.
 */
const RISKY = '=+\\-@\\t\\r＝＋－＠';

/**
 * What may stand before it and is not seen: blanks, zero-width and bidi characters, controls, and the quotes of CSV
 * itself. The apostrophe is one of them, so that what is guarded can be told from what was so before.
 */
const UNSEEN = '\\s\\p{Cc}\\p{Cf}\\u115F\\u1160\\u17B4\\u17B5\\u2800\\u3164\\uFFA0"\'';

/** A text's beginning, and every place inside it where a program with another list separator begins a new cell. */
const PLACES = '(?<=^|[;\\t\\r\\n])';

const TO_GUARD = new RegExp(`${PLACES}(?=[${UNSEEN}]*[${RISKY}])`, 'gu');
const GUARDED = new RegExp(`${PLACES}'(?=[${UNSEEN}]*[${RISKY}])`, 'gu');

/** The text with an apostrophe before whatever a spreadsheet would compute instead of show. */
export const guarded = (text: string): string => text.replace(TO_GUARD, "'");

/**
 * The text before it was guarded: for every text, `unguarded(guarded(text))` is the text. Of a text that no guard ever
 * saw, an apostrophe is taken away only where a guard would have put one.
 */
export const unguarded = (text: string): string => text.replace(GUARDED, '');
