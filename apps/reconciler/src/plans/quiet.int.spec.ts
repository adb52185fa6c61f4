import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, nightOf, staff } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('people of an answer to whom nothing happens', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  beforeEach(() => {
    company = new CompanyUnderTest(reconciler, aTenantId());
    reconciler.clock.time = nightOf(1);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const people = staff(anEmployee, 20);
  const newcomers = [
    ...firstOf(staff(anEmployee, 6, 100), 6, { status: '2' }),
    ...firstOf(staff(anEmployee, 2, 200), 2, { startDate: '2099-01-01' }),
  ];
  const quiet = { goneBefore: 6, leftOut: 0, notStarted: 2, keptAway: 0 };

  it('are named with the plan of the first sync: leavers already, and first days to come', async () => {
    const first = await company.sync([...people, ...newcomers]);
    expect((await company.plan(first)).counts).toMatchObject({ seen: 28, joined: 20, unchanged: 8, ...quiet });
    // Now they are as they were.
    const next = await company.sync([...firstOf(people, 1, { jobRole: 'Kiln Lead' }), ...newcomers]);
    expect((await company.plan(next)).counts).toMatchObject({
      changed: 1,
      unchanged: 27,
      goneBefore: 0,
      notStarted: 0,
    });
  });

  it('are named with a plan that waits, which has others once people are left out of it', async () => {
    await company.sync(people);
    const held = await company.sync([...firstOf(people, 6, { status: '2' }), ...newcomers]);
    const plan = await company.plan(held);
    expect(plan).toMatchObject({ state: 'held', counts: { seen: 28, left: 6, unchanged: 22, ...quiet } });
    await company.leaveOut(held, [plan.items[0]?.personId ?? '']);
    expect((await company.plan(held)).counts).toMatchObject({ left: 5, unchanged: 23, ...quiet, keptAway: 1 });
  });
});
