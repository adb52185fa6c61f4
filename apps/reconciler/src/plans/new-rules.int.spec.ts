import { defaultPolicy, type Employee } from '@people-sync/contracts';
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

  describe('with values that mean nothing any more', () => {
    /** What older rules kept of everybody: placeholders as values, days with a time. */
    const kept = { uniqueKey: '0', reportsToEmployeeId: '00000000-0000-0000-0000-000000000000' };
    const bare = staff(anEmployee, 20).map((one) => ({ ...one, uniqueKey: null, reportsToEmployeeId: null }));
    const noneMayGoBlank = { ...defaultPolicy.safeguards, fieldGoesBlank: { people: 0, fraction: 0 } };

    /** The last sync was of these people, judged by rules that read them so. */
    const wasReadAs = async (as: (one: Employee) => Partial<Employee>) => {
      for (const one of bare) {
        const values = [company.tenantId, one.employeeId, JSON.stringify({ ...one, ...as(one) })];
        await reconciler.rows(
          `UPDATE persons SET employee = $3::json, unique_key = $3::json->>'uniqueKey', digest = 'by older rules',
                  leaving_date = $3::json->>'leavingDate' WHERE tenant_id = $1 AND employee_id = $2`,
          values,
        );
        await reconciler.rows(
          `UPDATE base_rows SET unique_key = $3::json->>'uniqueKey', digest = 'by older rules',
                  leaving_date = $3::json->>'leavingDate', start_date = $3::json->>'startDate'
            WHERE tenant_id = $1 AND employee_id = $2`,
          values,
        );
      }
      await reconciler.setPolicy(company.tenantId, { safeguards: noneMayGoBlank });
      await reconciler.rows('UPDATE tenants SET base_rules = 0, base_policy = policy_version WHERE tenant_id = $1', [
        company.tenantId,
      ]);
    };
    const withTime = ({ startDate }: Employee) => ({ ...kept, startDate: `${startDate ?? '2020-01-01'}T00:00:00` });

    beforeEach(() => company.sync(bare));

    it('emits nothing and counts for no safeguard, now and in the repairs that follow', async () => {
      await wasReadAs(withTime);
      const first = await company.sync(bare);
      expect(first.plan).toMatchObject({ outcome: 'applying', itemCount: 0, counts: { changed: 0, unchanged: 20 } });
      expect(first.said.filter(({ type }) => type.includes('employee.'))).toEqual([]);
      expect((await company.sync(bare, { mode: 'repair' })).plan).toMatchObject({ outcome: 'applying', itemCount: 0 });
    });

    it('tells of somebody who changed besides only what changed', async () => {
      await wasReadAs(withTime);
      const { plan, said } = await company.sync(withChanges(bare, { PW3: { jobRole: 'Lead' } }));
      expect(plan).toMatchObject({ outcome: 'applying', itemCount: 1, counts: { changed: 1 } });
      const changed = said.filter(({ type }) => type.includes('employee.')).map(({ data }) => data);
      expect(changed).toMatchObject([{ changed: ['jobRole'] }]);
    });

    it('still waits for an OK before somebody comes back whom an older reading had let go', async () => {
      await wasReadAs(({ employeeId }) => (employeeId === 'PW5' ? { leavingDate: '0001-01-01' } : {}));
      await reconciler.rows("UPDATE persons SET state = 'left' WHERE tenant_id = $1 AND employee_id = 'PW5'", [
        company.tenantId,
      ]);
      const waiting = await company.sync(bare);
      expect(waiting.plan).toMatchObject({
        outcome: 'held',
        heldBecause: ['first-under-new-rules'],
        counts: { rejoined: 1, changed: 0 },
      });
    });

    it('lets nothing by: what goes blank in PeopleHR itself is held as ever', async () => {
      await wasReadAs(withTime);
      const { plan } = await company.sync(firstOf(bare, 2, { department: null }));
      expect(plan).toMatchObject({ outcome: 'held', heldBecause: ['field-goes-blank'], counts: { changed: 2 } });
    });
  });
});
