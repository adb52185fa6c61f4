import { type NewEvent, PlanMade, SyncClosed } from '@people-sync/contracts';
import { ParkedTenants } from '@people-sync/messaging';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { snapshot } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('a part of an answer that an operator leaves out', () => {
  let database: TestDatabase;
  let kit: ReconcilerTestkit;
  let parked: ParkedTenants;
  let tenantId: string;

  beforeAll(async () => {
    database = await provideTestDatabase();
    kit = await ReconcilerTestkit.start(database);
    parked = new ParkedTenants(kit.dataSource);
  });
  afterAll(async () => {
    await kit.close();
    await database.drop();
  });
  beforeEach(() => {
    tenantId = aTenantId();
  });

  const skip = () => parked.skip('peoplesync.snapshots', tenantId, kit.handler.consumption, 'grace');
  const answer = (number: number) => snapshot({ tenantId, number }, [anEmployee(), anEmployee({ employeeId: 'PW2' })]);
  const planned = async () => (await kit.saidOf(tenantId, PlanMade)).map(({ number }) => number);
  const broken = (event: NewEvent): NewEvent => ({ ...event, json: event.json.slice(0, -9) });

  it.each([
    ['an employee', 1],
    ['the end', 3],
  ])('ends its sync at once, with a reason, and the next one is applied: %s', async (_, at) => {
    const events = answer(1);
    await kit.deliver(events.map((event, n) => (n === at ? broken(event) : event)));
    expect(await skip()).toEqual({ skipped: 1, flows: true });
    expect(await kit.saidOf(tenantId, SyncClosed)).toEqual([{ number: 1, status: 'failed', reason: 'part-left-out' }]);
    expect(await planned()).toEqual([]);
    await kit.deliver(answer(2));
    expect(await planned()).toEqual([2]);
  });

  it('ends no sync whose plan is made', async () => {
    await kit.deliver(answer(1));
    await kit.deliver([broken(answer(2)[0]!)]);
    expect(await skip()).toEqual({ skipped: 1, flows: true });
    expect(await kit.saidOf(tenantId, SyncClosed)).toEqual([]);
    expect(await planned()).toEqual([1]);
  });
});
