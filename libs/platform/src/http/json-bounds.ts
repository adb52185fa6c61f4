import { isLanguageName } from '../input/language-names';

/** How large and how deep a JSON text may be; what is beyond is refused before anything is made of it. */
export interface JsonBounds {
  /** Objects and lists inside each other. */
  readonly depth: number;
  /** Keys of one object. */
  readonly keys: number;
  /** Items of one list. */
  readonly items: number;
  /** Bytes of one text, as it is written. */
  readonly text: number;
  /** Values of every kind, all together. */
  readonly values: number;
}

/** What does with a few settings: nothing large. */
export const smallJson: JsonBounds = { depth: 8, keys: 50, items: 1_000, text: 8_192, values: 5_000 };

/** The text is refused; `field` is where, as a path, and `message` why. Neither holds a value that was sent. */
export class JsonRefusedError extends Error {
  override readonly name = 'JsonRefusedError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

const KEY_BYTES = 256;
const LITERAL_BYTES = 64;

interface Frame {
  readonly isObject: boolean;
  /** Keys or items so far. */
  count: number;
  /** The next text is a key. */
  awaitsKey: boolean;
  /** Where we are in it: the key, or the item's place. */
  at: string;
  readonly seen: Set<string> | undefined;
}

/**
 * Reads a JSON text as it arrives, in one pass and without keeping it, and refuses what is beyond the bounds, keys that
 * stand twice in an object, and names that mean something to JavaScript. It does not check the grammar: what passes is
 * given to `JSON.parse`, which then has a bounded work to do.
 */
export class JsonScan {
  private readonly frames: Frame[] = [];
  private values = 0;
  /** Bytes of the text, key or number that is being read; -1 outside. */
  private length = -1;
  private inText = false;
  private isKey = false;
  private isEscaped = false;
  private readonly key = Buffer.alloc(KEY_BYTES);

  constructor(private readonly bounds: JsonBounds) {}

  /** @throws JsonRefusedError as soon as a bound is passed. */
  take(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.inText) this.inside(byte);
      else this.outside(byte);
    }
  }

  private inside(byte: number): void {
    if (byte === 0x22 && !this.isEscaped) {
      this.inText = false;
      if (this.isKey) this.endOfKey();
      this.length = -1;
      return;
    }
    if (this.isKey && this.length < KEY_BYTES) this.key[this.length] = byte;
    this.length += 1;
    this.isEscaped = byte === 0x5c && !this.isEscaped;
    if (this.length > (this.isKey ? KEY_BYTES : this.bounds.text)) {
      throw this.refused(
        this.isKey ? 'a name is too long' : `a text must not be longer than ${this.bounds.text} bytes`,
      );
    }
  }

  private outside(byte: number): void {
    const frame = this.frames.at(-1);
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
        this.length = -1;
        return;
      case 0x22:
        this.isKey = frame?.awaitsKey === true;
        if (!this.isKey) this.value();
        this.inText = true;
        this.length = 0;
        return;
      case 0x7b:
      case 0x5b:
        this.open(byte === 0x7b);
        return;
      case 0x7d:
      case 0x5d:
        this.length = -1;
        if (frame?.isObject !== (byte === 0x7d)) throw notJson();
        this.frames.pop();
        return;
      case 0x2c:
        this.length = -1;
        if (frame?.isObject) frame.awaitsKey = true;
        return;
      case 0x3a:
        this.length = -1;
        return;
      default:
        if (this.length < 0) {
          this.value();
          this.length = 0;
        }
        this.length += 1;
        if (this.length > LITERAL_BYTES) throw this.refused('a number is too long');
    }
  }

  private open(isObject: boolean): void {
    this.length = -1;
    this.value();
    if (this.frames.length >= this.bounds.depth) {
      throw this.refused(`objects and lists must not be deeper than ${this.bounds.depth}`);
    }
    this.frames.push({ isObject, count: 0, awaitsKey: isObject, at: '', seen: isObject ? new Set() : undefined });
  }

  private value(): void {
    this.values += 1;
    const frame = this.frames.at(-1);
    if (frame && !frame.isObject) {
      if (frame.count >= this.bounds.items) {
        throw new JsonRefusedError(this.path(-1), `there must be no more than ${this.bounds.items} items`);
      }
      frame.at = String(frame.count);
      frame.count += 1;
    }
    if (this.values > this.bounds.values) throw this.refused(`there must be no more than ${this.bounds.values} values`);
  }

  private endOfKey(): void {
    const frame = this.frames.at(-1);
    if (!frame?.seen) throw notJson();
    const name = nameIn(this.key.toString('utf8', 0, this.length));
    frame.awaitsKey = false;
    frame.at = name;
    frame.count += 1;
    if (isLanguageName(name)) throw this.refused(`property ${name} should not exist`);
    if (frame.seen.has(name)) throw this.refused('it must not stand there twice');
    if (frame.count > this.bounds.keys) {
      throw new JsonRefusedError(this.path(-1), `there must be no more than ${this.bounds.keys} fields`);
    }
    frame.seen.add(name);
  }

  private refused(message: string): JsonRefusedError {
    return new JsonRefusedError(this.path(), message);
  }

  private path(end?: number): string {
    const named = this.frames.slice(0, end).map(({ at }) => at);
    return named.filter((at) => at !== '').join('.') || 'body';
  }
}

/** A key without its escapes, as JSON.parse will see it. */
function nameIn(written: string): string {
  if (!written.includes('\\')) return written;
  try {
    const name: unknown = JSON.parse(`"${written}"`);
    if (typeof name === 'string') return name;
  } catch {
    // No JSON, then.
  }
  throw notJson();
}

const notJson = (): JsonRefusedError => new JsonRefusedError('body', 'it must be JSON');

/**
 * The object in a text that was scanned.
 * @throws JsonRefusedError for what is no JSON, or no object. The message never quotes the text.
 */
export function jsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson();
  }
  if (!isRecord(value)) throw new JsonRefusedError('body', 'it must be a JSON object');
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
