import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionBus } from '@people-sync/messaging';
import { OneMachineAuthority, type RunningService } from '@people-sync/platform';
import {
  anEmployee,
  answersOddMessages,
  aTenantId,
  CutLine,
  describeReal,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { startReconciler } from '../index';
import { snapshot, syncIdOf } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(600_000);

describeReal('postgres')('whatever the reconciler is asked', () => {
  const sync = { tenantId: aTenantId(), number: 1 };
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let line: CutLine;
  let reconciler: RunningService;
  let direct: ReconcilerTestkit;
  let token: string;

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    line = await CutLine.to(database.url);
    authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'reconciler-')));
    token = await authority.serviceToken('gateway');
    reconciler = await startReconciler({
      ...(await authority.serviceEnvironment('reconciler')),
      DATABASE_URL: line.url,
      BUS_DATABASE_URL: database.url,
      LOG_LEVEL: 'silent',
    });
    direct = await ReconcilerTestkit.start(database);
    await direct.deliver(snapshot(sync, [anEmployee({ employeeId: 'PW1' }), anEmployee({ employeeId: 'PW2' })]));
  });
  afterAll(async () => {
    await direct.close();
    await reconciler.close();
    line.close();
    authority.close();
    await database.drop();
  });

  /** The next sync is judged, and nobody waits. */
  const goesOn = async () => {
    sync.number += 1;
    await direct.deliver(snapshot(sync, [anEmployee({ employeeId: 'PW1' }), anEmployee({ employeeId: 'PW2' })]));
    const parked = await direct.dataSource.query<unknown[]>('SELECT topic, code FROM parked_streams');
    expect(parked).toEqual([]);
  };

  const door = () => {
    const known = { tenantId: sync.tenantId, syncId: syncIdOf(sync), actor: 'ada', employeeId: 'PW1' };
    return { address: reconciler.grpc ?? '', token, known };
  };
  answersOddMessages(['peoplesync.reconciler.v1', 'peoplesync.messaging.v1'], door, goesOn);

  describe('while its database is away', () => {
    beforeAll(() => line.cut());
    afterAll(() => line.mend());

    answersOddMessages(['peoplesync.reconciler.v1', 'peoplesync.messaging.v1'], door, () => Promise.resolve(), 10);
  });
});
