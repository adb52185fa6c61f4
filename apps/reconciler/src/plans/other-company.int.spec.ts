import { EmployeeAdded, EmployeeChanged } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, staff, withChanges } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('another company behind the key', () => {
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
  /** The same people in another account of PeopleHR: other keys, and each has the EmployeeId of the one before. */
  const moved = people.map((one, i) => ({
    ...one,
    employeeId: `PW${i}`,
    uniqueKey: `other ${one.uniqueKey ?? ''}`,
    company: 'Northwind Tiles (Leeds)',
  }));
  const other = { companyId: 'company-2' };
  const linksOf = () =>
    reconciler.rows(
      `SELECT employee_id, unique_key FROM persons WHERE tenant_id = $1 AND (employee_id IS NOT NULL OR unique_key IS NOT NULL)`,
      [company.tenantId],
    );
  const formerLinks = async () =>
    (
      await reconciler.rows('SELECT employee_id FROM former_links WHERE tenant_id = $1 ORDER BY 1', [company.tenantId])
    ).map(({ employee_id: id }) => String(id));

  it('waits for an OK, and finds people by their address: they keep their history', async () => {
    await company.sync(people);
    const before = new Map<string | null, string>();
    for (const { employeeId, email } of people) before.set(email, await company.idOf(employeeId));
    const held = await company.sync(moved, other);
    expect(held.plan).toMatchObject({ outcome: 'held', counts: { changed: 20, joined: 0, missing: 0, refused: 0 } });
    expect(held.plan.heldBecause).toContain('first-after-other-company');
    expect(held.types).toEqual(['plan.made']);
    await company.approve(held);
    for (const { employeeId, email } of moved) expect(await company.idOf(employeeId)).toBe(before.get(email));
    expect(await formerLinks()).toHaveLength(20);
    const next = await company.sync(moved, other);
    expect(next.plan).toMatchObject({ outcome: 'applying', itemCount: 0, counts: { unchanged: 20, missing: 0 } });
    expect(await reconciler.saidOf(company.tenantId, EmployeeAdded)).toHaveLength(20);
    expect(await reconciler.saidOf(company.tenantId, EmployeeChanged)).toHaveLength(20);
  });

  it('that kept its EmployeeIds finds them by their address all the same', async () => {
    await company.sync(people);
    const same = people.map((one) => ({ ...one, uniqueKey: `other ${one.uniqueKey ?? ''}` }));
    const held = await company.sync(same, other);
    expect(held.plan.counts).toMatchObject({ changed: 20, refused: 0, missing: 0 });
    await company.approve(held);
    expect((await company.sync(same, other)).plan.itemCount).toBe(0);
  });

  it('that answers the very same changes nobody, once every row was looked at', async () => {
    await company.sync(people);
    const same = await company.unchanged(people, other);
    expect(same.plan).toMatchObject({ outcome: 'applying', itemCount: 0, counts: { unchanged: 20, missing: 0 } });
    expect(await linksOf()).toHaveLength(20);
    expect((await company.unchanged(people, other)).plan.counts).toMatchObject({ unchanged: 20, missing: 0 });
  });

  it('lets its ids mean nobody else: whoever is not in it loses theirs, and leaves when missing twice', async () => {
    await company.sync(people);
    const lost = await company.idOf('PW20');
    const held = await company.sync(moved.slice(0, -1), other);
    expect(held.plan.counts).toMatchObject({ changed: 19, missing: 1 });
    await company.approve(held);
    expect(await reconciler.rows('SELECT employee_id, unique_key FROM persons WHERE person_id = $1', [lost])).toEqual([
      { employee_id: null, unique_key: null },
    ]);
    // The new company's PW20 is somebody else, and refused at first: the old one has nothing to do with it.
    const stranger = anEmployee({ employeeId: 'PW20', uniqueKey: 'k', email: null, firstName: 'Bo', lastName: 'Ek' });
    const next = await company.sync([...moved.slice(0, -1), stranger], other);
    expect(next.plan.counts).toMatchObject({ refused: 1, left: 1, missing: 0 });
    const [problem] = await company.problems();
    expect(problem).toMatchObject({ code: 'email-blank', personId: '' });
    const mended = await company.sync(
      [...moved.slice(0, -1), { ...stranger, email: 'bo@northwind-tiles.example' }],
      other,
    );
    expect(mended.plan.counts).toMatchObject({ joined: 1, refused: 0 });
    expect(await company.idOf('PW20')).not.toBe(lost);
  });

  it('is no other company any more once it was approved, and the old one is one then', async () => {
    await company.sync(people);
    await company.approve(await company.sync(moved, other));
    const back = await company.sync(people, { companyId: 'company-1' });
    expect(back.plan.heldBecause).toContain('first-after-other-company');
  });

  it('changes nothing while it waits, and the company of before goes on', async () => {
    await company.sync(people);
    await company.sync(moved, other);
    expect(await linksOf()).toHaveLength(20);
    const next = await company.sync(withChanges(people, { PW1: { jobRole: 'Potter' } }));
    expect(next.plan).toMatchObject({ outcome: 'applying', counts: { changed: 1, missing: 0 } });
    expect(next.types[0]).toBe('plan.superseded');
  });

  it('lets the old ids go too if nobody of before is there any more', async () => {
    await company.sync(people.slice(0, 1));
    await company.sync(withChanges(people.slice(0, 1), { PW1: { status: '2' } }));
    const strangers = [anEmployee({ employeeId: 'PW1', uniqueKey: 'k', email: null, firstName: 'Bo', lastName: 'Ek' })];
    const first = await company.sync(strangers, other);
    expect(first.plan).toMatchObject({ outcome: 'applying', itemCount: 0, counts: { refused: 1 } });
    expect(await linksOf()).toEqual([]);
    expect(await formerLinks()).toEqual(['PW1']);
  });
});
