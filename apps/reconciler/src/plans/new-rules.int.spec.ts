import type { reconcilerV1 } from '@people-sync/platform';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, staff, withChanges } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(180_000);

const scope: reconcilerV1.Scope = {
  employmentType: undefined,
  company: undefined,
  location: { onlyIncluded: false, include: [], exclude: ['LEEDS '] },
  department: undefined,
};

describeReal('postgres')('the first sync after an update that reads PeopleHR otherwise', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  beforeEach(async () => {
    company = new CompanyUnderTest(reconciler, aTenantId());
    await company.sync(people);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const people = firstOf(staff(anEmployee, 20), 2, { location: 'Leeds' });
  /** From now on the last sync was judged by older rules, by which “LEEDS ” was another word than “Leeds”. */
  const update = async () => {
    await reconciler.setPolicy(company.tenantId, { scope });
    await reconciler.rows('UPDATE tenants SET base_rules = 0, base_policy = policy_version WHERE tenant_id = $1', [
      company.tenantId,
    ]);
  };
  const held = { outcome: 'held', heldBecause: ['first-under-new-rules'], counts: { left: 2 } };

  it('waits for an OK if somebody would leave by the new rules alone, however few, and goes on after it', async () => {
    await update();
    const waiting = await company.unchanged(people);
    expect(waiting.plan).toMatchObject(held);
    await company.approve(waiting);
    expect((await company.unchanged(people)).plan).toMatchObject({ outcome: 'applying', itemCount: 0 });
    const next = withChanges(people, { PW9: { location: 'Leeds' } });
    expect((await company.sync(next)).plan).toMatchObject({ outcome: 'applying', counts: { left: 1 } });
  });

  it('does not wait for what changed in PeopleHR, nor if the new rules change nobody', async () => {
    await reconciler.rows('UPDATE tenants SET base_rules = 0 WHERE tenant_id = $1', [company.tenantId]);
    const changed = withChanges(people, { PW3: { jobRole: 'Lead' }, PW4: { status: '2' } });
    const next = await company.sync([...changed, anEmployee({ employeeId: 'PW99' })]);
    expect(next.plan).toMatchObject({ outcome: 'applying', counts: { changed: 1, left: 1, joined: 1 } });
  });
});
