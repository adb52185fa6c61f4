import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { ErrorInfo } from '../gen/google/rpc/error_details';
import { Status } from '../gen/google/rpc/status';
import {
  PeopleSyncService,
  PlanOutdatedProblem,
  type StartSyncRequest,
  Sync,
} from '../gen/wethrive/peoplesync/v1/peoplesync';
import { type GrpcClient, grpcClient } from './grpc.client';
import { PeopleSyncError } from './grpc-error';
import { messageOf } from './status-details';

interface Asked {
  readonly key: unknown;
  readonly actingUser: string;
  readonly token: unknown;
}

interface Refused {
  readonly code: status;
  readonly pushback?: string;
  readonly reason?: string;
  /** As the google.rpc.Status says it, with the sync to look at. */
  readonly details?: { readonly retry: string; readonly syncId?: string };
}

/** Nothing is answered, whatever comes. */
const SILENT = 'silent';

function trailersOf({ code, pushback, reason = 'service-unavailable', details }: Refused): Metadata {
  const trailers = new Metadata();
  if (pushback !== undefined) trailers.set('grpc-retry-pushback-ms', pushback);
  trailers.set('reason', reason);
  if (!details) return trailers;
  const any = (name: string, bytes: Uint8Array) => ({
    typeUrl: `type.googleapis.com/${name}`,
    value: Buffer.from(bytes),
  });
  const info = { reason: reason.toUpperCase().replaceAll('-', '_'), domain: '', metadata: { retry: details.retry } };
  const said = PlanOutdatedProblem.encode({ syncPath: undefined, syncId: details.syncId }).finish();
  const message = {
    code,
    message: 'Not now.',
    details: [any('google.rpc.ErrorInfo', ErrorInfo.encode(info).finish()), any(messageOf(reason), said)],
  };
  trailers.set('grpc-status-details-bin', Buffer.from(Status.encode(message).finish()));
  return trailers;
}

describe('a call over gRPC', () => {
  const server = new Server();
  const asked: Asked[] = [];
  /** What the next calls are refused with. */
  let refusals: (Refused | typeof SILENT)[] = [];
  /** Called when nothing is answered. */
  let whenSilent: () => void;
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
            done(null, { ...Sync.decode(new Uint8Array()), syncId: request.tenant });
            return;
          }
          if (refused === SILENT) whenSilent();
          else done({ code: refused.code, details: 'Not now.', metadata: trailersOf(refused) });
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
    });
  });
  beforeEach(() => {
    asked.length = 0;
    refusals = [];
    whenSilent = () => undefined;
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
    expect(await start()).toMatchObject({ syncId: 'acme' });
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
      retry: 'never',
    });
    expect(asked).toHaveLength(1);
    refusals = [{ code: status.RESOURCE_EXHAUSTED, pushback: '-1', reason: 'too-large' }];
    await expect(start()).rejects.toMatchObject({ reason: 'too-large', retry: 'never' });
    expect(asked).toHaveLength(2);
  });

  it('is made again under the same key while the same call is still at work, as over HTTP', async () => {
    const atWork = { code: status.ABORTED, reason: 'request-in-progress', details: { retry: 'same-call' } };
    refusals = [atWork, atWork];
    expect(await start()).toMatchObject({ syncId: 'acme' });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
  });

  it('is refused with what stands beside the sentence, typed', async () => {
    const details = { retry: 'read-anew', syncId: '0b6e8f0e-3f0c-4c5e-9a57-1f7b2f4f7d11' };
    refusals = [{ code: status.ABORTED, reason: 'plan-outdated', details }];
    const error: unknown = await start().catch((thrown: unknown) => thrown);
    if (!(error instanceof PeopleSyncError) || error.said?.reason !== 'plan-outdated') throw error;
    expect([error.retry, error.said.syncId]).toEqual(['read-anew', details.syncId]);
    expect(asked).toHaveLength(1);
  });

  it('is given up at its deadline, and when nobody wants it any more', async () => {
    refusals = [SILENT];
    await expect(start({ deadlineMs: 50 })).rejects.toMatchObject({
      code: status.DEADLINE_EXCEEDED,
      retry: 'same-call',
    });
    const given = new AbortController();
    refusals = [SILENT];
    whenSilent = () => given.abort();
    const unwanted = start({ signal: given.signal });
    await expect(unwanted).rejects.toMatchObject({ code: status.CANCELLED, retry: 'never' });
  });

  it('is not made at all if nobody wants it by then', async () => {
    await expect(start({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: status.CANCELLED });
    await start();
    expect(asked).toHaveLength(1);
  });

  it('is refused at once where it could be made again only after its deadline', async () => {
    refusals = [{ code: status.UNAVAILABLE, pushback: '60000' }];
    await expect(start()).rejects.toMatchObject({ code: status.UNAVAILABLE, retryAfterMs: 60_000 });
    expect(asked).toHaveLength(1);
  });
});
