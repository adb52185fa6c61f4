import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangesCompleted, derivedId, newEvent } from '@people-sync/contracts';
import { provisionBus } from '@people-sync/messaging';
import { auditV1, grpcClient, type GrpcClient, OneMachineAuthority, type RunningService } from '@people-sync/platform';
import {
  answersOddMessages,
  aTenantId,
  CutLine,
  describeReal,
  eventually,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { BusUnderTest } from '../bus.testkit';
import { startAudit } from '../index';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(600_000);

const secret = (fill: number): string => `k:${Buffer.alloc(32, fill).toString('base64')}`;

describeReal('postgres')('whatever audit is asked', () => {
  const tenantId = aTenantId();
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let line: CutLine;
  let audit: RunningService;
  let gateway: GrpcClient<auditV1.AuditClient>;
  let bus: BusUnderTest;
  let token: string;
  let recorded = 0;

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    line = await CutLine.to(database.url);
    authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'audit-')));
    token = await authority.serviceToken('gateway');
    audit = await startAudit({
      ...(await authority.serviceEnvironment('audit')),
      DATABASE_URL: line.url,
      BUS_DATABASE_URL: database.url,
      PERSON_KEYRING: secret(1),
      SIGNING_KEYS: secret(2),
      TOKEN_KEY: Buffer.alloc(32, 3).toString('base64'),
      LOG_ORIGIN: 'audit.people-sync.example',
      RECONCILER_GRPC: '127.0.0.1:1',
      WRITER_GRPC: '127.0.0.1:1',
      LOG_LEVEL: 'silent',
    });
    gateway = grpcClient<auditV1.AuditClient>(
      { package: 'peoplesync.audit.v1', service: auditV1.AUDIT_SERVICE_NAME },
      audit.grpc ?? '',
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile('gateway') },
    );
    bus = await BusUnderTest.open(database.url);
  });
  afterAll(async () => {
    gateway.close();
    await bus.close();
    await audit.close();
    line.close();
    authority.close();
    await database.drop();
  });

  /** What comes next is recorded, and nobody waits. */
  const goesOn = async () => {
    const origin = { source: '/peoplesync/reconciler', tenantId, syncId: derivedId('sync', recorded) };
    await bus.send([newEvent(ChangesCompleted, origin, { number: ++recorded, count: 0 })]);
    await eventually(async () => {
      const { size } = await gateway.getCheckpoint({ tenantId });
      expect(size).toBe(recorded);
    });
    expect((await bus.sql.query('SELECT topic, code FROM audit.parked_streams')).rows).toEqual([]);
  };

  const door = () => ({ address: audit.grpc ?? '', token, known: { tenantId, actor: 'ada' } });
  answersOddMessages(['peoplesync.audit.v1', 'peoplesync.messaging.v1'], door, goesOn);

  describe('while its database is away', () => {
    beforeAll(() => line.cut());
    afterAll(() => line.mend());

    answersOddMessages(['peoplesync.audit.v1', 'peoplesync.messaging.v1'], door, () => Promise.resolve(), 10);
  });
});
