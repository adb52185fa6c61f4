import { Metadata, Server, ServerCredentials, credentials, status } from '@grpc/grpc-js';
import { PeopleSyncService, type StartSyncRequest, Sync } from '../gen/wethrive/peoplesync/v1/peoplesync';
import { type GrpcClient, grpcClient } from './grpc.client';

interface Asked {
  readonly key: unknown;
  readonly actingUser: string;
  readonly token: unknown;
}

describe('a call over gRPC', () => {
  const server = new Server();
  const asked: Asked[] = [];
  /** What the next calls are refused with. */
  let refusals: { readonly code: status; readonly pushback?: string; readonly reason?: string }[] = [];
  let client: GrpcClient;
  let tokens = 0;

  beforeAll(async () => {
    server.addService(
      { startSync: PeopleSyncService.startSync },
      {
        startSync: (
          { metadata, request }: { metadata: Metadata; request: StartSyncRequest },
          done: (error: object | null, answer?: Sync) => void,
        ) => {
          const [key] = metadata.get('idempotency-key');
          const [actingUser] = metadata.get('acting-user-bin');
          asked.push({ key, actingUser: String(actingUser), token: metadata.get('authorization')[0] });
          const refused = refusals.shift();
          if (!refused) {
            done(null, { ...Sync.decode(new Uint8Array()), id: request.tenant });
            return;
          }
          const trailer = new Metadata();
          if (refused.pushback !== undefined) trailer.set('grpc-retry-pushback-ms', refused.pushback);
          trailer.set('reason', refused.reason ?? 'service-unavailable');
          done({ code: refused.code, details: 'Not now.', metadata: trailer });
        },
      },
    );
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    client = grpcClient({
      address: `127.0.0.1:${port}`,
      token: () => `token-${(tokens += 1)}`,
      actingUser: 'Zoë 渡辺',
      credentials: credentials.createInsecure(),
    });
  });
  beforeEach(() => {
    asked.length = 0;
    refusals = [];
  });
  afterAll(() => {
    client.close();
    server.forceShutdown();
  });

  const start = (options = {}) => client.startSync({ tenant: 'acme', mode: 'SYNC_MODE_APPLY' }, options);

  it('is made again under the same key while nobody can answer, and is told when to come again', async () => {
    refusals = [
      { code: status.UNAVAILABLE },
      { code: status.RESOURCE_EXHAUSTED, pushback: '1', reason: 'too-many-requests' },
    ];
    expect(await start()).toMatchObject({ id: 'acme' });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    expect(asked[0]?.actingUser).toBe('Zoë 渡辺');
  });

  it('has a key and a token of its own each time, or the key that it is given', async () => {
    await start();
    await start();
    await start({ idempotencyKey: 'mine', actingUser: 'grace' });
    const [first, second, third] = asked;
    expect(first?.key).not.toBe(second?.key);
    expect(first?.token).not.toBe(second?.token);
    expect([third?.key, third?.actingUser]).toEqual(['mine', 'grace']);
  });

  it('is refused once, with the word and the sentence', async () => {
    refusals = [{ code: status.FAILED_PRECONDITION, reason: 'not-connected' }];
    await expect(start()).rejects.toMatchObject({
      name: 'PeopleSyncError',
      code: status.FAILED_PRECONDITION,
      reason: 'not-connected',
      message: 'Not now.',
      isPassing: false,
    });
    expect(asked).toHaveLength(1);
    refusals = [{ code: status.RESOURCE_EXHAUSTED, pushback: '-1', reason: 'too-large' }];
    await expect(start()).rejects.toMatchObject({ reason: 'too-large', isPassing: false });
    expect(asked).toHaveLength(2);
  });

  it('is given up at its deadline, and when nobody wants it any more', async () => {
    refusals = [{ code: status.UNAVAILABLE, pushback: '60000' }];
    await expect(start({ deadlineMs: 50 })).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED, isPassing: true });
    await expect(start({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: status.CANCELLED });
  });
});
