/** Where the words of `type` are explained; a `type` is a name that clients may rely on, it need not open. */
export const PROBLEM_BASE = 'https://peoplesync.wethrive.example/problems/';

/**
 * An answer that is not the wished one, by RFC 9457: over HTTP `application/problem+json`, over gRPC the matching
 * status code with `slug` as trailing metadata `reason`. `detail` and `extra` are shown to the caller.
 */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    /** Stable kebab-case word, e.g. `plan-outdated`. */
    readonly slug: string,
    readonly detail: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
    options: ErrorOptions & { headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail, options);
    this.headers = options.headers ?? {};
  }

  /** `wrong-company` → `Wrong company`. */
  get title(): string {
    return titleOf(this.slug);
  }

  /** The body. */
  toJSON(): Record<string, unknown> {
    return {
      ...this.extra,
      type: PROBLEM_BASE + this.slug,
      title: this.title,
      status: this.status,
      detail: this.detail,
    };
  }
}

const titleOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ');

/** The same words for what does not exist and for what belongs to another tenant. */
export const notFound = (): ProblemException => new ProblemException(404, 'not-found', 'There is no such thing here.');

/** Always the same answer, so that it does not tell what was wrong with the token. */
export const unauthenticated = (): ProblemException =>
  new ProblemException(
    401,
    'unauthenticated',
    'A valid bearer token is needed.',
    {},
    {
      headers: { 'www-authenticate': 'Bearer realm="people-sync"' },
    },
  );

/** The word for it. */
export const UNAVAILABLE_HERE = 'service-unavailable';

/** Something of ours is away for a moment; which, is nobody's business. */
export const unavailable = (cause?: unknown): ProblemException =>
  new ProblemException(
    503,
    UNAVAILABLE_HERE,
    'A part of the service does not answer: try again soon.',
    {},
    { headers: { 'retry-after': '5' }, cause },
  );

/** This one stops, and what it told of goes on elsewhere. */
export const stopping = (): ProblemException =>
  new ProblemException(
    503,
    UNAVAILABLE_HERE,
    'This server stops: ask again, and another one goes on.',
    {},
    { headers: { 'retry-after': '1' } },
  );

/** Something of ours is still the version before, and does not know what was asked of it. */
export const beingUpgraded = (cause?: unknown): ProblemException =>
  new ProblemException(
    503,
    UNAVAILABLE_HERE,
    'PeopleSync is being brought to a new version, and a part of it is not there yet: try again in a minute.',
    {},
    { headers: { 'retry-after': '30' }, cause },
  );

/** The caller is known and may not do this. */
export const forbidden = (): ProblemException =>
  new ProblemException(403, 'forbidden', 'Your role does not allow this.');

/** One wrong input. `field` is a path into the request, `message` says what is allowed, never what was sent. */
export interface InvalidField {
  readonly field: string;
  readonly message: string;
}

/** Wrong inputs that one answer tells: whoever mends these sees the others next time. */
export const MOST_TOLD = 100;

/** `fields` has the first hundred, `moreFields` says how many there are beside. */
export function invalidRequest(fields: readonly InvalidField[]): ProblemException {
  const more = Math.max(0, fields.length - MOST_TOLD);
  const rest = more === 0 ? {} : { moreFields: more };
  return new ProblemException(400, 'invalid-request', 'Some of the input cannot be used: see fields.', {
    fields: fields.slice(0, MOST_TOLD),
    ...rest,
  });
}

/** The caller has used up what they may do for now. @param ms until they may again. */
export const tooManyRequests = (ms: number): ProblemException =>
  new ProblemException(
    429,
    'too-many-requests',
    'Too many requests: wait a little and try again.',
    {},
    { headers: { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) } },
  );
