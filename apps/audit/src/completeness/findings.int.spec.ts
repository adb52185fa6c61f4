import { ChangesCompleted, newEvent, withPosition } from '@people-sync/contracts';
import { partitionOf } from '@people-sync/messaging';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { AuditUnderTest } from '../audit.testkit';
import { decoded } from '../fetched.testkit';

describeReal('postgres')('positions of streams that are missing in the record', () => {
  let database: TestDatabase;
  let audit: AuditUnderTest;

  beforeEach(async () => {
    database = await provideTestDatabase();
    audit = await AuditUnderTest.open(database.url);
  });
  afterEach(async () => {
    await audit.close();
    await database.drop();
  });

  const at = (tenantId: string, epoch: number, position: number) => {
    const event = newEvent(ChangesCompleted, { source: '/peoplesync/reconciler', tenantId }, { number: 1, count: 0 });
    return decoded({ ...event, json: withPosition(event.json, epoch, position) });
  };
  const gaps = () => audit.findings.gaps(audit.dataSource.manager);

  it('are named by stream, epoch and position, and nothing else is', async () => {
    const tenantId = aTenantId();
    await audit.record(
      'peoplesync.changes',
      [3, 4, 5, 8, 10].map((position) => at(tenantId, 1, position)).concat([1, 2].map((one) => at(tenantId, 2, one))),
    );
    const stream = { topic: 'peoplesync.changes', partition: partitionOf(tenantId), epoch: 1 };
    expect(await gaps()).toEqual([
      { ...stream, from: 6, to: 7 },
      { ...stream, from: 9, to: 9 },
    ]);
  });

  it('are none where two companies share a stream', async () => {
    const one = aTenantId();
    let other = aTenantId();
    while (partitionOf(other) !== partitionOf(one)) other = aTenantId();
    await audit.record('peoplesync.changes', [at(one, 1, 1), at(other, 1, 2), at(one, 1, 3), at(other, 1, 4)]);
    expect(await gaps()).toEqual([]);
  });

  it('are none any more once what was missing is given up, with a word in its place', async () => {
    const tenantId = aTenantId();
    await audit.record('peoplesync.changes', [at(tenantId, 1, 1), at(tenantId, 1, 3)]);
    expect(await gaps()).toHaveLength(1);
    const event = newEvent(ChangesCompleted, { source: '/peoplesync/reconciler', tenantId }, { number: 1, count: 0 });
    const value = Buffer.from(withPosition(event.json, 1, 2).slice(0, -9));
    const leaveOut = audit.handler.consumptions.get('peoplesync.changes')!.leaveOut!;
    await audit.dataSource.transaction((tx) =>
      leaveOut(tx, { tenantId, event: undefined, syncId: undefined, value, actor: 'grace' }),
    );
    expect(await gaps()).toEqual([]);
  });
});
