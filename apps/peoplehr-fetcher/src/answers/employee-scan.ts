import { type EmployeeField, employeeFields } from '@people-sync/contracts';
import { wireNames } from './employee-fields';
import {
  ESCAPED,
  INCOMPLETE,
  NotJsonError,
  skipColon,
  skipComma,
  skipPlainString,
  skipSpace,
  skipString,
  skipValue,
} from './json-scan';

const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** A key that nobody asked for. */
const UNWANTED = -1;
/** Inside an employee itself, not inside one of its `{"DisplayValue": …}` wrappers. */
const EMPLOYEE = -1;

const DISPLAY_VALUE = Buffer.from('DisplayValue');

const slots = new Map<string, number>(employeeFields.map((field, slot) => [wireNames[field], slot]));

/** The wanted keys by their length in bytes. */
const wantedByLength = Array.from({ length: 32 }, (_, length) =>
  [...slots].filter(([name]) => name.length === length).map(([name, slot]) => ({ slot, bytes: Buffer.from(name) })),
);

/**
 * Checks one element of Result as JSON and remembers where the values of the wanted fields stand: plain, or wrapped as
 * `{"DisplayValue": …}`. Nothing is decoded until `text` asks, so nothing else ever becomes a string. One instance
 * serves element after element. A key that occurs twice counts as it stands last, as in JSON.parse.
 */
export class EmployeeScan {
  private readonly starts = new Int32Array(employeeFields.length);
  private readonly ends = new Int32Array(employeeFields.length);
  private bytes: Buffer = Buffer.alloc(0);

  /**
   * Past the element that begins at `at`, or INCOMPLETE. An element that is not an object has no fields.
   * `bytes` must stay as they are until the next scan.
   * @throws NotJsonError, OversizedError
   */
  scan(bytes: Buffer, at: number, end: number): number {
    this.bytes = bytes;
    this.starts.fill(-1);
    return bytes[at] === OPEN_BRACE ? this.object(at, end, EMPLOYEE) : skipValue(bytes, at, end, 2);
  }

  /** Whether the field is there with something that can be told: a text, a number or null. */
  has(field: EmployeeField): boolean {
    return this.startOf(field) >= 0;
  }

  /** The field as sent, a number as its text; null if it is missing, null, or of another kind. */
  text(field: EmployeeField): string | null {
    const start = this.startOf(field);
    if (start < 0) return null;
    const end = this.ends[slots.get(wireNames[field]) ?? 0] ?? 0;
    if (this.bytes[start] === 0x6e) return null;
    if (this.bytes[start] !== QUOTE) return String(Number(this.bytes.toString('latin1', start, end)));
    const inner = this.bytes.toString('utf8', start + 1, end - 1);
    return inner.includes('\\') ? decoded(this.bytes, start, end) : inner;
  }

  private startOf(field: EmployeeField): number {
    return this.starts[slots.get(wireNames[field]) ?? 0] ?? -1;
  }

  /** @param wrapperOf the slot of the field whose wrapper this is, or EMPLOYEE */
  private object(at: number, end: number, wrapperOf: number): number {
    const { bytes } = this;
    let i = skipSpace(bytes, at + 1, end);
    if (i < end && bytes[i] === CLOSE_BRACE) return i + 1;
    for (;;) {
      const key = i;
      i = keyEnd(bytes, key, end);
      if (i === INCOMPLETE) return INCOMPLETE;
      const keyAfter = i;
      i = skipColon(bytes, i, end);
      if (i === INCOMPLETE) return INCOMPLETE;
      i =
        wrapperOf === EMPLOYEE
          ? this.employeeValue(slotOf(bytes, key, keyAfter), i, end)
          : this.plainValue(isDisplayValue(bytes, key, keyAfter) ? wrapperOf : UNWANTED, i, end);
      if (i !== INCOMPLETE) i = skipSpace(bytes, i, end);
      if (i === INCOMPLETE || i >= end) return INCOMPLETE;
      if (bytes[i] === CLOSE_BRACE) return i + 1;
      i = skipSpace(bytes, skipComma(bytes, i), end);
    }
  }

  private employeeValue(slot: number, at: number, end: number): number {
    if (slot === UNWANTED || this.bytes[at] !== OPEN_BRACE) return this.plainValue(slot, at, end);
    this.starts[slot] = -1;
    return this.object(at, end, slot);
  }

  private plainValue(slot: number, at: number, end: number): number {
    const next = skipValue(this.bytes, at, end, 3);
    if (slot !== UNWANTED && next !== INCOMPLETE) {
      this.starts[slot] = isTellable(this.bytes[at] ?? 0) ? at : -1;
      this.ends[slot] = next;
    }
    return next;
  }
}

/** A text, a number or null, by its first byte. */
const isTellable = (c: number): boolean => c === QUOTE || c === 0x2d || (c >= 0x30 && c <= 0x39) || c === 0x6e;

function keyEnd(bytes: Buffer, at: number, end: number): number {
  if (at >= end) return INCOMPLETE;
  if (bytes[at] !== QUOTE) throw new NotJsonError('no key where one must be');
  const next = skipPlainString(bytes, at, end);
  return next === ESCAPED ? skipString(bytes, at, end) : next;
}

/** The wanted field whose key stands between these indices, quotes included. */
function slotOf(bytes: Buffer, start: number, end: number): number {
  for (const wanted of wantedByLength[end - start - 2] ?? []) {
    if (isEqual(bytes, start + 1, wanted.bytes)) return wanted.slot;
  }
  return isEscaped(bytes, start, end) ? (slots.get(decoded(bytes, start, end)) ?? UNWANTED) : UNWANTED;
}

function isDisplayValue(bytes: Buffer, start: number, end: number): boolean {
  if (end - start - 2 === DISPLAY_VALUE.length && isEqual(bytes, start + 1, DISPLAY_VALUE)) return true;
  return isEscaped(bytes, start, end) && decoded(bytes, start, end) === 'DisplayValue';
}

function isEqual(bytes: Buffer, at: number, word: Buffer): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

function isEscaped(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === 0x5c) return true;
  return false;
}

/** The text of the JSON string between these indices, quotes included. */
function decoded(bytes: Buffer, start: number, end: number): string {
  return String(JSON.parse(bytes.toString('utf8', start, end)));
}
