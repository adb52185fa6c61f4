import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, staff, withChanges } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('a preview', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  beforeEach(() => {
    company = new CompanyUnderTest(reconciler, aTenantId());
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const people = staff(anEmployee, 20);
  const preview = { mode: 'preview' } as const;
  /** Some of everything: a leaver, a change, joiners, a refusal, somebody missing. */
  const next = [
    ...withChanges(people, { PW1: { status: '2' }, PW2: { jobRole: 'Potter' }, PW3: { email: null }, PW4: null }),
    ...staff(anEmployee, 12, 100),
  ];

  /** Every row of the company, but for the preview's plan, its number, when it was read, and what was said of it. */
  async function everything(): Promise<Record<string, unknown>> {
    const tables = await reconciler.rows(
      `SELECT table_name AS name FROM information_schema.columns
        WHERE table_schema = 'reconciler' AND column_name = 'tenant_id' ORDER BY 1`,
    );
    const kept = tables
      .map(({ name }) => String(name))
      .filter((name) => !['plans', 'plan_items', 'plan_problems', 'syncs'].includes(name));
    const rows = await Promise.all(
      kept.map((name) =>
        reconciler.rows(
          `SELECT ctid::text, xmin::text, to_jsonb(t) - 'newest_settled' - 'newest_at' AS row FROM ${name} t WHERE tenant_id = $1 ORDER BY 3, 1`,
          [company.tenantId],
        ),
      ),
    );
    return Object.fromEntries(
      kept.map((name, i) => [name, name === 'tenants' ? rows[i]?.map(({ row }) => row) : rows[i]]),
    );
  }

  it.each([
    ['a whole answer', () => company.sync(next, preview)],
    ['an answer that is equal to the base', () => company.unchanged(people, preview)],
    ['an answer of another company', () => company.sync(next, { ...preview, companyId: 'company-2' })],
    [
      'an answer that has lost a field',
      () => company.sync(next, { ...preview, fieldsPresent: ['employeeId', 'email'] }),
    ],
  ])('of %s leaves no trace but its plan', async (_, look) => {
    await company.sync(people);
    await reconciler.setPolicy(company.tenantId, { daysBeforeStart: 2 });
    const before = await everything();
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining(['persons', 'base_rows', 'staging', 'problems', 'tenants']),
    );
    const looked = await look();
    expect(looked).toMatchObject({ types: ['plan.made'], plan: { outcome: 'previewed' } });
    expect(await everything()).toEqual(before);
  });

  it('shows what the next sync does: the same items, the same hash, and which safeguards it would reach', async () => {
    await company.sync(people);
    const looked = await company.sync(next, preview);
    expect(looked.plan).toMatchObject({
      heldBecause: ['joiners'],
      counts: { left: 1, changed: 1, joined: 12, refused: 1 },
    });
    const real = await company.sync(next);
    expect(real.plan).toMatchObject({ outcome: 'held', hash: looked.plan.hash, counts: looked.plan.counts });
    expect((await company.plan(real)).items).toEqual((await company.plan(looked)).items);
  });

  it('before the first sync shows everybody, with their ids of later', async () => {
    const looked = await company.plan(await company.sync(people, preview));
    await company.sync(people);
    expect(looked.items.find(({ employeeId }) => employeeId === 'PW7')?.personId).toBe(await company.idOf('PW7'));
  });

  it('is not approved', async () => {
    const looked = await company.sync(people, preview);
    expect(await company.approve(looked)).toEqual({ kind: 'plan-outdated' });
  });
});
