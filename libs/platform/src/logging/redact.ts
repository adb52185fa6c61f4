/** Keys whose values never reach a log, compared without case, `-` and `_`. */
const SECRET = new Set(
  [
    'authorization cookie setcookie apikey key token accesstoken refreshtoken idtoken secret password passwd keyring kek',
    'databaseurl busdatabaseurl connectionstring parameters query queryparameters rawbody body payload params',
    'email emailid emailaddress personalemail reportstoemail reportstoemailaddress oldemail name firstname lastname',
    'fullname displayname knownas othername reportsto manager actor actinguser phone mobile address dateofbirth',
    'nisnumber bankdetail bankname accountnumber accountname employee person',
  ]
    .join(' ')
    .split(' '),
);

const REDACTED = '[redacted]';
const MAX_DEPTH = 6;

/** A copy of `value` that may be logged: secrets and personal fields by key name, addresses and bearers inside texts. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value instanceof Error) return redactError(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  if (value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecret(key) ? REDACTED : redact(item, depth + 1)]),
  );
}

const isSecret = (key: string): boolean => SECRET.has(key.replace(/[-_]/g, '').toLowerCase());

/** E-mail addresses, bearer tokens and passwords inside URLs are taken out of any text. */
export function redactText(text: string): string {
  return text
    .replace(/\b(bearer)\s+[\w.~+/=-]+/gi, '$1 [redacted]')
    .replace(/(\w+:\/\/[^\s:/@]*:)[^\s@/]+@/g, '$1[redacted]@')
    .replace(/[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+/g, '[email]');
}

/** An error as fields of a log line. */
export interface LoggableError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: unknown;
}

/**
 * Name, message, stack, code and cause: never a driver's `parameters` or `detail`, which hold row values.
 * Postgres' data errors (SQLSTATE 22…) quote the value in the message itself.
 */
export function redactError(error: Error, depth = 0): LoggableError {
  const code: unknown = Reflect.get(error, 'code');
  const quotesValues = typeof code === 'string' && code.startsWith('22');
  const clean = (text: string) => redactText(quotesValues ? text.replace(/"[^"]*"/g, '"[redacted]"') : text);
  return {
    type: error.name,
    message: clean(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: clean(error.stack) }),
    ...(error.cause === undefined || depth >= MAX_DEPTH ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
