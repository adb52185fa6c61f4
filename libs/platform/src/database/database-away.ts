/** What Node says of a connection that cannot be made or was cut. */
const CUT = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * What PostgreSQL says when it stops, starts or has no place left, when it has ended a session that was silent, and when it
 * is no longer (or not yet) the one that is written to. Class 08 is of connections as a whole.
 */
const NOT_NOW = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '53300', '25006']);

/** Words of pg, and of TypeORM, which have no code. */
const WORDS = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed',
  'Query read timeout',
  'Cannot use a pool after calling end',
  'Connection is not established',
  'is not set. Please ensure connection',
  // TypeORM's, of the next statement, or the commit, of a transaction whose session ended between two statements.
  'Database connection provided by a query runner was already released',
  'Query runner already released',
];

/** How deep errors hold the ones that caused them: TypeORM's holds pg's, which holds Node's. */
const DEEPEST = 5;

/**
 * True if the database (or the way to it) is away just now, whoever noticed it: the same will do in a moment, and nobody
 * asked anything wrong. False for a statement that PostgreSQL refused.
 */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEEPEST) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && (CUT.has(code) || NOT_NOW.has(code) || /^08...$/.test(code))) return true;
  if (WORDS.some((words) => error.message.includes(words))) return true;
  const several: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const causes = [error.cause, Reflect.get(error, 'driverError'), ...several];
  return causes.some((cause) => cause !== error && isDatabaseAway(cause, depth + 1));
}
