import type { AnswerHead, ResultKind } from '../classify-envelope';
import { NotJsonError, OversizedError } from './answer-errors';
import { type JsonEars, JsonStream } from './json-stream';
import { MAX_TOKEN_BYTES, type RawToken } from './raw-token';
import { RecordFields } from './record-fields';
import { Utf8Check } from './utf8-check';

/** What becomes of Result while it is read. */
export interface ResultSink<F extends string> {
  /** Result begins; what an earlier Result of the same answer held does not count. */
  begin(): void;
  /** The next element of the list, or the one object; good until the call returns. */
  element(fields: RecordFields<F>): void;
}

/** What is read of an answer. */
export interface Reading<F extends string> {
  /** A list of records (GetAllEmployeeDetail) or one of them (GetCompanyInformation). */
  readonly result: 'array' | 'object';
  /** PeopleHR's name of each wanted field. */
  readonly wireNames: Readonly<Record<F, string>>;
  /** Of the whole body, unpacked. More than this is none of PeopleHR's answers. */
  readonly maxBodyBytes: number;
}

const ENVELOPE = new Set(['iserror', 'status', 'message']);
const DISPLAY_VALUE = Buffer.from('DisplayValue');
/** Depth of the envelope's own keys, and of what stands in Result. */
const IN_ENVELOPE = 1;
const IN_RESULT = 2;

/**
 * Reads an answer of PeopleHR as its bytes arrive and hands over one record after the other. Every byte is checked as
 * UTF-8 and as JSON. Only what is wanted is kept, up to MAX_TOKEN_BYTES a value: a photo or a thousand contacts beside
 * it are passed over. Envelope keys count in any letter case, and a key that occurs twice as it stands last.
 */
export class AnswerReader<F extends string> implements JsonEars {
  wants = false;
  private readonly stream = new JsonStream(this);
  private readonly utf8 = new Utf8Check();
  private readonly fields: RecordFields<F>;
  /** Depth of a record's keys. */
  private readonly inRecord: number;
  private readBytes = 0;
  private failure: NotJsonError | OversizedError | undefined;
  private envelopeKey = '';
  /** The field whose value comes, or whose wrapper this is. */
  private slot: number | undefined;
  private readonly envelope = new Map<string, unknown>();
  private result: ResultKind = 'missing';
  private beginsAsMarkup = false;

  constructor(
    private readonly sink: ResultSink<F>,
    private readonly reading: Reading<F>,
  ) {
    this.fields = new RecordFields(reading.wireNames);
    this.inRecord = reading.result === 'array' ? 3 : 2;
  }

  /** Takes the next bytes; they may be changed afterwards. False: reading on is pointless. */
  push(chunk: Buffer): boolean {
    if (this.failure) return false;
    if (this.readBytes === 0) this.beginsAsMarkup = /^\s*</.test(chunk.toString('latin1', 0, 64));
    this.readBytes += chunk.length;
    try {
      const { maxBodyBytes } = this.reading;
      if (this.readBytes > maxBodyBytes) throw new OversizedError(`the answer is larger than ${maxBodyBytes} bytes`);
      if (!this.utf8.accepts(chunk)) throw new NotJsonError('bytes that are no UTF-8');
      this.stream.push(chunk);
    } catch (error) {
      if (!(error instanceof NotJsonError || error instanceof OversizedError)) throw error;
      this.failure = error;
    }
    return this.failure === undefined;
  }

  /**
   * What the answer says of itself if there are no more bytes. `parsed` only if the body was one whole JSON object in
   * UTF-8 and nothing came behind it. It may be asked at any time, and changes nothing for bytes that come after all.
   * @throws OversizedError if it was larger, or deeper, than anything PeopleHR sends
   */
  end(httpStatus: number): AnswerHead {
    const { failure, envelope, result } = this;
    if (failure instanceof OversizedError) throw failure;
    if (failure) {
      const defect = this.beginsAsMarkup ? 'HTML, or other markup, instead of JSON' : failure.message;
      return { httpStatus, parsed: false, defect, result: 'missing' };
    }
    if (!this.stream.isOver || !this.utf8.isWhole) {
      const defect = this.readBytes === 0 ? 'an empty body' : 'it breaks off';
      return { httpStatus, parsed: false, defect, result: 'missing' };
    }
    const [isError, status, message] = ['iserror', 'status', 'message'].map((key) => envelope.get(key));
    return { httpStatus, parsed: true, isError, status, message, result };
  }

