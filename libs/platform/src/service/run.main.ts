import { ConfigError } from '../config/load.config';
import type { Environment } from '../config/environment';
import { redactText } from '../logging/redact';
import { type RunningService, StartError } from './running-service';

/** Longer than any grace a service takes: a hanging stop must not keep the process for ever. */
const STOP_LIMIT_MS = 60_000;

/**
 * The whole of a service's `main.ts`: starts it from the process' environment. A start that fails prints one sentence
 * and ends with code 1. SIGTERM and SIGINT drain and end with code 0; a second signal ends at once.
 */
export function runMain(name: string, start: (env: Environment) => Promise<RunningService>): void {
  let running: RunningService | undefined;
  let stopping = false;
  const stop = () => {
    if (stopping || running === undefined) process.exit(stopping ? 1 : 0);
    stopping = true;
    setTimeout(() => fail(name, new Error(`did not stop within ${STOP_LIMIT_MS / 1000} s`)), STOP_LIMIT_MS).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(name, error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  start(process.env).then(
    (started) => {
      running = started;
      const where = [started.http, started.grpc && `grpc ${started.grpc}`, started.management].filter(Boolean);
      process.stderr.write(`${name} is up${where.length > 0 ? ` (${where.join(', ')})` : ''}\n`);
    },
    (error: unknown) => fail(name, error),
  );
}

/** One sentence for what somebody can mend; the stack too for what nobody expected. */
function fail(name: string, error: unknown): void {
  const expected = error instanceof StartError || error instanceof ConfigError;
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${name}: ${redactText(text)}\n`, () => process.exit(1));
}
