import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 20;
const WITHIN_MS = 30_000;

/**
 * Waits for a condition, never for a time: calls `check` until it resolves without throwing and returns its value.
 * The limit only ends a test that would wait for ever; the last failure is what it reports.
 */
export async function eventually<T>(check: () => Promise<T> | T, withinMs: number = WITHIN_MS): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`not within ${withinMs} ms: ${error instanceof Error ? error.message : 'unknown error'}`, {
          cause: error,
        });
      }
      await wait(PAUSE_MS);
    }
  }
}
