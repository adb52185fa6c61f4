import { isUtf8 } from 'node:buffer';

/**
 * Whether bytes are UTF-8 as they arrive, wherever they are cut. JSON is UTF-8 whatever a header declares (RFC 8259):
 * other bytes would become replacement characters, and these would be taken for somebody's name.
 */
export class Utf8Check {
  /** The beginning of a character whose rest has not come yet. */
  private open: Buffer = Buffer.alloc(0);

  /** False: these bytes are not UTF-8, and whatever follows does not mend it. */
  accepts(chunk: Buffer): boolean {
    let rest = chunk;
    if (this.open.length > 0) {
      const missing = lengthOf(this.open[0] ?? 0) - this.open.length;
      const character = Buffer.concat([this.open, chunk.subarray(0, missing)]);
      if (chunk.length < missing) {
        this.open = character;
        return true;
      }
      if (!isUtf8(character)) return false;
      rest = chunk.subarray(missing);
    }
    const whole = rest.length - openAtEnd(rest);
    // Copied: the chunk may be changed afterwards.
    this.open = Buffer.from(rest.subarray(whole));
    return isUtf8(rest.subarray(0, whole));
  }

  /** False: the last character has come in part only. */
  get isWhole(): boolean {
    return this.open.length === 0;
  }
}

/** How many bytes a character has, by its first. */
function lengthOf(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

/** How many bytes at the end begin a character that is not whole. */
function openAtEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}
