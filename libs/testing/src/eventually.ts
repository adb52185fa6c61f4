import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 20;
const WITHIN_MS = 100_000;

/**
 * Waits for a condition, never for a time: calls `check` until it resolves without throwing and returns its value.
 * The limit (milliseconds) only ends a test that would wait for ever, also for a check that never comes back.
 * @throws with the last failure in message and cause.
 */
export async function eventually<T>(check: () => Promise<T> | T, withinMs: number = WITHIN_MS): Promise<T> {
  const deadline = Date.now() + withinMs;
  let last: unknown = new Error('the check did not come back');
  for (;;) {
    try {
      return await before(deadline, check);
    } catch (error) {
      if (!(error instanceof TooLate)) last = error;
      if (error instanceof TooLate || Date.now() >= deadline) {
        throw new Error(`not within ${withinMs} ms: ${last instanceof Error ? last.message : String(last)}`, {
          cause: last,
        });
      }
    }
    await wait(PAUSE_MS);
  }
}

class TooLate extends Error {}

async function before<T>(deadline: number, check: () => Promise<T> | T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), deadline - Date.now());
  });
  try {
    return await Promise.race([late, check()]);
  } finally {
    clearTimeout(timer);
  }
}
