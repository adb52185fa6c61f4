import { setTimeout as pause } from 'node:timers/promises';
import { backOff, DEADLINE_MS, LONG_DEADLINE_MS, type Patience, TRIES } from '../patience';
import { reasonOf, retryOf } from '../refusal';

/** Answers that go on and on, or are read slowly. */
const isStreamed = (request: Request): boolean => /text\/(event-stream|csv)/.test(request.headers.get('accept') ?? '');

/** Where PeopleHR is asked, and where thousands of people come. */
const LONG_CALLS = [/^PUT .*\/integrations\/peoplehr$/, /^POST .*\/people\/import$/];

const usualDeadline = ({ method, url }: Request): number => {
  const call = `${method} ${new URL(url).pathname}`;
  return LONG_CALLS.some((long) => long.test(call)) ? LONG_DEADLINE_MS : DEADLINE_MS;
};

/**
 * A `fetch` that makes the same request again when nobody answered, and when the answer is a problem that says so (`retry`:
 * `same-call`): after the time that it names (`Retry-After`), else after growing pauses. Of somebody between, who answers
 * without a problem, 429 and 503 with a `Retry-After` are the same. Whoever changes something with it names the call
 * (`Idempotency-Key`), so that it is made once. What could be made again only after the deadline is answered at once.
 * @throws what `fetch` throws at last; a TimeoutError at the deadline
 */
export function retryingFetch({ deadlineMs, tries = TRIES }: Patience, send: typeof fetch = fetch) {
  return async (request: Request): Promise<Response> => {
    const limitMs = isStreamed(request) ? Infinity : (deadlineMs ?? usualDeadline(request));
    const deadline = Date.now() + limitMs;
    const signal = AbortSignal.any([request.signal, ...(limitMs === Infinity ? [] : [AbortSignal.timeout(limitMs)])]);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await send(request.clone(), { signal });
        const waitMs = attempt < tries && (await isToBeMadeAgain(response)) ? pauseAfter(response, attempt) : Infinity;
        if (Date.now() + waitMs >= deadline) return response;
        await response.body?.cancel();
        await pause(waitMs, undefined, { signal });
      } catch (error) {
        if (attempt === tries || signal.aborted) throw signal.aborted ? signal.reason : error;
        await pause(backOff(attempt), undefined, { signal });
      }
    }
  };
}

async function isToBeMadeAgain(response: Response): Promise<boolean> {
  if (response.status < 400) return false;
  if ((response.headers.get('content-type') ?? '').includes('problem+json')) {
    const problem: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    if (reasonOf(problem) !== '') return retryOf(problem) === 'same-call';
  }
  return response.headers.has('retry-after') && (response.status === 429 || response.status === 503);
}

const pauseAfter = (response: Response, attempt: number): number =>
  Number(response.headers.get('retry-after')) * 1000 || backOff(attempt);
