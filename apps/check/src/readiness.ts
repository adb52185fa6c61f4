import { lookup } from 'node:dns/promises';
import { type Environment, loadConfig } from '@people-sync/platform';
import { CheckConfig } from './check.config';

/** What was seen. */
export interface Seen {
  /** One for each address that was asked, and for each name that has none. */
  readonly lines: readonly string[];
  readonly allReady: boolean;
}

/**
 * Asks every instance of every service whether it is ready: all addresses of a name, not only one.
 * @throws ConfigError with a sentence.
 */
export async function readiness(env: Environment): Promise<Seen> {
  const config = loadConfig(CheckConfig, env);
  const answers = await Promise.all(config.services.map((service) => askAll(service, config.CHECK_PATIENCE_MS)));
  const found = answers.flat();
  return { lines: found.map(({ line }) => line), allReady: found.every(({ isReady }) => isReady) };
}

interface Answer {
  readonly line: string;
  readonly isReady: boolean;
}

async function askAll(service: string, patienceMs: number): Promise<Answer[]> {
  const colon = service.lastIndexOf(':');
  const [name, port] = [service.slice(0, colon), service.slice(colon + 1)];
  const found = await lookup(name, { all: true }).catch(() => []);
  if (found.length === 0) return [{ line: `${name} has no address: none of its instances is ready`, isReady: false }];
  return Promise.all(
    found.map(async ({ address, family }) => {
      const place = family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
      const { isReady, said } = await ask(`http://${place}/health/ready`, patienceMs);
      return { line: `${service} (${place}) ${said}`, isReady };
    }),
  );
}

async function ask(url: string, patienceMs: number): Promise<{ isReady: boolean; said: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    if (response.ok) return { isReady: true, said: 'is ready' };
    const body: unknown = await response.json().catch(() => undefined);
    return { isReady: false, said: `is not ready: ${missing(body) ?? `it answers ${String(response.status)}`}` };
  } catch {
    return { isReady: false, said: 'does not answer' };
  }
}

/** The names that health gives of what is missing. */
function missing(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('failing' in body) || !Array.isArray(body.failing))
    return undefined;
  return body.failing.map(String).join(', ');
}
