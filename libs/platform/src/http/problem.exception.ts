import { type Carried, PROBLEM_BASE, type Reason, reasons, type Retry, titleOf } from '@people-sync/contracts/api';

/** What a refusal says beside its sentence. */
export type Said = Readonly<Record<string, unknown>>;

/** What an answer has beside: headers over HTTP, names of fields over gRPC. */
export interface ProblemOptions extends ErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** What the .proto file calls a field of the request; undefined: as its name says. */
  readonly fieldPath?: ((field: string) => string) | undefined;
}

/**
 * An answer that is not the wished one, by RFC 9457: over HTTP `application/problem+json`, over gRPC a google.rpc.Status.
 * Status, code and whether to retry are those of its reason (contracts, reasons.ts). `detail` and `said` are shown to the
 * caller. `refusal` makes one of which it is known what it says.
 */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';
  readonly headers: Readonly<Record<string, string>>;
  readonly fieldPath: ((field: string) => string) | undefined;

  constructor(
    readonly reason: Reason,
    readonly detail: string,
    readonly said: Said = {},
    options: ProblemOptions = {},
  ) {
    super(detail, options);
    this.headers = options.headers ?? {};
    this.fieldPath = options.fieldPath;
  }

  get status(): number {
    return reasons[this.reason].status;
  }

  get retry(): Retry {
    return reasons[this.reason].retry;
  }

  /** Seconds until the same call may be made again, if that is known. */
  get retryAfter(): number | undefined {
    const seconds = this.headers['retry-after'];
    return seconds === undefined ? undefined : Number(seconds);
  }

  /** The body. */
  toJSON(): Record<string, unknown> {
    return {
      ...this.said,
      type: PROBLEM_BASE + this.reason,
      title: titleOf(this.reason),
      status: this.status,
      detail: this.detail,
      retry: this.retry,
    };
  }
}

type Beside<R extends Reason> =
  Partial<Carried<R>> extends Carried<R>
    ? [said?: Carried<R>, options?: ProblemOptions]
    : [said: Carried<R>, options?: ProblemOptions];

/** A refusal for a reason of the table, with what the table says that it carries. */
export function refusal<R extends Reason>(reason: R, detail: string, ...beside: Beside<R>): ProblemException;
export function refusal(reason: Reason, detail: string, said?: Said, options?: ProblemOptions): ProblemException {
  return new ProblemException(reason, detail, said, options);
}

/** The same words for what does not exist and for what belongs to another tenant. */
export const notFound = (): ProblemException => refusal('not-found', 'There is no such thing here.');

/** A feed that goes on from an earlier day than the caller's copy, with other things under the same numbers. */
export const feedRestarted = (): ProblemException =>
  refusal(
    'feed-restarted',
    'The records went back to an earlier day than your copy, and the numbers since then were given again: read the list anew, then go on behind it.',
  );

/** Always the same answer, so that it does not tell what was wrong with the token. */
export const unauthenticated = (): ProblemException =>
  refusal(
    'unauthenticated',
    'A valid bearer token is needed.',
    {},
    {
      headers: { 'www-authenticate': 'Bearer realm="people-sync"' },
    },
  );

/** Something of ours is away for a moment; which, is nobody's business. */
export const unavailable = (cause?: unknown): ProblemException =>
  refusal(
    'service-unavailable',
    'A part of the service does not answer: try again soon.',
    {},
    { headers: { 'retry-after': '5' }, cause },
  );

/** This one stops, and what it told of goes on elsewhere. */
export const stopping = (): ProblemException =>
  refusal(
    'service-unavailable',
    'This server stops: ask again, and another one goes on.',
    {},
    { headers: { 'retry-after': '1' } },
  );

/** Something of ours is still the version before, and does not know what was asked of it. */
export const beingUpgraded = (cause?: unknown): ProblemException =>
  refusal(
    'service-unavailable',
    'PeopleSync is being brought to a new version, and a part of it is not there yet: try again in a minute.',
    {},
    { headers: { 'retry-after': '30' }, cause },
  );

/** The caller is known and may not do this. */
export const forbidden = (): ProblemException => refusal('forbidden', 'Your role does not allow this.');

/** One wrong input. `field` is a path into the request, `message` says what is allowed, never what was sent. */
export interface InvalidField {
  readonly field: string;
  readonly message: string;
}

export const isInvalidField = (value: unknown): value is InvalidField =>
  typeof value === 'object' && value !== null && 'field' in value && 'message' in value;

/** Wrong inputs that one answer tells: whoever mends these sees the others next time. */
export const MOST_TOLD = 100;

/** `fields` has the first hundred, `moreFields` says how many there are beside. */
export function invalidRequest(fields: readonly InvalidField[]): ProblemException {
  const more = Math.max(0, fields.length - MOST_TOLD);
  const rest = more === 0 ? {} : { moreFields: more };
  return refusal('invalid-request', 'Some of the input cannot be used: see fields.', {
    fields: fields.slice(0, MOST_TOLD),
    ...rest,
  });
}

/** The caller has used up what they may do for now. @param ms until they may again. */
export const tooManyRequests = (ms: number): ProblemException =>
  refusal(
    'too-many-requests',
    'Too many requests: wait a little and try again.',
    {},
    { headers: { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) } },
  );
