import { ChangesCompleted, type Employee } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, staff, type Synced } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(180_000);

describeReal('postgres')('a safeguard', () => {
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

  /** A company in which no field has one value for all. */
  const companyOf = (size: number): Employee[] =>
    staff(anEmployee, size).map((one, i) => ({ ...one, department: `Department ${i % 4}`, location: `Site ${i % 3}` }));

  /** What PeopleHR answers on the night that counts, when so many people are concerned; earlier nights are brought about. */
  type Doing = (people: readonly Employee[], count: number) => Promise<Employee[]>;
  const at =
    (change: (people: readonly Employee[], count: number) => Employee[]): Doing =>
    (people, count) =>
      Promise.resolve(change(people, count));

  /** The name, the field, how many pass in a company of 20 and in one of 100, and how it comes about. */
  const table: [string, string, string | null, number, number, Doing][] = [
    ['people with leaver status', 'leavers', null, 5, 10, at((people, n) => firstOf(people, n, { status: '2' }))],
    [
      'people whose last day has passed',
      'leavers',
      null,
      5,
      10,
      at((people, n) => firstOf(people, n, { leavingDate: '2026-02-27' })),
    ],
    [
      'people who are missing for the second time',
      'absent-or-out-of-scope',
      null,
      3,
      5,
      async (people, n) => {
        await company.sync(people.slice(n));
        return people.slice(n);
      },
    ],
    [
      'people whom the settings leave out',
      'absent-or-out-of-scope',
      null,
      3,
      5,
      async (people, n) => {
        const location = { onlyIncluded: false, include: [], exclude: ['Leeds'] };
        const scope = { employmentType: undefined, company: undefined, department: undefined, location };
        await reconciler.setPolicy(company.tenantId, { scope });
        return firstOf(people, n, { location: 'Leeds' });
      },
    ],
    ['joiners', 'joiners', null, 10, 25, at((people, n) => [...people, ...staff(anEmployee, n, 1_000)])],
    [
      'people who come back',
      'joiners',
      null,
      10,
      25,
      async (people, n) => {
        // Let go with an OK, so that the company is as large as before.
        const more = [...people, ...staff(anEmployee, n, 1_000)];
        const joined = await company.sync(more);
        if (joined.plan.outcome === 'held') await company.approve(joined);
        await company.approve(await company.sync(firstOf(more.toReversed(), n, { status: '2' }).toReversed()));
        return more;
      },
    ],
    ['blank job roles', 'field-goes-blank', 'jobRole', 3, 5, at((people, n) => firstOf(people, n, { jobRole: null }))],
    [
      'people who get the same department',
      'field-becomes-one-value',
      'department',
      10,
      50,
      at((people, n) => firstOf(people, n, { department: 'Everything' })),
    ],
    [
      'changed addresses',
      'email-changes',
      null,
      3,
      5,
      at((people, n) => people.map((one, i) => (i < n ? { ...one, email: `new${i}@northwind-tiles.example` } : one))),
    ],
    [
      'people with an unknown status',
      'answer-changed-shape',
      'status',
      3,
      5,
      at((people, n) => firstOf(people, n, { status: '7' })),
    ],
    [
      'start dates that are no day',
      'dates-unreadable',
      'startDate',
      3,
      5,
      at((people, n) => firstOf(people, n, { startDate: '05/02/2024' })),
    ],
    [
      'leavers whose last day is no day',
      'dates-unreadable',
      'leavingDate',
      3,
      5,
      at((people, n) => firstOf(people, n, { status: '2', leavingDate: '05/02/2026' })),
    ],
    // Here the limit is how many may be away.
    ['people of whom hardly any are there', 'hardly-anybody-known', null, 10, 50, at((people, n) => people.slice(n))],
  ];
  const cases = table.flatMap(([what, name, field, small, large, doing]) => [
    { what, name, field, size: 20, limit: small, doing },
    { what, name, field, size: 100, limit: large, doing },
  ]);

  const reachedBy = ({ plan }: Synced, name: string, field: string | null) =>
    plan.safeguards.find((one) => one.name === name && one.field === field);

  /** Everything that is known of the company's people and kept of what was said, but for who is missing. */
  async function known(): Promise<unknown> {
    const of = (sql: string) => reconciler.rows(sql, [company.tenantId]);
    return [
      await of(`SELECT to_jsonb(p) - 'missing_since' AS person FROM persons p WHERE tenant_id = $1 ORDER BY person_id`),
      await of('SELECT xmin::text, ctid::text, b.* FROM base_rows b WHERE tenant_id = $1 ORDER BY employee_id'),
      await of('SELECT * FROM former_links WHERE tenant_id = $1 ORDER BY employee_id, person_id'),
      await of('SELECT known_version, base_digest, base_number FROM tenants WHERE tenant_id = $1'),
    ];
  }

  it.each(cases)('lets $limit $what pass in a company of $size ($name)', async ({ size, limit, doing, name }) => {
    const people = companyOf(size);
    await company.sync(people);
    const { plan, said } = await company.sync(await doing(people, limit));
    expect(plan).toMatchObject({ outcome: 'applying', heldBecause: [] });
    expect(plan.safeguards.filter((one) => one.value > one.limit && one.name !== 'hardly-anybody-known')).toEqual([]);
    const completed = said.find(({ type }) => type === ChangesCompleted.type);
    expect(completed === undefined).toBe(name === 'hardly-anybody-known' || plan.itemCount === 0);
  });

  it.each(cases)(
    'holds one more of $what in a company of $size, and nothing of it is written ($name)',
    async ({ size, limit, doing, name, field }) => {
      const people = companyOf(size);
      await company.sync(people);
      const answer = await doing(people, limit + 1);
      const before = await known();
      const held = await company.sync(answer);
      expect(held.plan).toMatchObject({ outcome: 'held', heldBecause: [name] });
      const reached = reachedBy(held, name, field);
      expect(reached).toMatchObject(
        name === 'hardly-anybody-known' ? { value: size - limit - 1, limit: size / 2 } : { value: limit + 1, limit },
      );
      expect(held.types.filter((type) => !type.startsWith('problem.'))).toEqual(['plan.made']);
      expect(await known()).toEqual(before);
      // And all of it once somebody says so.
      expect(await company.approve(held)).toMatchObject({ kind: 'decided' });
      expect((await reconciler.saidOf(company.tenantId, ChangesCompleted)).at(-1)).toMatchObject({
        number: held.sync.number,
        count: held.plan.itemCount,
      });
    },
  );

  it('does not count a last day that was known before', async () => {
    const people = companyOf(20);
    await company.sync(people);
    const announced = firstOf(people, 12, { leavingDate: '2026-03-04' });
    expect((await company.sync(announced)).plan).toMatchObject({ outcome: 'applying', counts: { changed: 12 } });
    await company.unchanged(announced);
    expect((await company.unchanged(announced)).plan).toMatchObject({ outcome: 'applying', counts: { left: 12 } });
  });

  it('on joiners does not stand in the way of the first sync', async () => {
    expect((await company.sync(companyOf(100))).plan).toMatchObject({ outcome: 'applying', counts: { joined: 100 } });
  });

  it('is as strict as the company wants it', async () => {
    const limit = { people: 1, fraction: 0 };
    const safeguards = {
      leavers: limit,
      absentOrOutOfScope: undefined,
      joiners: limit,
      fieldGoesBlank: undefined,
      fieldBecomesOneValue: undefined,
      emailChanges: undefined,
      unknownStatus: undefined,
    };
    const people = companyOf(20);
    await company.sync(people);
    await reconciler.setPolicy(company.tenantId, { safeguards });
    const next = await company.sync([...firstOf(people, 2, { status: '2' }), ...staff(anEmployee, 2, 1_000)]);
    expect(next.plan.heldBecause).toEqual(['leavers', 'joiners']);
    const few = await company.sync([...firstOf(people, 1, { status: '2' }), ...staff(anEmployee, 1, 1_000)]);
    expect(few.plan.outcome).toBe('applying');
  });

  it('counts everybody who is active, imported people too, and those who were let go no more', async () => {
    await company.import(
      Array.from({ length: 40 }, (_, i) => ({ name: `V ${i}`, email: `v${i}@northwind-tiles.example` })),
    );
    const people = companyOf(40);
    await company.approve(await company.sync(people));
    // 80 are active: a tenth of them are 8.
    const eight = await company.sync(firstOf(people, 8, { status: '2' }));
    expect(eight.plan).toMatchObject({ outcome: 'applying', counts: { left: 8 } });
    // 72 now: 7.2.
    const sixteen = await company.sync(firstOf(people, 16, { status: '2' }));
    expect(reachedBy(sixteen, 'leavers', null)).toMatchObject({ value: 8, limit: 7.2 });
    expect(sixteen.plan.outcome).toBe('held');
  });
});
