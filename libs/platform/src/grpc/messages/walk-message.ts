import { isUtf8 } from 'node:buffer';
import { type FieldShape, type MessageShape, MOST_FIELDS } from './message-shape';

/** Whether a message's bytes may be made into objects. */
export type Walked = 'fits' | 'too-many' | 'unreadable';

/** Messages within messages, no deeper than this. */
const DEEPEST = 32;

/**
 * Walks once over the bytes of a message, and makes nothing of them. `fits`: decoding finds at most `maxEntries` entries
 * (each message within it is one, and each value of a list), and reads the same fields as this walk did. `unreadable`:
 * bytes that no encoder of these messages makes, text that is no UTF-8 included; a decoder might guess something of them.
 */
export function walkMessage(bytes: Uint8Array, shape: MessageShape, maxEntries: number): Walked {
  return new Walk(bytes, maxEntries).over(bytes.length, shape, 0);
}

class Walk {
  private at = 0;
  private entries = 0;
  private fields = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly maxEntries: number,
  ) {}

  over(end: number, shape: MessageShape, depth: number): Walked {
    if (depth > DEEPEST) return 'too-many';
    while (this.at < end) {
      const tag = this.uint32(end);
      if (tag === undefined || tag < 8) return 'unreadable';
      // A field that is given again and again makes nothing, and still takes its time.
      if (++this.fields > MOST_FIELDS * (this.entries + 1)) return 'too-many';
      const walked = this.field(end, tag % 8, shape.get(Math.floor(tag / 8)), depth);
      if (walked !== 'fits') return walked;
    }
    return 'fits';
  }

  private field(end: number, wire: number, field: FieldShape | undefined, depth: number): Walked {
    const isPacked = field !== undefined && field.isRepeated && field.wire !== 2 && wire === 2;
    if (field && wire !== field.wire && !isPacked) return 'unreadable';
    if (field && (field.isRepeated || field.message) && !isPacked && ++this.entries > this.maxEntries)
      return 'too-many';
    if (wire === 0) return this.number(end, field) ? 'fits' : 'unreadable';
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? this.uint32(end) : undefined;
    if (length === undefined || length > end - this.at) return 'unreadable';
    const until = this.at + length;
    if (field?.message) return this.over(until, field.message, depth + 1);
    // Each packed value takes a byte or more.
    if (isPacked && (this.entries += length) > this.maxEntries) return 'too-many';
    if (field?.isText && !this.isText(until)) return 'unreadable';
    this.at = until;
    return 'fits';
  }

  /** Most texts are short and ASCII, which is told faster here than by a call for each. */
  private isText(until: number): boolean {
    let at = this.at;
    while (at < until && (this.bytes[at] ?? 0) < 128) at++;
    return at === until || isUtf8(this.bytes.subarray(at, until));
  }

  /** A tag or a length; undefined if it is cut off or too large. */
  private uint32(end: number): number | undefined {
    const first = this.bytes[this.at] ?? 0;
    if (this.at < end && first < 128) {
      this.at++;
      return first;
    }
    let value = 0;
    for (let place = 1; place <= 2 ** 28; place *= 128) {
      if (this.at >= end) return undefined;
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte % 128) * place;
      if (byte < 128) return value < 2 ** 32 ? value : undefined;
    }
    return undefined;
  }

  /**
   * Passes over a number; false if it is cut off, or longer than ten bytes. A number of 32 bits has five bytes, or ten if
   * it is negative: protobufjs takes any other for one of ten, and would read the rest of the message in another way.
   */
  private number(end: number, field: FieldShape | undefined): boolean {
    for (let size = 1; size <= 10 && this.at < end; size++) {
      if ((this.bytes[this.at++] ?? 0) >= 128) continue;
      return field === undefined || field.isLong || size <= 5 || size === 10;
    }
    return false;
  }
}
