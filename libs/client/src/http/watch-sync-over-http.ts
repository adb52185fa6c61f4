import { setTimeout as pause } from 'node:timers/promises';
import { backOff } from '../patience';
import { Silence } from '../silence';
import { longestSilence, type WatchOptions } from '../watching';
import type { HttpClient, Shapes } from './http.client';
import { RefusedError } from './refused-error';
import { eventsIn } from './server-sent-events';

/**
 * Every state of a sync until it is over or held, whatever gateway stops meanwhile and whatever line dies, also without a
 * word: it goes on from the last state that was told, until PeopleSync says that there is no more to tell.
 * @throws RefusedError for what is refused again, e.g. `not-found`; what `fetch` throws if nobody ever answered
 */
export async function* watchSyncOverHttp(
  client: Pick<HttpClient, 'GET'>,
  { tenant, syncId }: { readonly tenant: string; readonly syncId: string },
  options: WatchOptions = {},
): AsyncGenerator<Shapes['Sync']> {
  const { signal } = options;
  let known: string | undefined;
  let isAnswered = false;
  for (let attempt = 1; ; attempt += 1) {
    const silence = new Silence(longestSilence(options), signal);
    let saidMs: number | undefined;
    try {
      const answer = client.GET('/v1/tenants/{tenant}/syncs/{syncId}/events', {
        params: {
          path: { tenant, syncId },
          header: known === undefined ? {} : { 'Last-Event-ID': known },
        },
        headers: { accept: 'text/event-stream' },
        parseAs: 'stream',
        signal: silence.signal,
      });
      const { data, error, response } = await silence.within(answer);
      isAnswered = true;
      if (response.status === 204) return;
      if (!data) throw new RefusedError(error);
      for await (const event of eventsIn(silence.broken(data.pipeThrough(new TextDecoderStream())))) {
        known = event.id ?? known;
        saidMs = event.retryMs;
        attempt = 1;
        if (event.data !== '') yield syncOf(event.data);
      }
    } catch (error) {
      // `fetch` throws a TypeError where nobody answers and where an answer breaks off, and for an address that is none.
      const isBroken = isAnswered && error instanceof TypeError;
      const isToComeAgain = error instanceof RefusedError && error.retry === 'same-call';
      if (signal?.aborted || !(silence.isDead || isBroken || isToComeAgain)) throw error;
    }
    await pause(saidMs ?? backOff(attempt), undefined, { signal });
  }
}

// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the edge: what PeopleSync says that it sends
const syncOf = (data: string): Shapes['Sync'] => JSON.parse(data) as Shapes['Sync'];
