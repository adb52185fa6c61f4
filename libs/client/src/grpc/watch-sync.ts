import { setTimeout as pause } from 'node:timers/promises';
import type { Sync, WatchSyncRequest } from '../gen/wethrive/peoplesync/v1/peoplesync';
import { backOff } from '../patience';
import { Silence } from '../silence';
import { longestSilence, type WatchOptions } from '../watching';
import type { GrpcClient } from './grpc.client';
import { PeopleSyncError } from './grpc-error';

/**
 * Every state of a sync until it is over or held, whatever gateway stops meanwhile and whatever line dies, also without a
 * word: it goes on from the last state that was told.
 * @throws PeopleSyncError for what is refused again, e.g. `not-found`
 */
export async function* watchSync(
  client: Pick<GrpcClient, 'watchSync'>,
  { tenant, syncId, lastEventId }: WatchSyncRequest,
  options: WatchOptions = {},
): AsyncGenerator<Sync> {
  const { signal } = options;
  let known = lastEventId;
  for (let attempt = 1; ; attempt += 1) {
    const silence = new Silence(longestSilence(options), signal);
    try {
      const events = client.watchSync({ tenant, syncId, lastEventId: known }, { signal: silence.signal });
      for await (const { eventId, sync } of silence.broken(events)) {
        known = eventId;
        attempt = 1;
        if (sync) yield sync;
      }
      return;
    } catch (error) {
      const isPassing = silence.isDead || (error instanceof PeopleSyncError && error.retry === 'same-call');
      if (!isPassing || signal?.aborted) throw error;
      const said = error instanceof PeopleSyncError ? error.retryAfterMs : undefined;
      await pause(said ?? backOff(attempt), undefined, { signal });
    }
  }
}
