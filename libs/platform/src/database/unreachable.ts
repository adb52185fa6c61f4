/** Why a database does not answer, with its name and host, never user or password; of the driver's error. */
export function unreachable(databaseUrl: string, cause: unknown): string {
  const url = new URL(databaseUrl);
  const where = `${decodeURIComponent(url.pathname.slice(1))} on ${url.hostname}:${url.port || '5432'}`;
  const code = codeOf(cause);
  const why =
    code === '28P01' || code === '28000'
      ? 'refuses the name or password in DATABASE_URL'
      : code === '3D000'
        ? 'does not exist'
        : 'does not answer';
  return `The database ${where} ${why}${code === undefined ? '' : ` (${code})`}: check DATABASE_URL.`;
}

/** PostgreSQL's SQLSTATE, or the network's word. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}
