import type { NewEvent } from '@people-sync/contracts';
import { partitionOf } from '@people-sync/messaging';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';

describeReal('postgres')('a sync that did not arrive as it was sent', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;

  beforeEach(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url);
  });

  afterEach(async () => {
    await writer.close();
    await database.drop();
  });

  /** Two companies of one partition, each with one person, so that one batch holds both. */
  async function neighbours(): Promise<[FakeReconciler, FakeReconciler]> {
    const one = new FakeReconciler(aTenantId());
    let other = new FakeReconciler(aTenantId());
    while (partitionOf(other.tenantId) !== partitionOf(one.tenantId)) other = new FakeReconciler(aTenantId());
    for (const reconciler of [one, other]) {
      await writer.seats(reconciler.tenantId, null);
      await writer.handle(reconciler.sync([{ joins: employee('PW1') }]));
    }
    return [one, other];
  }

  const parked = () =>
    writer.dataSource.query<{ tenant_id: string; code: string }[]>('SELECT tenant_id, code FROM parked_streams');

  it.each<[string, string, (reconciler: FakeReconciler) => NewEvent[]]>([
    [
      'lost an item on its way',
      '23514',
      (reconciler) => reconciler.sync([{ joins: employee('PW2') }, { joins: employee('PW3') }]).toSpliced(1, 1),
    ],
    [
      'skips one of a person’s numbers',
      '23514',
      (reconciler) => {
        reconciler.sync([{ changes: employee('PW1', { jobRole: 'Lost' }) }]);
        return reconciler.sync([{ changes: employee('PW1', { jobRole: 'Next' }) }]);
      },
    ],
    ['changes somebody unknown', '23514', (reconciler) => reconciler.sync([{ changes: employee('PW9') }])],
    ['has no plan', '23503', (reconciler) => reconciler.sync([{ joins: employee('PW2') }]).slice(1)],
    [
      'gives two people one address',
      '23P01',
      (reconciler) => reconciler.sync([{ joins: employee('PW2', { email: 'pw1@northwind.example' }) }]),
    ],
  ])('because it %s parks its company, changes nothing of it, and lets the others flow', async (_, code, broken) => {
    const [one, other] = await neighbours();
    const before = await writer.statuses(one.tenantId);
    await writer.take([...broken(one), ...other.sync([{ joins: employee('PW2') }])], 1);
    expect(await parked()).toEqual([{ tenant_id: one.tenantId, code: `sqlstate-${code}` }]);
    expect(await writer.statuses(one.tenantId)).toEqual(before);
    expect(await writer.statuses(other.tenantId)).toEqual(['PW1 active', 'PW2 active']);
    expect((await writer.events(one.tenantId)).filter((event) => event.name === 'sync.applied')).toHaveLength(1);
  });

  it('takes each record of the topic once, however often it is delivered', async () => {
    const [one] = await neighbours();
    const events = [...one.sync([{ joins: employee('PW2') }]), ...one.sync([{ leaves: employee('PW1') }])];
    await writer.take(events.slice(0, 4), 1);
    const half = await writer.everything(one.tenantId);
    await writer.take(events.slice(0, 3), 1);
    expect(await writer.everything(one.tenantId)).toEqual(half);
    await writer.take(events, 1);
    const whole = await writer.everything(one.tenantId);
    await writer.take(events, 1);
    expect(await writer.everything(one.tenantId)).toEqual(whole);
    expect(await writer.statuses(one.tenantId)).toEqual(['PW1 inactive', 'PW2 active']);
  });
});
