import { NotJsonError, OversizedError } from './answer-errors';
import { MAX_TOKEN_BYTES, RawToken, type TokenKind } from './raw-token';

/** Who is told what stands in the JSON, as it comes. `depth`: how many objects and lists it stands in. */
export interface JsonEars {
  /** Whether the next scalar is to be kept; if not, it is told without its text. */
  wants: boolean;
  /** An object or a list begins. False: what is in it is of no interest, and its end is not told. */
  opens(depth: number, isObject: boolean): boolean;
  closes(depth: number): void;
  key(depth: number, token: RawToken): void;
  scalar(depth: number, token: RawToken): void;
}

/** Deeper than anything that anybody writes; what is not told needs one byte a level. */
const MAX_DEPTH = 65_536;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Where the stream stands. Numbers, since it is looked at for every token. Inside a token: */
const STRING = 0;
const NUMBER = 1;
const WORD = 2;
const BYTE_ORDER_MARK = 3;
/** Before the first byte, and between tokens, where white space may stand: what is expected next. */
const START = 4;
const VALUE = 5;
const FIRST_ELEMENT = 6;
const FIRST_KEY = 7;
const KEY = 8;
const COLON_NEXT = 9;
const BEHIND = 10;
const OVER = 11;

/** Of a number what came last; those it may end with are whole. */
type Digits = 'minus' | 'zero' | 'whole' | 'dot' | 'fraction' | 'e' | 'e-sign' | 'exponent';

const words: ReadonlyMap<number, { readonly kind: TokenKind; readonly letters: Buffer }> = new Map(
  (['true', 'false', 'null'] as const).map((kind) => [kind.charCodeAt(0), { kind, letters: Buffer.from(kind) }]),
);
const MARK = Buffer.from('\uFEFF');

/**
 * Checks JSON byte by byte as it arrives, as JSON.parse would, and tells what is in it. Nothing is kept but the token
 * that is wanted, so that whatever is passed over costs no memory, however long it is.
 */
export class JsonStream {
  private state = START;
  private readonly token = new RawToken();
  /** The outermost levels, one byte each: 1 for an object. */
  private levels = new Uint8Array(64);
  private depth = 0;
  /** Nothing is told from this depth on. */
  private quietFrom = Number.POSITIVE_INFINITY;
  private isKey = false;
  private keeps = false;
  /** What came of a token in earlier chunks. */
  private readonly carry = Buffer.allocUnsafe(MAX_TOKEN_BYTES);
  private carried = 0;
  /** Where the token, or the rest of it, begins in this chunk. */
  private from = 0;
  /** Of an escape: 0 outside, 5 behind the backslash, 4 to 1 hex digits to come. */
  private escape = 0;
  private digits: Digits = 'minus';
  private word: Buffer = MARK;
  private wordKind: TokenKind = 'null';
  private matched = 0;

  constructor(private readonly ears: JsonEars) {}

  /** True once the outermost value is complete; only white space may follow. */
  get isOver(): boolean {
    return this.state === OVER;
  }

  /**
   * Takes the next bytes, which are UTF-8; they may be changed afterwards.
   * @throws NotJsonError, OversizedError: nothing more is to be pushed then
   */
  push(bytes: Buffer): void {
    this.from = 0;
    for (let at = 0; at < bytes.length;) {
      switch (this.state) {
        case STRING:
          at = this.inString(bytes, at);
          break;
        case NUMBER:
          at = this.inNumber(bytes, at);
          break;
        case WORD:
        case BYTE_ORDER_MARK:
          at = this.inWord(bytes, at);
          break;
        case START:
          at = this.atStart(bytes[at] ?? 0, at);
          break;
        default:
          at = isSpace(bytes[at] ?? 0) ? at + 1 : this.between(bytes[at] ?? 0, at);
      }
    }
    if (this.keeps && (this.state === STRING || this.state === NUMBER)) this.carryOver(bytes, bytes.length);
  }

  /** One byte order mark may stand before everything. */
  private atStart(c: number, at: number): number {
    if (c !== MARK[0]) {
      this.state = VALUE;
      return at;
    }
    this.word = MARK;
    this.matched = 1;
    this.state = BYTE_ORDER_MARK;
    return at + 1;
  }

