import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 50;
const LOG_TAIL = 2000;

/** What is known of a process that is to become ready. */
export interface Watched {
  ended(): boolean;
  log(): Promise<string>;
}

/**
 * Waits until `ready` resolves.
 * @throws at once if the process has ended, else after `withinMs`; the end of its log is in the message.
 */
export async function waitFor(
  name: string,
  withinMs: number,
  ready: () => Promise<void>,
  { ended, log }: Watched,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      if (!ended()) {
        await ready();
        return;
      }
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${name} is not ready: ${reason(error)}\n${await tail(log)}`);
    }
    if (ended()) throw new Error(`${name} ended at once:\n${await tail(log)}`);
    await wait(PAUSE_MS);
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const tail = async (log: () => Promise<string>): Promise<string> => (await log().catch(() => '')).slice(-LOG_TAIL);
