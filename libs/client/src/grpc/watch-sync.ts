import { setTimeout as pause } from 'node:timers/promises';
import type { Sync, WatchSyncRequest } from '../gen/wethrive/peoplesync/v1/peoplesync';
import type { CallOptions, GrpcClient } from './grpc.client';
import { PeopleSyncError } from './grpc-error';

const AGAIN_MS = 1_000;

/**
 * Every state of a sync until it is over or held, whatever gateway stops meanwhile: it goes on from the last state that was
 * told.
 * @throws PeopleSyncError for what does not pass, e.g. `not-found`
 */
export async function* watchSync(
  client: Pick<GrpcClient, 'watchSync'>,
  { tenant, syncId, lastEventId }: WatchSyncRequest,
  options: Pick<CallOptions, 'signal'> = {},
): AsyncGenerator<Sync> {
  let known = lastEventId;
  for (;;) {
    try {
      for await (const { eventId, sync } of client.watchSync({ tenant, syncId, lastEventId: known }, options)) {
        known = eventId;
        if (sync) yield sync;
      }
      return;
    } catch (error) {
      if (!(error instanceof PeopleSyncError) || !error.isPassing) throw error;
      await pause(AGAIN_MS, undefined, options);
    }
  }
}
