import type { AnswerHead, ResultKind } from '@people-sync/platform';
import { EmployeeScan } from './employee-scan';
import {
  INCOMPLETE,
  NotJsonError,
  OversizedError,
  skipColon,
  skipComma,
  skipSpace,
  skipString,
  skipValue,
} from './json-scan';

/** What becomes of Result while it is read. */
export interface ResultSink {
  /** Result begins; what an earlier Result of the same answer held does not count. */
  begin(): void;
  /** The next element, complete and checked; good until the call returns. */
  element(scan: EmployeeScan): void;
}

/** How much is read before an answer counts as none of PeopleHR's. */
export interface AnswerLimits {
  /** Of the whole body, unpacked. */
  readonly maxBodyBytes: number;
  /** Of one employee, or of one value beside Result. */
  readonly maxElementBytes: number;
}

/** Bytes looked at in one go. */
const STEP = 64 * 1024;

const ENVELOPE = new Set(['iserror', 'status', 'message']);

/** Where in the envelope the reader stands: what it expects next. */
type Expecting =
  'envelope' | 'key-or-end' | 'key' | 'value' | 'comma' | 'element-or-end' | 'element' | 'comma-in-result' | 'nothing';

/**
 * Reads an answer of GetAllEmployeeDetail as its bytes arrive and hands over one employee after the other. Every byte
 * is checked as JSON; the memory it needs is that of one employee. Envelope keys count in any letter case, and a key
 * that occurs twice as it stands last.
 */
export class AnswerReader {
  private readonly scan = new EmployeeScan();
  private expecting: Expecting = 'envelope';
  private key = '';
  /** Bytes that wait for more: the first `pendingBytes` of a buffer that serves the whole answer. */
  private pending = Buffer.allocUnsafe(2 * STEP);
  private pendingBytes = 0;
  /** Not worth trying again with fewer bytes pending: what began there was incomplete with two thirds of them. */
  private worthwhile = 0;
  private readBytes = 0;
  private consumedBytes = 0;
  private failure: NotJsonError | OversizedError | undefined;
  private readonly fields = new Map<string, unknown>();
  private result: ResultKind = 'missing';

  constructor(
    private readonly sink: ResultSink,
    private readonly limits: AnswerLimits,
  ) {}

  /** Takes the next bytes; they may be changed afterwards. False: reading on is pointless. */
  push(chunk: Buffer): boolean {
    this.readBytes += chunk.length;
    if (this.readBytes > this.limits.maxBodyBytes) {
      this.failure ??= new OversizedError(`the answer is larger than ${this.limits.maxBodyBytes} bytes`);
    }
    for (let at = 0; at < chunk.length && !this.isBroken; at += STEP) {
      this.append(chunk.subarray(at, at + STEP));
      if (this.pendingBytes >= this.worthwhile) this.work();
    }
    return !this.isBroken;
  }

  /**
   * What the answer says of itself if there are no more bytes. `parsed` only if the body was one whole JSON object
   * and nothing came behind it. It may be asked at any time, and changes nothing for bytes that come after all.
   * @throws OversizedError if it was larger, or deeper, than anything PeopleHR sends
   */
  end(httpStatus: number): AnswerHead {
    if (!this.isBroken && this.pendingBytes > 0) this.work();
    if (this.failure instanceof OversizedError) throw this.failure;
    const parsed = !this.isBroken && this.expecting === 'nothing' && this.pendingBytes === 0;
    if (!parsed) return { httpStatus, parsed, result: 'missing' };
    const { fields, result } = this;
    return {
      httpStatus,
      parsed,
      isError: fields.get('iserror'),
      status: fields.get('status'),
      message: fields.get('message'),
      result,
    };
  }

  private get isBroken(): boolean {
    return this.failure !== undefined;
  }

  private append(bytes: Buffer): void {
    const needed = this.pendingBytes + bytes.length;
    if (needed > this.pending.length) {
      const wider = Buffer.allocUnsafe(needed * 2);
      this.pending.copy(wider, 0, 0, this.pendingBytes);
      this.pending = wider;
    }
    bytes.copy(this.pending, this.pendingBytes);
    this.pendingBytes = needed;
  }

  private work(): void {
    const { pending, pendingBytes } = this;
    let consumed = pendingBytes;
    try {
      consumed = this.consume(pending, pendingBytes);
      if (pendingBytes - consumed > this.limits.maxElementBytes) throw this.tooLarge();
    } catch (error) {
      if (!(error instanceof NotJsonError || error instanceof OversizedError)) throw error;
      this.failure = error;
    }
    pending.copyWithin(0, consumed, pendingBytes);
    this.consumedBytes += consumed;
    const rest = pendingBytes - consumed;
    this.pendingBytes = rest;
    // Growing by half each time keeps the work linear however small the chunks are.
    this.worthwhile = rest + (rest >> 1);
  }

