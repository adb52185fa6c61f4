/** What a token of JSON is. */
export type TokenKind = 'string' | 'number' | 'true' | 'false' | 'null';

/** No value that is kept is longer than this, as it is written: PeopleHR's own fields end at 254 characters. */
export const MAX_TOKEN_BYTES = 4096;

/**
 * A key or a scalar as it is written, quotes left out. One serves token after token: it is good until the call in which
 * it is handed over returns.
 */
export class RawToken {
  kind: TokenKind = 'null';
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  isEscaped = false;
  /** It went on beyond MAX_TOKEN_BYTES: what is here is its beginning. */
  isCut = false;

  /** True if it is this word, without decoding more than it must. */
  is(word: Buffer, text: string): boolean {
    if (this.isEscaped) return this.text() === text;
    if (this.end - this.start !== word.length) return false;
    for (let i = 0; i < word.length; i++) if (this.bytes[this.start + i] !== word[i]) return false;
    return true;
  }

  /** A string decoded, a number in its own digits. Of one that was cut, its beginning. */
  text(): string {
    return decoded(this.bytes, this.start, this.end, this.isEscaped, this.isCut);
  }
}

/** The text of a JSON string between its quotes; it has been checked. @param isCut it may end inside a character */
export function decoded(bytes: Buffer, start: number, end: number, isEscaped: boolean, isCut: boolean): string {
  const last = isCut ? wholeUntil(bytes, start, end) : end;
  const text = bytes.toString('utf8', start, last);
  return isEscaped ? String(JSON.parse(`"${text}"`)) : text;
}

/** Where the last character, or escape, that is there in full ends. */
function wholeUntil(bytes: Buffer, start: number, end: number): number {
  let at = start;
  for (;;) {
    const next = at + unitLength(bytes, at);
    if (next > end) return at;
    at = next;
    if (at === end) return at;
  }
}

function unitLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first === 0x5c) return bytes[at + 1] === 0x75 ? 6 : 2;
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
