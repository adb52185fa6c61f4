import { Metadata, status } from '@grpc/grpc-js';
import { type SyncEvent, type WatchSyncRequest } from '../gen/wethrive/peoplesync/v1/peoplesync';
import type { CallOptions } from './grpc.client';
import { PeopleSyncError } from './grpc-error';
import { watchSync } from './watch-sync';

const error = (code: status) =>
  new PeopleSyncError(Object.assign(new Error('no'), { code, details: 'no', metadata: new Metadata() }));

const state = (eventId: string, more: object = {}): SyncEvent =>
  ({ kind: 'state', eventId, sync: { syncId: eventId }, ...more }) as unknown as SyncEvent;
const heartbeat = (eventId: string) => state(eventId, { kind: 'heartbeat', sync: undefined });

/** From here on nothing is told any more, and nothing ends. */
const SILENT = 'silent';

/** Gateways that tell this and then end, break off or fall silent; one after the other. */
function gateways(...streams: readonly (readonly (SyncEvent | Error | typeof SILENT)[])[]) {
  const asked: (string | undefined)[] = [];
  async function* told(request: WatchSyncRequest, { signal }: CallOptions = {}): AsyncGenerator<SyncEvent> {
    asked.push(request.lastEventId);
    for (const one of streams[asked.length - 1] ?? []) {
      await Promise.resolve();
      if (one instanceof Error) throw one;
      if (one === SILENT) {
        if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        throw error(status.CANCELLED);
      }
      yield one;
    }
  }
  return { asked, client: { watchSync: told } };
}

const request = { tenant: 'acme', syncId: 's', lastEventId: undefined };

describe('watching a sync', () => {
  it('goes on at another gateway from the last state, and tells no heartbeat', async () => {
    const { asked, client } = gateways(
      [state('one'), heartbeat('one'), error(status.UNAVAILABLE)],
      [state('two'), heartbeat('two')],
    );
    const told: string[] = [];
    for await (const { syncId } of watchSync(client, request)) told.push(syncId);
    expect([told, asked]).toEqual([
      ['one', 'two'],
      [undefined, 'one'],
    ]);
  });

  it('goes on too when the line is dead without a word', async () => {
    const { asked, client } = gateways([SILENT], [state('one'), SILENT], [state('two')]);
    const told: string[] = [];
    for await (const { syncId } of watchSync(client, request, { heartbeatMs: 10 })) told.push(syncId);
    expect([told, asked]).toEqual([
      ['one', 'two'],
      [undefined, undefined, 'one'],
    ]);
  });

  it('takes no line for dead whose reader is at work, however long', async () => {
    const { asked, client } = gateways([state('one'), state('two')]);
    for await (const sync of watchSync(client, request, { heartbeatMs: 1 })) {
      expect(sync.syncId).toBeDefined();
      // Longer than three heartbeats by any clock.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(asked).toHaveLength(1);
  });

  it('ends with what does not pass', async () => {
    const { asked, client } = gateways([error(status.NOT_FOUND)]);
    await expect(watchSync(client, request).next()).rejects.toMatchObject({ code: status.NOT_FOUND });
    expect(asked).toHaveLength(1);
  });

  it('ends when nobody wants it any more, and does not take that for a dead line', async () => {
    const { asked, client } = gateways([SILENT], [state('one')]);
    const unwanted = new AbortController();
    const next = watchSync(client, request, { signal: unwanted.signal }).next();
    unwanted.abort();
    await expect(next).rejects.toMatchObject({ code: status.CANCELLED });
    expect(asked).toHaveLength(1);
  });
});
