import { setTimeout as pause } from 'node:timers/promises';

/** How long and how often a call is tried. */
export interface Patience {
  /** Of one call, all its tries together, in milliseconds; 30 s if nothing is said. An answer that is a stream has none. */
  readonly deadlineMs?: number;
  /** Tries of one call; 4 if nothing is said. */
  readonly tries?: number;
}

const FIRST_PAUSE_MS = 200;

/** Answers that go on and on, or are read slowly. */
const isStreamed = (request: Request): boolean => /text\/(event-stream|csv)/.test(request.headers.get('accept') ?? '');

/**
 * A `fetch` that makes the same request again when nobody answered, and when the answer says after how many seconds to
 * come again (`Retry-After`). Whoever changes something with it names the call (`Idempotency-Key`), so that it is made once.
 * @throws what `fetch` throws at last; a TimeoutError at the deadline
 */
export function retryingFetch({ deadlineMs = 30_000, tries = 4 }: Patience, send: typeof fetch = fetch) {
  return async (request: Request): Promise<Response> => {
    const deadline = isStreamed(request) ? [] : [AbortSignal.timeout(deadlineMs)];
    const signal = AbortSignal.any([request.signal, ...deadline]);
    for (let attempt = 1; ; attempt += 1) {
      const backOff = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      try {
        const response = await send(request.clone(), { signal });
        const seconds = response.headers.get('retry-after');
        if (attempt === tries || seconds === null || response.status < 400) return response;
        await response.body?.cancel();
        await pause(Number(seconds) * 1000 || backOff, undefined, { signal });
      } catch (error) {
        if (attempt === tries || signal.aborted) throw signal.aborted ? signal.reason : error;
        await pause(backOff, undefined, { signal });
      }
    }
  };
}
