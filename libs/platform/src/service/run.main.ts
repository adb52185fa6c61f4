import { TopicsError } from '@people-sync/messaging';
import { ConfigError } from '../config/load.config';
import type { Environment } from '../config/environment';
import { redactText } from '../logging/redact';
import { isLogLevel, ServiceLogger } from '../logging/service-logger';
import { type RunningService, StartError, StartGivenUpError } from './running-service';

/** Longer than any grace a service takes: a hanging stop must not keep the process for ever. */
const STOP_LIMIT_MS = 60_000;

/**
 * The whole of a service's `main.ts`: starts it from the process' environment. A start that fails prints one sentence
 * and ends with code 1. SIGTERM and SIGINT drain and end with code 0, during the start as soon as it is through (what
 * it has opened must be closed again) or has given up what it waited for; a second signal ends at once.
 * @param start is told by its second argument to wait no longer.
 */
export function runMain(name: string, start: (env: Environment, stop: AbortSignal) => Promise<RunningService>): void {
  let stopping = false;
  const stopped = new AbortController();
  const starting = start(process.env, stopped.signal);
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    stopped.abort();
    setTimeout(() => fail(name, new Error(`did not stop within ${STOP_LIMIT_MS / 1000} s`)), STOP_LIMIT_MS).unref();
    starting
      .then((running) => running.close())
      .catch((error: unknown) => {
        if (!(error instanceof StartGivenUpError)) throw error;
      })
      .then(
        () => process.exit(0),
        (error: unknown) => fail(name, error),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  starting.then(
    ({ http, grpc, management }) => {
      const where = [http, grpc && `grpc ${grpc}`, management !== http && management].filter(Boolean);
      process.stderr.write(`${name} is up${where.length > 0 ? ` (${where.join(', ')})` : ''}\n`);
    },
    (error: unknown) => {
      if (!(error instanceof StartGivenUpError)) fail(name, error);
    },
  );
}

/** One sentence for what somebody can mend; the stack too for what nobody expected. */
export function fail(name: string, error: unknown): void {
  const expected = error instanceof StartError || error instanceof ConfigError || error instanceof TopicsError;
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  noteInLog(name, error);
  process.stderr.write(`${name}: ${redactText(text)}\n`, () => process.exit(1));
}

/** Where lines go to a file, whoever reads them sees no standard error. A file that cannot be written is not waited for. */
function noteInLog(name: string, error: unknown): void {
  const { LOG_FILE: file = '', LOG_LEVEL: wanted = '' } = process.env;
  if (file === '') return;
  try {
    const cause = error instanceof Error ? error : new Error(String(error));
    // The level may be what is wrong.
    const level = isLogLevel(wanted) ? wanted : 'info';
    new ServiceLogger({ service: name, instance: process.env['INSTANCE_NAME'], level, file }).fatal(
      'the process ends',
      cause,
      'runMain',
    );
  } catch {
    // Standard error says it.
  }
}
