/** What the scan functions return when the bytes end before the value does. */
export const INCOMPLETE = -1;

/** What `skipPlainString` returns when the string holds a backslash: its bytes are not its text. */
export const ESCAPED = -2;

/** The bytes are not JSON, whatever may follow. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/** Well formed so far, but deeper or longer than anything PeopleHR sends. */
export class OversizedError extends Error {
  override readonly name = 'OversizedError';
}

/** Deeper than any answer (PeopleHR's go to 6), far from the end of the stack. */
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const DOT = 0x2e;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** The first byte from `at` on that is no JSON white space; `end` if there is none. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const c = bytes[i] ?? 0;
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
    i++;
  }
  return i;
}

/** Past the string whose opening quote is at `at`. Checked like JSON.parse does: escapes, no bare control characters. */
export function skipString(bytes: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i < end) {
    const c = bytes[i] ?? 0;
    if (c === QUOTE) return i + 1;
    if (c === BACKSLASH) {
      i = skipEscape(bytes, i, end);
      if (i === INCOMPLETE) return INCOMPLETE;
    } else if (c < 0x20) {
      throw new NotJsonError('a bare control character in a string');
    } else {
      i++;
    }
  }
  return INCOMPLETE;
}

/** As `skipString`, but ESCAPED as soon as there is a backslash: for keys, which then need decoding. */
export function skipPlainString(bytes: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i < end) {
    const c = bytes[i] ?? 0;
    if (c === QUOTE) return i + 1;
    if (c === BACKSLASH) return ESCAPED;
    if (c < 0x20) throw new NotJsonError('a bare control character in a string');
    i++;
  }
  return INCOMPLETE;
}

function skipEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return INCOMPLETE;
  const c = bytes[at + 1] ?? 0;
  if (c !== 0x75) {
    // " \ / b f n r t
    if (c === QUOTE || c === BACKSLASH || c === 0x2f || c === 0x62) return at + 2;
    if (c === 0x66 || c === 0x6e || c === 0x72 || c === 0x74) return at + 2;
    throw new NotJsonError('an escape that JSON does not know');
  }
  for (let i = at + 2; i < at + 6; i++) {
    if (i >= end) return INCOMPLETE;
    if (!isHex(bytes[i] ?? 0)) throw new NotJsonError('an incomplete \\u escape');
  }
  return at + 6;
}

/**
 * Past the JSON value that begins at `at`, checked completely; INCOMPLETE if the bytes end first. A number counts as
 * complete only when something follows it.
 * @throws NotJsonError, OversizedError
 */
export function skipValue(bytes: Uint8Array, at: number, end: number, depth: number): number {
  const c = bytes[at] ?? 0;
  switch (c) {
    case QUOTE:
      return skipString(bytes, at, end);
    case OPEN_BRACE:
      return skipObject(bytes, at, end, depth + 1);
    case OPEN_BRACKET:
      return skipArray(bytes, at, end, depth + 1);
    case 0x74:
      return skipWord(bytes, at, end, TRUE);
    case 0x66:
      return skipWord(bytes, at, end, FALSE);
    case 0x6e:
      return skipWord(bytes, at, end, NULL);
    default:
      if (c === MINUS || isDigit(c)) return skipNumber(bytes, at, end);
      throw new NotJsonError('no value where one must be');
  }
}

function skipObject(bytes: Uint8Array, at: number, end: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new OversizedError(`nested deeper than ${MAX_DEPTH} levels`);
  let i = skipSpace(bytes, at + 1, end);
  if (i < end && bytes[i] === CLOSE_BRACE) return i + 1;
  for (;;) {
    i = skipKey(bytes, i, end);
    if (i !== INCOMPLETE) i = skipColon(bytes, i, end);
    if (i !== INCOMPLETE) i = skipValue(bytes, i, end, depth);
    if (i !== INCOMPLETE) i = skipSpace(bytes, i, end);
    if (i === INCOMPLETE || i >= end) return INCOMPLETE;
    if (bytes[i] === CLOSE_BRACE) return i + 1;
    i = skipSpace(bytes, skipComma(bytes, i), end);
  }
}

function skipArray(bytes: Uint8Array, at: number, end: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new OversizedError(`nested deeper than ${MAX_DEPTH} levels`);
  let i = skipSpace(bytes, at + 1, end);
  if (i < end && bytes[i] === CLOSE_BRACKET) return i + 1;
  for (;;) {
    if (i >= end) return INCOMPLETE;
    i = skipValue(bytes, i, end, depth);
    if (i !== INCOMPLETE) i = skipSpace(bytes, i, end);
    if (i === INCOMPLETE || i >= end) return INCOMPLETE;
    if (bytes[i] === CLOSE_BRACKET) return i + 1;
    i = skipSpace(bytes, skipComma(bytes, i), end);
  }
}

/** Past an object's key. */
function skipKey(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return INCOMPLETE;
  if (bytes[at] !== QUOTE) throw new NotJsonError('no key where one must be');
  return skipString(bytes, at, end);
}

/** From behind a key to the first byte of its value. */
export function skipColon(bytes: Uint8Array, at: number, end: number): number {
  const colon = skipSpace(bytes, at, end);
  if (colon >= end) return INCOMPLETE;
  if (bytes[colon] !== COLON) throw new NotJsonError('no colon behind a key');
  const value = skipSpace(bytes, colon + 1, end);
  return value >= end ? INCOMPLETE : value;
}

/** Past the comma at `at`. */
export function skipComma(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== COMMA) throw new NotJsonError('no comma where one must be');
  return at + 1;
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

function skipWord(bytes: Uint8Array, at: number, end: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) {
    if (at + i >= end) return INCOMPLETE;
    if (bytes[at + i] !== word[i]) throw new NotJsonError('a word that JSON does not know');
  }
  return at + word.length;
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;

const isHex = (c: number): boolean => isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);

function skipNumber(bytes: Uint8Array, at: number, end: number): number {
  let i = bytes[at] === MINUS ? at + 1 : at;
  // No digits may follow a leading zero: what comes then is found wrong by whoever looks for a comma.
  i = i < end && bytes[i] === 0x30 ? i + 1 : skipDigits(bytes, i, end);
  if (i !== INCOMPLETE && i < end && bytes[i] === DOT) i = skipDigits(bytes, i + 1, end);
  if (i !== INCOMPLETE && i < end && (bytes[i] === 0x65 || bytes[i] === 0x45)) {
    i++;
    if (i < end && (bytes[i] === 0x2b || bytes[i] === MINUS)) i++;
    i = skipDigits(bytes, i, end);
  }
  return i >= end ? INCOMPLETE : i;
}

/** Past one digit or more. */
function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isDigit(bytes[i] ?? 0)) i++;
  if (i >= end) return INCOMPLETE;
  if (i === at) throw new NotJsonError('a number without digits');
  return i;
}
