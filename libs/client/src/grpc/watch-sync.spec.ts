import { Metadata, status } from '@grpc/grpc-js';
import { type SyncEvent, type WatchSyncRequest } from '../gen/wethrive/peoplesync/v1/peoplesync';
import { PeopleSyncError } from './grpc-error';
import { watchSync } from './watch-sync';

const error = (code: status) =>
  new PeopleSyncError(Object.assign(new Error('no'), { code, details: 'no', metadata: new Metadata() }));

const state = (eventId: string, more: object = {}): SyncEvent =>
  ({ kind: 'state', eventId, sync: { id: eventId }, ...more }) as unknown as SyncEvent;
const heartbeat = (eventId: string) => state(eventId, { kind: 'heartbeat', sync: undefined });

/** Gateways that tell this and then end, or break off; one after the other. */
function gateways(...streams: readonly (readonly (SyncEvent | Error)[])[]) {
  const asked: (string | undefined)[] = [];
  async function* told(request: WatchSyncRequest): AsyncGenerator<SyncEvent> {
    asked.push(request.lastEventId);
    for (const one of streams[asked.length - 1] ?? []) {
      await Promise.resolve();
      if (one instanceof Error) throw one;
      yield one;
    }
  }
  return { asked, client: { watchSync: told } };
}

describe('watching a sync', () => {
  it('goes on at another gateway from the last state, and tells no heartbeat', async () => {
    const { asked, client } = gateways(
      [state('one'), heartbeat('one'), error(status.UNAVAILABLE)],
      [state('two'), heartbeat('two')],
    );
    const told: string[] = [];
    for await (const { id } of watchSync(client, { tenant: 'acme', syncId: 's' })) told.push(id);
    expect([told, asked]).toEqual([
      ['one', 'two'],
      [undefined, 'one'],
    ]);
  });

  it('ends with what does not pass', async () => {
    const { asked, client } = gateways([error(status.NOT_FOUND)]);
    await expect(watchSync(client, { tenant: 'acme', syncId: 's' }).next()).rejects.toMatchObject({
      code: status.NOT_FOUND,
    });
    expect(asked).toHaveLength(1);
  });
});