  private between(c: number, at: number): number {
    switch (this.state) {
      case FIRST_ELEMENT:
        return c === CLOSE_BRACKET ? this.close(at) : this.begin(c, at);
      case FIRST_KEY:
        return c === CLOSE_BRACE ? this.close(at) : this.beginKey(c, at);
      case KEY:
        return this.beginKey(c, at);
      case COLON_NEXT:
        if (c !== COLON) throw new NotJsonError('no colon behind a key');
        this.state = VALUE;
        return at + 1;
      case BEHIND:
        return this.behind(c, at);
      case OVER:
        throw new NotJsonError('something behind the end');
      default:
        return this.begin(c, at);
    }
  }

  private behind(c: number, at: number): number {
    const isObject = this.levels[this.depth - 1] === 1;
    if (c === COMMA) {
      this.state = isObject ? KEY : VALUE;
      return at + 1;
    }
    if (c !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) throw new NotJsonError('no comma where one must be');
    return this.close(at);
  }

  private begin(c: number, at: number): number {
    if (c === OPEN_BRACE || c === OPEN_BRACKET) return this.open(c === OPEN_BRACE, at);
    this.isKey = false;
    this.keeps = this.isTold && this.ears.wants;
    this.carried = 0;
    if (c === QUOTE) {
      this.from = at + 1;
      this.token.kind = 'string';
      this.token.isEscaped = false;
      this.state = STRING;
      return at + 1;
    }
    if (c === MINUS || isDigit(c)) {
      this.from = at;
      this.token.kind = 'number';
      this.token.isEscaped = false;
      this.digits = c === MINUS ? 'minus' : c === ZERO ? 'zero' : 'whole';
      this.state = NUMBER;
      return at + 1;
    }
    const word = words.get(c);
    if (!word) throw new NotJsonError('no value where one must be');
    this.word = word.letters;
    this.wordKind = word.kind;
    this.matched = 1;
    this.state = WORD;
    return at + 1;
  }

  private beginKey(c: number, at: number): number {
    if (c !== QUOTE) throw new NotJsonError('no key where one must be');
    this.isKey = true;
    this.keeps = this.isTold;
    this.carried = 0;
    this.from = at + 1;
    this.token.kind = 'string';
    this.token.isEscaped = false;
    this.state = STRING;
    return at + 1;
  }

  private get isTold(): boolean {
    return this.depth < this.quietFrom;
  }

  private open(isObject: boolean, at: number): number {
    if (this.depth === MAX_DEPTH) throw new OversizedError(`nested deeper than ${MAX_DEPTH} levels`);
    if (this.depth === this.levels.length) {
      const wider = new Uint8Array(2 * this.depth);
      wider.set(this.levels);
      this.levels = wider;
    }
    if (this.isTold && !this.ears.opens(this.depth, isObject)) this.quietFrom = this.depth + 1;
    this.levels[this.depth++] = isObject ? 1 : 0;
    this.state = isObject ? FIRST_KEY : FIRST_ELEMENT;
    return at + 1;
  }

  private close(at: number): number {
    const wasTold = this.isTold;
    this.depth--;
    if (wasTold) this.ears.closes(this.depth);
    else if (this.depth < this.quietFrom) this.quietFrom = Number.POSITIVE_INFINITY;
    this.afterValue();
    return at + 1;
  }

  private afterValue(): void {
    this.state = this.depth === 0 ? OVER : BEHIND;
  }

  private inString(bytes: Buffer, start: number): number {
    let at = start;
    while (at < bytes.length) {
      if (this.escape > 0) {
        this.inEscape(bytes[at++] ?? 0);
        continue;
      }
      at = plainUntil(bytes, at);
      const c = bytes[at];
      if (c === QUOTE) {
        this.tell(bytes, at);
        return at + 1;
      }
      if (c === BACKSLASH) {
        this.escape = 5;
        this.token.isEscaped = true;
        at++;
      } else if (c !== undefined) throw new NotJsonError('a bare control character in a string');
    }
    return at;
  }

  private inEscape(c: number): void {
    if (this.escape < 5) {
      if (!isHex(c)) throw new NotJsonError('an incomplete \\u escape');
      this.escape--;
    } else if (c === 0x75) this.escape = 4;
    else if (isShortEscape(c)) this.escape = 0;
    else throw new NotJsonError('an escape that JSON does not know');
  }

