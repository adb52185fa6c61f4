import { PlanMade, SyncClosed } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { DatabaseClock } from '../database/database-clock';
import { snapshot, started, unchanged } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

const DAY_MS = 86_400_000;

describeReal('postgres')('an answer from a machine whose clock is wrong', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  const people = Array.from({ length: 20 }, (_, i) => anEmployee({ employeeId: `PW${i + 1}` }));
  let now: number;
  let notice: typeof people;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database, new DatabaseClock());
    now = (await new DatabaseClock().now(reconciler.dataSource.manager)).getTime();
    // PW1's last day comes in 45 days.
    notice = people.map((one, i) => (i === 0 ? { ...one, leavingDate: at(45).slice(0, 10) } : one));
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const at = (days: number): string => new Date(now + days * DAY_MS).toISOString();
  const closings = (tenantId: string) => reconciler.saidOf(tenantId, SyncClosed);
  const left = async (tenantId: string) =>
    (await reconciler.saidOf(tenantId, PlanMade)).reduce((sum, { counts }) => sum + counts.left, 0);

  it('lets nobody go: neither by a date that has not come nor by two absences that were not a day apart', async () => {
    const tenantId = aTenantId();
    await reconciler.deliver(snapshot({ tenantId, number: 1, takenAt: at(-2) }, people));
    await reconciler.deliver(snapshot({ tenantId, number: 2, takenAt: at(-1) }, notice));
    await reconciler.deliver(snapshot({ tenantId, number: 3, takenAt: at(60) }, notice.slice(0, 19)));
    await reconciler.deliver(snapshot({ tenantId, number: 4, takenAt: at(61) }, notice.slice(0, 18)));
    await reconciler.deliver(unchanged({ tenantId, number: 5, takenAt: at(62) }, notice));
    const refused = { status: 'failed', reason: 'clock-wrong' };
    expect(await closings(tenantId)).toEqual([3, 4, 5].map((number) => ({ number, ...refused })));
    expect(await left(tenantId)).toBe(0);
  });

  it('leaves nothing behind: the next right answer is judged as if it had never come', async () => {
    const tenantId = aTenantId();
    await reconciler.deliver(snapshot({ tenantId, number: 1, takenAt: at(-1) }, people));
    await reconciler.deliver(snapshot({ tenantId, number: 2, takenAt: at(60) }, people.slice(0, 19)));
    await reconciler.deliver(snapshot({ tenantId, number: 3, takenAt: at(0) }, people.slice(0, 18)));
    expect((await reconciler.saidOf(tenantId, PlanMade)).map(({ number, counts }) => [number, counts.missing])).toEqual(
      [
        [1, 0],
        [3, 2],
      ],
    );
    expect(
      await reconciler.rows('SELECT count(*)::int AS count FROM staging WHERE tenant_id = $1', [tenantId]),
    ).toEqual([{ count: 0 }]);
  });

  it('is refused with the reason too if it is older than its request or than the answer judged last', async () => {
    const tenantId = aTenantId();
    await reconciler.deliver(snapshot({ tenantId, number: 1, takenAt: at(-1) }, people));
    await reconciler.deliver(snapshot({ tenantId, number: 2, takenAt: at(-0.5), requestedAt: at(-0.4) }, notice));
    await reconciler.deliver(snapshot({ tenantId, number: 3, takenAt: at(-1.5), requestedAt: at(-1.6) }, notice));
    expect((await closings(tenantId)).map(({ number, reason }) => [number, reason])).toEqual([
      [2, 'clock-wrong'],
      [3, 'clock-wrong'],
    ]);
    await reconciler.deliver([started({ tenantId, number: 4 })]);
    await reconciler.deliver(snapshot({ tenantId, number: 4, attempt: 2, takenAt: at(-0.3) }, notice));
    expect((await reconciler.saidOf(tenantId, PlanMade)).map(({ number }) => number)).toEqual([1, 4]);
  });

  it('counts however late it comes', async () => {
    const tenantId = aTenantId();
    await reconciler.deliver(snapshot({ tenantId, number: 1, takenAt: at(-30) }, people));
    expect(await closings(tenantId)).toEqual([]);
    expect(await reconciler.saidOf(tenantId, PlanMade)).toMatchObject([{ number: 1, counts: { joined: 20 } }]);
  });
});
