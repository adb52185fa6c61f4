import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import {
  ChangesCompleted,
  Connected,
  derivedId,
  LicencesChanged,
  type NewEvent,
  newEvent,
  SyncRequested,
} from '@people-sync/contracts';
import { provisionBus } from '@people-sync/messaging';
import {
  auditV1,
  grpcClient,
  type GrpcClient,
  GrpcError,
  OneMachineAuthority,
  type RunningService,
} from '@people-sync/platform';
import { checkProof, openCheckpoint, readVkey } from '@people-sync/transparency';
import { aTenantId, describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { BusUnderTest } from './bus.testkit';
import { employee, snapshot } from './fetched.testkit';
import { startAudit } from './index';

type Audit = GrpcClient<auditV1.AuditClient>;

const ORIGIN = 'audit.people-sync.example';
const secret = (fill: number): string => `k:${Buffer.alloc(32, fill).toString('base64')}`;
const all = { about: '', syncId: '', from: '', to: '', limit: 0, cursor: '', types: [], newestFirst: false };

describeReal('postgres')('audit as a running service', () => {
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let service: RunningService;
  let gateway: Audit;
  let bus: BusUnderTest;
  let logFile: string;

  const start = async () =>
    startAudit({
      ...(await authority.serviceEnvironment('audit')),
      DATABASE_URL: database.url,
      BUS_DATABASE_URL: database.url,
      PERSON_KEYRING: secret(1),
      SIGNING_KEYS: secret(2),
      TOKEN_KEY: Buffer.alloc(32, 3).toString('base64'),
      LOG_ORIGIN: ORIGIN,
      RECONCILER_GRPC: '127.0.0.1:1',
      WRITER_GRPC: '127.0.0.1:1',
      MANAGEMENT_PORT: '0',
      LOG_LEVEL: 'trace',
      LOG_FILE: logFile,
    });
  const clientOf = async (name: string): Promise<Audit> =>
    grpcClient<auditV1.AuditClient>(
      { package: 'peoplesync.audit.v1', service: auditV1.AUDIT_SERVICE_NAME },
      service.grpc ?? '',
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile(name) },
    );

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    const directory = await mkdtemp(join(tmpdir(), 'audit-'));
    authority = await OneMachineAuthority.open(directory);
    logFile = join(directory, 'audit.log');
    service = await start();
    gateway = await clientOf('gateway');
    bus = await BusUnderTest.open(database.url);
  });
  afterAll(async () => {
    gateway.close();
    await bus.close();
    await service.close();
    authority.close();
    await database.drop();
  });

  /** An event of each topic, eight in all, of which the two employees are one with the end of their snapshot. */
  function ofEachTopic(tenantId: string): NewEvent[] {
    const origin = { source: '/peoplesync/test', tenantId, syncId: derivedId('sync', tenantId), actor: 'c4nary-actor' };
    return [
      newEvent(Connected, origin, {
        connectionId: derivedId('c', tenantId),
        companyId: 'company-1',
        companyName: 'Northwind Tiles',
        keyHint: 'abcd',
      }),
      newEvent(SyncRequested, origin, { number: 1, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [] }),
      ...snapshot({ tenantId, number: 1 }, [employee('PW1', { lastName: 'C4nary' }), employee('PW2')]),
      newEvent(ChangesCompleted, origin, { number: 1, count: 0 }),
      newEvent(LicencesChanged, origin, { seats: null, active: 0, waiting: 0 }),
    ];
  }

  /** A company whose events of all topics are recorded. */
  async function recorded(): Promise<{ tenantId: string; events: auditV1.Event[] }> {
    const tenantId = aTenantId();
    await bus.send(ofEachTopic(tenantId));
    const events = await eventually(async () => {
      const found = (await gateway.listEvents({ ...all, tenantId })).events;
      expect(found).toHaveLength(6);
      return found;
    });
    return { tenantId, events };
  }

  const refusal = async (call: Promise<unknown>) =>
    call.then(
      () => 'answered',
      (error: unknown) => (error instanceof GrpcError ? status[error.code] : error),
    );

  it('records what all five topics carry, and proves each of it to whoever has the public keys', async () => {
    const { tenantId, events } = await recorded();
    expect(new Set(events.map(({ topic }) => topic)).size).toBe(5);
    const keys = (await gateway.listKeys({})).vkeys.map(readVkey);
    for (const { eventId, index } of events) {
      const { entry, proof } = await gateway.getProof({ tenantId, eventId });
      expect(checkProof(proof, Buffer.from(entry), keys, `${ORIGIN}/${tenantId}`)).toMatchObject({ index, size: 6 });
    }
    const { note, size } = await gateway.getCheckpoint({ tenantId });
    expect(openCheckpoint(note, keys, `${ORIGIN}/${tenantId}`).size).toBe(size);
  });

  it('hands out long records page by page, each event once', async () => {
    const { tenantId, events } = await recorded();
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = await gateway.listEvents({ ...all, tenantId, limit: 2, cursor });
      seen.push(...page.events.map(({ index }) => index));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(seen).toEqual(events.map(({ index }) => index));
  });

  it('goes on where it stopped, with each event once', async () => {
    const { tenantId } = await recorded();
    gateway.close();
    await service.close();
    service = await start();
    gateway = await clientOf('gateway');
    const { tenantId: after } = await recorded();
    expect((await gateway.listEvents({ ...all, tenantId })).events).toHaveLength(6);
    expect((await gateway.listEvents({ ...all, tenantId: after })).events).toHaveLength(6);
  });

  it('answers nobody but the gateway, and tells nothing of what is not there', async () => {
    const { tenantId, events } = await recorded();
    const stranger = await clientOf('somebody');
    expect(await refusal(stranger.listEvents({ ...all, tenantId }))).toBe('PERMISSION_DENIED');
    expect(await refusal(stranger.listKeys({}))).toBe('PERMISSION_DENIED');
    stranger.close();
    const [first] = events;
    expect(await refusal(gateway.getProof({ tenantId: aTenantId(), eventId: first!.eventId }))).toBe('NOT_FOUND');
    expect(await refusal(gateway.getCheckpoint({ tenantId: aTenantId() }))).toBe('NOT_FOUND');
    expect((await gateway.listEvents({ ...all, tenantId: aTenantId() })).events).toEqual([]);
  });

  it.each([
    { limit: 501 },
    { limit: -1 },
    { cursor: 'x' },
    { from: 'yesterday' },
    { to: '2026-02-30T00:00:00Z' },
    { tenantId: 'A/B' },
  ])('refuses a list that it cannot read: %j', async (wrong) => {
    expect(await refusal(gateway.listEvents({ ...all, tenantId: 'acme', ...wrong }))).toBe('INVALID_ARGUMENT');
  });

  it('writes nobody’s name into its log', async () => {
    await recorded();
    expect((await readFile(logFile, 'utf8')).toLowerCase()).not.toContain('c4nary');
  });
});