  /** A number ends with the first byte that is none of its own, which is looked at again. */
  private inNumber(bytes: Buffer, start: number): number {
    let at = start;
    while (at < bytes.length) {
      const next = nextDigits(this.digits, bytes[at] ?? 0);
      if (next === undefined) {
        if (!MAY_END.has(this.digits)) throw new NotJsonError('a number without digits');
        this.tell(bytes, at);
        return at;
      }
      this.digits = next;
      at++;
    }
    return at;
  }

  private inWord(bytes: Buffer, start: number): number {
    let at = start;
    while (at < bytes.length) {
      if (bytes[at] !== this.word[this.matched]) throw new NotJsonError('a word that JSON does not know');
      at++;
      this.matched++;
      if (this.matched < this.word.length) continue;
      if (this.state === BYTE_ORDER_MARK) this.state = VALUE;
      else {
        this.token.kind = this.wordKind;
        this.keeps = false;
        this.tell(bytes, at);
      }
      return at;
    }
    return at;
  }

  /** The token is complete: it ends before `end`. */
  private tell(bytes: Buffer, end: number): void {
    const { token, isKey } = this;
    if (this.isTold) {
      this.place(bytes, end);
      if (isKey) this.ears.key(this.depth, token);
      else this.ears.scalar(this.depth, token);
    }
    this.keeps = false;
    if (isKey) this.state = COLON_NEXT;
    else this.afterValue();
  }

  /** Sets the token to its bytes: those of this chunk if it began there, otherwise those that were carried over too. */
  private place(bytes: Buffer, end: number): void {
    const { token, from } = this;
    token.isCut = false;
    if (!this.keeps) {
      token.start = token.end = 0;
      return;
    }
    if (this.carried === 0) {
      token.bytes = bytes;
      token.start = from;
      token.end = Math.min(end, from + MAX_TOKEN_BYTES);
      token.isCut = token.end < end;
      return;
    }
    this.carryOver(bytes, end);
    token.bytes = this.carry;
    token.start = 0;
    token.end = Math.min(this.carried, MAX_TOKEN_BYTES);
    token.isCut = this.carried > MAX_TOKEN_BYTES;
  }

  private carryOver(bytes: Buffer, end: number): void {
    if (this.carried < MAX_TOKEN_BYTES) bytes.copy(this.carry, this.carried, this.from, end);
    this.carried += end - this.from;
  }
}

/** The first byte from `at` on that a string cannot hold as it is. */
function plainUntil(bytes: Buffer, at: number): number {
  let i = at;
  while (i < bytes.length) {
    const c = bytes[i] ?? 0;
    if (c === QUOTE || c === BACKSLASH || c < 0x20) break;
    i++;
  }
  return i;
}

const MAY_END: ReadonlySet<Digits> = new Set<Digits>(['zero', 'whole', 'fraction', 'exponent']);

/** What a number goes on to be with this byte; undefined if the byte is none of its own. */
function nextDigits(digits: Digits, c: number): Digits | undefined {
  const isE = c === 0x65 || c === 0x45;
  switch (digits) {
    case 'minus':
      if (c === ZERO) return 'zero';
      return isDigit(c) ? 'whole' : undefined;
    case 'zero':
    case 'whole':
      if (c === DOT) return 'dot';
      if (isE) return 'e';
      return digits === 'whole' && isDigit(c) ? 'whole' : undefined;
    case 'dot':
    case 'fraction':
      if (isE && digits === 'fraction') return 'e';
      return isDigit(c) ? 'fraction' : undefined;
    case 'e':
      if (c === 0x2b || c === MINUS) return 'e-sign';
      return isDigit(c) ? 'exponent' : undefined;
    default:
      return isDigit(c) ? 'exponent' : undefined;
  }
}

const isSpace = (c: number): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHex = (c: number): boolean => isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);

/** The letters behind a backslash: " \ / b f n r t */
const isShortEscape = (c: number): boolean =>
  c === QUOTE || c === BACKSLASH || c === 0x2f || c === 0x62 || c === 0x66 || c === 0x6e || c === 0x72 || c === 0x74;
