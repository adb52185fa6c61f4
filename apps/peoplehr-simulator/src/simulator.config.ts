/** The port to listen on: PORT, 0 for any free one, 4010 without it. */
export function portFromEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): number {
  const port = Number(env['PORT'] ?? '4010');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT must be a number from 0 to 65535');
  return port;
}

/** The address to listen on: this machine only, or with HOST=0.0.0.0 every one, as in a container. */
export function hostFromEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): '127.0.0.1' | '0.0.0.0' {
  const host = env['HOST'] ?? '127.0.0.1';
  if (host !== '127.0.0.1' && host !== '0.0.0.0') throw new Error('HOST must be 127.0.0.1 or 0.0.0.0');
  return host;
}