  /** @internal */
  opens(depth: number, isObject: boolean): boolean {
    if (depth === 0) {
      if (!isObject) throw new NotJsonError('the answer is no JSON object');
      return true;
    }
    if (depth === IN_ENVELOPE) return this.opensInEnvelope(isObject);
    if (depth === IN_RESULT) this.elementBegins();
    if (depth < this.inRecord) return this.opensElement(isObject);
    // A wrapper, {"DisplayValue": …}; whatever else a field holds, or a wrapper as its value, cannot be told.
    const isWrapper = depth === this.inRecord && isObject && this.slot !== undefined;
    if (this.wants && this.slot !== undefined) this.fields.unset(this.slot);
    this.wants = false;
    return isWrapper;
  }

  /** @internal */
  closes(depth: number): void {
    const isRecord = this.reading.result === 'array' || this.result === 'object';
    if (depth === this.inRecord - 1 && isRecord) this.sink.element(this.fields);
    this.slot = undefined;
    this.wants = false;
  }

  /** @internal */
  key(depth: number, token: RawToken): void {
    if (depth === IN_ENVELOPE) {
      this.envelopeKey = token.isCut ? '' : token.text().toLowerCase();
      this.wants = ENVELOPE.has(this.envelopeKey) || this.envelopeKey === 'result';
    } else if (depth === this.inRecord) {
      this.slot = this.fields.slotNamed(token);
      this.wants = this.slot !== undefined;
    } else this.wants = token.is(DISPLAY_VALUE, 'DisplayValue');
  }

  /** @internal */
  scalar(depth: number, token: RawToken): void {
    if (depth === 0) throw new NotJsonError('the answer is no JSON object');
    if (depth === IN_ENVELOPE) this.envelopeScalar(token);
    else if (this.wants && this.slot !== undefined) this.fields.set(this.slot, token);
    if (depth !== IN_RESULT) return;
    this.elementBegins();
    // Something that is no record stands in the list.
    if (depth < this.inRecord) this.opensElement(false);
  }

  private opensInEnvelope(isObject: boolean): boolean {
    this.wants = false;
    if (this.envelopeKey !== 'result') {
      // An object is none of the envelope's own values.
      if (ENVELOPE.has(this.envelopeKey)) this.envelope.set(this.envelopeKey, undefined);
      return false;
    }
    this.sink.begin();
    this.fields.clear();
    this.result = isObject ? 'object' : 'empty-array';
    return !isObject || this.reading.result === 'object';
  }

  private elementBegins(): void {
    if (this.result === 'empty-array') this.result = 'array';
  }

  private opensElement(isObject: boolean): boolean {
    this.wants = false;
    this.fields.clear();
    if (!isObject) this.sink.element(this.fields);
    return isObject;
  }

  private envelopeScalar(token: RawToken): void {
    const key = this.envelopeKey;
    if (key === 'result') this.result = kindOf(token);
    else if (ENVELOPE.has(key)) {
      if (token.isCut) throw new OversizedError(`one value beside Result is longer than ${MAX_TOKEN_BYTES} bytes`);
      this.envelope.set(key, valueOf(token));
    }
  }
}

function valueOf(token: RawToken): unknown {
  switch (token.kind) {
    case 'string':
      return token.text();
    case 'number':
      return Number(token.text());
    case 'null':
      return null;
    default:
      return token.kind === 'true';
  }
}

/** What stands under Result if it is neither a list nor an object. */
function kindOf(token: RawToken): ResultKind {
  if (token.kind === 'null') return 'null';
  return token.kind === 'string' && !token.isCut && token.text().trim() === '' ? 'empty-text' : 'other';
}
