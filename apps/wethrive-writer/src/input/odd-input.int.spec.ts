import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionBus } from '@people-sync/messaging';
import { grpcClient, type GrpcClient, OneMachineAuthority, type RunningService, writerV1 } from '@people-sync/platform';
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
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { startWethriveWriter } from '../index';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(600_000);

describeReal('postgres')('whatever the writer is asked', () => {
  const reconciler = new FakeReconciler(aTenantId());
  const { tenantId } = reconciler;
  const personId = reconciler.personId('PW1');
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let line: CutLine;
  let writer: RunningService;
  let gateway: GrpcClient<writerV1.WriterClient>;
  let bus: BusUnderTest;
  let token: string;
  let round = 0;

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    line = await CutLine.to(database.url);
    authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'writer-')));
    token = await authority.serviceToken('gateway');
    writer = await startWethriveWriter({
      ...(await authority.serviceEnvironment('wethrive-writer')),
      DATABASE_URL: line.url,
      BUS_DATABASE_URL: database.url,
      LOG_LEVEL: 'silent',
    });
    gateway = grpcClient<writerV1.WriterClient>(
      { package: 'peoplesync.writer.v1', service: writerV1.WRITER_SERVICE_NAME },
      writer.grpc ?? '',
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile('gateway') },
    );
    bus = await BusUnderTest.open(database.url);
    await gateway.setLicences({ tenantId, seats: 50, actor: '' });
    await bus.send(reconciler.sync([{ joins: employee('PW1') }]));
  });
  afterAll(async () => {
    gateway.close();
    await bus.close();
    await writer.close();
    line.close();
    authority.close();
    await database.drop();
  });

  /** What comes next is applied, and nobody waits. */
  const goesOn = async () => {
    const team = `Team ${++round}`;
    await bus.send(reconciler.sync([{ changes: employee('PW1', { jobRole: team }) }]));
    await eventually(async () => expect(await gateway.getPerson({ tenantId, personId })).toMatchObject({ team }));
    expect((await bus.sql.query('SELECT topic, code FROM writer.parked_streams')).rows).toEqual([]);
  };

  const door = () => ({ address: writer.grpc ?? '', token, known: { tenantId, personId, actor: 'ada' } });
  answersOddMessages(['peoplesync.writer.v1', 'peoplesync.messaging.v1'], door, goesOn);

  describe('while its database is away', () => {
    beforeAll(() => line.cut());
    afterAll(() => line.mend());

    answersOddMessages(['peoplesync.writer.v1', 'peoplesync.messaging.v1'], door, () => Promise.resolve(), 10);
  });
});