  private tooLarge(): OversizedError {
    return new OversizedError(`one value is larger than ${this.limits.maxElementBytes} bytes`);
  }

  /** Reads as far as there are whole tokens; the index of the first byte that has to wait for more. */
  private consume(bytes: Buffer, end: number): number {
    let at = 0;
    for (;;) {
      at = skipSpace(bytes, at, end);
      if (at >= end) return at;
      const next = this.token(bytes, at, end);
      if (next === INCOMPLETE) return at;
      if (next - at > this.limits.maxElementBytes) throw this.tooLarge();
      at = next;
    }
  }

  private token(bytes: Buffer, at: number, end: number): number {
    const c = bytes[at] ?? 0;
    switch (this.expecting) {
      case 'envelope':
        return this.opening(bytes, at, end);
      case 'key-or-end':
        return c === 0x7d ? this.then('nothing', at + 1) : this.keyAndColon(bytes, at, end);
      case 'key':
        return this.keyAndColon(bytes, at, end);
      case 'value':
        return this.value(bytes, at, end);
      case 'comma':
        return c === 0x7d ? this.then('nothing', at + 1) : this.then('key', skipComma(bytes, at));
      case 'element-or-end':
        return c === 0x5d ? this.then('comma', at + 1) : this.element(bytes, at, end);
      case 'element':
        return this.element(bytes, at, end);
      case 'comma-in-result':
        return c === 0x5d ? this.then('comma', at + 1) : this.then('element', skipComma(bytes, at));
      case 'nothing':
        throw new NotJsonError('something behind the end');
    }
  }

  private then(expecting: Expecting, next: number): number {
    this.expecting = expecting;
    return next;
  }

  /** The envelope's brace, behind a byte order mark if there is one. */
  private opening(bytes: Buffer, at: number, end: number): number {
    if (bytes[at] === 0x7b) return this.then('key-or-end', at + 1);
    const isFirstByte = at === 0 && this.consumedBytes === 0;
    if (!isFirstByte || bytes[at] !== 0xef) throw new NotJsonError('the answer is no JSON object');
    if (end < 3) return INCOMPLETE;
    if (bytes[1] !== 0xbb || bytes[2] !== 0xbf) throw new NotJsonError('the answer is no JSON object');
    return 3;
  }

  private keyAndColon(bytes: Buffer, at: number, end: number): number {
    if (bytes[at] !== 0x22) throw new NotJsonError('no key where one must be');
    const behind = skipString(bytes, at, end);
    const value = behind === INCOMPLETE ? INCOMPLETE : skipColon(bytes, behind, end);
    if (value === INCOMPLETE) return INCOMPLETE;
    this.key = String(JSON.parse(bytes.toString('utf8', at, behind))).toLowerCase();
    return this.then('value', value);
  }

  private value(bytes: Buffer, at: number, end: number): number {
    const c = bytes[at];
    if (this.key === 'result' && c === 0x5b) {
      this.sink.begin();
      this.result = 'empty-array';
      return this.then('element-or-end', at + 1);
    }
    const behind = skipValue(bytes, at, end, 1);
    if (behind === INCOMPLETE) return INCOMPLETE;
    if (this.key === 'result') this.result = kindOf(bytes, at, behind);
    else if (ENVELOPE.has(this.key)) {
      const isScalar = c !== 0x7b && c !== 0x5b;
      this.fields.set(this.key, isScalar ? JSON.parse(bytes.toString('utf8', at, behind)) : undefined);
    }
    return this.then('comma', behind);
  }

  private element(bytes: Buffer, at: number, end: number): number {
    const behind = this.scan.scan(bytes, at, end);
    if (behind === INCOMPLETE) return INCOMPLETE;
    this.result = 'array';
    this.sink.element(this.scan);
    return this.then('comma-in-result', behind);
  }
}

/** What stands under Result if it is not a list. */
function kindOf(bytes: Buffer, start: number, end: number): ResultKind {
  const c = bytes[start];
  if (c === 0x7b) return 'object';
  if (c === 0x6e) return 'null';
  if (c !== 0x22) return 'other';
  return String(JSON.parse(bytes.toString('utf8', start, end))).trim() === '' ? 'empty-text' : 'other';
}
