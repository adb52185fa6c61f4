/** The port to listen on: PORT, 0 for any free one, 4010 without it. */
export function portFromEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): number {
  const port = Number(env['PORT'] ?? '4010');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT must be a number from 0 to 65535');
  return port;
}
