import { EmployeeAdded, EmployeeChanged, PeopleImported } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, staff, withChanges } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';
import type { reconcilerV1 } from '@people-sync/platform';

describeReal('postgres')('people who are in WeThrive already', () => {
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
  const ada = { weThriveId: 'W1', email: 'Ada.Trustee@northwind-tiles.example ', name: ' Ada Trustee ' };
  const ben = { email: 'ben.volunteer@northwind-tiles.example', name: 'Ben Volunteer', unit: 'Shop' };

  const imported = () => reconciler.saidOf(company.tenantId, PeopleImported);

  it('are taken as they are, with ids that a second time finds again', async () => {
    const answers: reconcilerV1.ImportPeopleResponse[] = [];
    const said = await company.saidBy(async () => {
      answers.push(await company.import([ada, ben]));
    });
    expect(said).toMatchObject([{ actor: ADMIN }]);
    const [first, second] = (await imported())[0]?.people ?? [];
    // Events come into the table in their order: once the last one is there, all are.
    expect(answers).toMatchObject([
      { imported: 2, unchanged: 0, refused: 0, errors: [], lastPersonId: second?.personId },
    ]);
    expect(first).toMatchObject({
      weThriveId: 'W1',
      orgEmployeeId: null,
      email: 'ada.trustee@northwind-tiles.example',
      name: 'Ada Trustee',
      sourceVersion: 1,
      status: 'active',
      team: null,
    });
    expect(second).toMatchObject({ weThriveId: null, unit: 'Shop' });
    const again = [{ ...ada, name: 'Ada Renamed' }, ben, { email: 'cy@northwind-tiles.example', name: 'Cy' }];
    expect(await company.import(again)).toMatchObject({ imported: 1, unchanged: 2, errors: [] });
    expect((await imported())[1]?.people).toMatchObject([{ name: 'Cy' }]);
    expect(await company.import(again)).toMatchObject({ imported: 0, unchanged: 3, errors: [], lastPersonId: '' });
    expect(await imported()).toHaveLength(2);
  });

  it.each<[string, string, string, Partial<reconcilerV1.ImportedPerson>]>([
    ['without a name', 'name', 'name-blank', { email: 'x@northwind-tiles.example', name: '  ' }],
    ['without an address', 'email', 'email-blank', { name: 'X' }],
    ['with an address that is none', 'email', 'email-invalid', { name: 'X', email: 'x at tiles' }],
    ['with the address of somebody here', 'email', 'email-taken', { name: 'X', email: 'pw1@northwind-tiles.example' }],
    ['with an address that is in the list', 'email', 'email-twice', { weThriveId: 'W9', name: 'X', email: ben.email }],
    [
      'with a WeThrive id that is in the list',
      'weThriveId',
      'id-twice',
      { ...ada, email: 'x@northwind-tiles.example' },
    ],
    [
      'with an Org employee ID that is in the list',
      'orgEmployeeId',
      'id-twice',
      { name: 'X', email: 'x@northwind-tiles.example', orgEmployeeId: 'PW77' },
    ],
  ])('are all of them refused with one %s', async (_, field, code, wrong) => {
    await company.sync(people);
    const list = [ada, ben, { name: 'Cy', email: 'cy@northwind-tiles.example', orgEmployeeId: 'PW77' }, wrong];
    const said = await company.saidBy(async () => {
      expect(await company.import(list)).toMatchObject({
        imported: 0,
        unchanged: 0,
        refused: 1,
        errors: [{ line: 4, field, code }],
      });
    });
    expect(said).toEqual([]);
    expect(await company.people()).toHaveLength(20);
  });

  it('make no second person of somebody whom PeopleHR knows: they are known, or the line is refused', async () => {
    await company.sync(people);
    const [known] = await reconciler.rows(
      'SELECT person_id, name, email FROM persons WHERE employee_id = $2 AND tenant_id = $1',
      [company.tenantId, 'PW1'],
    );
    const { person_id: personId, name, email } = known as Record<string, string>;
    const said = await company.saidBy(async () => {
      const twin = { orgEmployeeId: 'PW1', name, email: 'private@home.example' };
      expect(await company.import([twin])).toMatchObject({
        imported: 0,
        unchanged: 1,
        known: [{ line: 1, by: 'orgEmployeeId', personId, active: true }],
      });
      const exported = { weThriveId: 'W77', orgEmployeeId: 'PW1', name, email };
      expect(await company.import([exported])).toMatchObject({ imported: 0, unchanged: 1, refused: 0 });
      const other = { orgEmployeeId: 'PW1', name: 'Somebody Else', email: 'else@northwind-tiles.example' };
      expect(await company.import([other])).toMatchObject({
        imported: 0,
        errors: [{ line: 1, field: 'orgEmployeeId', code: 'id-taken' }],
      });
    });
    expect(said).toEqual([]);
    expect(await company.people()).toHaveLength(20);
  });

  it('are imported without those whose lines are wrong, if that is wished, after it was shown', async () => {
    await company.sync(people);
    const taken = { name: 'X', email: 'pw1@northwind-tiles.example' };
    const list = [ada, taken, ben, { ...ben, weThriveId: 'W2' }];
    const errors = [
      { line: 2, field: 'email', code: 'email-taken' },
      { line: 4, field: 'email', code: 'email-twice' },
    ];
    const nothing = await company.saidBy(async () => {
      expect(await company.import(list, 'preview')).toMatchObject({ imported: 2, refused: 2, errorCount: 2, errors });
      expect(await company.import(list, 'all')).toMatchObject({ imported: 0, refused: 2, errors });
    });
    expect(nothing).toEqual([]);
    expect(await company.import(list, 'good')).toMatchObject({ imported: 2, refused: 2, errors });
    expect((await imported())[0]?.people).toMatchObject([{ name: 'Ada Trustee' }, { name: 'Ben Volunteer' }]);
    expect(await company.import(list, 'preview')).toMatchObject({ imported: 0, unchanged: 3, refused: 1 });
  });

  it('are refused with every line that is wrong', async () => {
    const answer = await company.import([{ name: '' }, ben, { ...ben, weThriveId: 'W2' }]);
    expect(answer.errors).toEqual([
      { line: 1, field: 'name', code: 'name-blank' },
      { line: 1, field: 'email', code: 'email-blank' },
      { line: 3, field: 'email', code: 'email-twice' },
    ]);
  });

  it('may have the address of somebody who left: they give it up', async () => {
    await company.sync(people);
    await company.sync(withChanges(people, { PW1: { status: '2' } }));
    const taken = { name: 'Ines Returned', email: 'pw1@northwind-tiles.example' };
    expect(await company.import([taken])).toMatchObject({ imported: 1, errors: [] });
    const rows = await reconciler.rows('SELECT state FROM persons WHERE tenant_id = $1 AND email = $2', [
      company.tenantId,
      taken.email,
    ]);
    expect(rows).toEqual([{ state: 'active' }]);
  });

  it('may not have the address by which somebody imported as inactive came back', async () => {
    const away = { weThriveId: 'W1', name: 'Ada Away', email: 'pw1@northwind-tiles.example', status: 'inactive' };
    await company.import([away]);
    await company.approve(await company.sync(people));
    expect(await company.people()).toHaveLength(20);
    const former = { weThriveId: 'W2', name: 'Former Owner', email: away.email };
    expect(await company.import([former])).toMatchObject({ imported: 0, errors: [{ code: 'email-taken' }] });
    expect(await company.import([{ ...former, status: 'inactive' }])).toMatchObject({ imported: 1 });
  });

  it('may have the longest names there are, in any script, and are found in PeopleHR all the same', async () => {
    const name = `${'x'.repeat(253)}🏺x ${'y'.repeat(256)}`;
    const manager = `${'z'.repeat(253)}🏺`;
    expect(await company.import([{ name, manager, email: 'pw1@northwind-tiles.example' }])).toMatchObject({
      imported: 1,
    });
    await company.approve(await company.sync(people));
    const [changed] = await reconciler.saidOf(company.tenantId, EmployeeChanged);
    expect(changed).toMatchObject({
      employee: { employeeId: 'PW1' },
      old: { firstName: 'x'.repeat(253), lastName: 'y'.repeat(254), reportsTo: 'z'.repeat(253) },
    });
  });

  it('come in events of a thousand at most', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({ name: `V ${i}`, email: `v${i}@northwind-tiles.example` }));
    expect(await company.import(many)).toMatchObject({ imported: 1_001 });
    expect((await imported()).map(({ people: some }) => some.length)).toEqual([1_000, 1]);
  });

  it('are never changed nor let go by a sync as long as no row of PeopleHR is theirs', async () => {
    await company.import([ada, { ...ben, status: 'inactive' }]);
    await company.approve(await company.sync(people));
    for (let night = 0; night < 3; night++) expect((await company.sync(people)).plan).toMatchObject({ itemCount: 0 });
    expect(await company.people()).toEqual(expect.arrayContaining(['Ada Trustee active', 'Ben Volunteer left']));
    expect((await company.unchanged(people)).plan.counts).toMatchObject({ missing: 0 });
  });

  it('hold the first sync, and no later one', async () => {
    await company.import([ada]);
    const first = await company.sync(people);
    expect(first.plan).toMatchObject({ outcome: 'held', heldBecause: ['first-onto-people'], counts: { joined: 20 } });
    await company.approve(first);
    const next = await company.sync([...people, anEmployee({ employeeId: 'PW21' })]);
    expect(next.plan).toMatchObject({ outcome: 'applying', counts: { joined: 1 } });
  });

  it('make a plan that waits outdated', async () => {
    await company.import([ada]);
    const first = await company.sync(people);
    await company.import([ben]);
    expect(await company.approve(first)).toEqual({ kind: 'plan-outdated' });
    expect(await company.approve(await company.sync(people))).toMatchObject({ kind: 'decided' });
  });

  it('are found again by Org employee ID, then by address, and keep their id', async () => {
    await company.import([
      { name: 'I. Faulkner', email: 'ines@home.example', orgEmployeeId: 'PW1' },
      { name: 'Somebody Else', email: 'pw2@northwind-tiles.example', orgEmployeeId: 'old-7' },
      // Both would do for PW3: the Org employee ID comes first.
      { name: 'By Id', email: 'id@northwind-tiles.example', orgEmployeeId: 'PW3' },
      { name: 'By Address', email: 'pw3@northwind-tiles.example', status: 'inactive' },
      { name: 'Away', email: 'pw4@northwind-tiles.example', status: 'inactive' },
    ]);
    const ids = (await imported())[0]?.people.map(({ personId }) => personId) ?? [];
    const held = await company.sync(people);
    expect(held.plan.counts).toMatchObject({ joined: 16, changed: 3, rejoined: 1 });
    await company.approve(held);
    const changed = await reconciler.saidOf(company.tenantId, EmployeeChanged);
    expect(
      changed.map(({ personId, sourceVersion, employee }) => [employee.employeeId, personId, sourceVersion]),
    ).toEqual([
      ['PW1', ids[0], 2],
      ['PW2', ids[1], 2],
      ['PW3', ids[2], 2],
    ]);
    expect(changed[0]).toMatchObject({ old: { email: 'ines@home.example', firstName: 'I.' } });
    const added = await reconciler.saidOf(company.tenantId, EmployeeAdded);
    expect(added.filter(({ rejoined }) => rejoined).map(({ personId }) => personId)).toEqual([ids[4]]);
    // From then on they are people from PeopleHR like everybody else.
    const next = await company.sync(withChanges(people, { PW1: { status: '2' } }));
    expect(next.said[1]?.data).toMatchObject({ personId: ids[0], sourceVersion: 3, proof: 'leaver-status' });
  });

  it('of another company are none of this one’s', async () => {
    await company.import([ada]);
    const other = new CompanyUnderTest(reconciler, aTenantId());
    expect(await other.import([ada])).toMatchObject({ imported: 1 });
    const [mine] = await imported();
    const [theirs] = await reconciler.saidOf(other.tenantId, PeopleImported);
    expect(theirs?.people[0]?.personId).not.toBe(mine?.people[0]?.personId);
    expect((await other.sync(people)).plan.heldBecause).toEqual(['first-onto-people']);
  });
});
