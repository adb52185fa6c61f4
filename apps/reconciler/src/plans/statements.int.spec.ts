import type { Employee } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, staff } from '../company.testkit';
import { type FetchedSync, ReconcilerTestkit, snapshot, unchanged } from '../reconciler.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(300_000);

const [SMALL, LARGE] = [50, 5_000];

describeReal('postgres')('sets, not loops: the number of statements', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
    // A new connection asks a few things of its own.
    company = new CompanyUnderTest(reconciler, aTenantId());
    await sync(staff(anEmployee, 1));
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  /** What a company of a size does, step by step; each step is counted on its own. */
  type Life = (people: readonly Employee[]) => readonly (() => Promise<unknown>)[];

  const leaver = { status: '2' };
  const half = (people: readonly Employee[]) => people.length / 2;
  const quarter = (people: readonly Employee[]) => Math.floor(people.length / 4);
  const halfLeft = (people: readonly Employee[]) => firstOf(people, half(people), leaver);
  const allMoved = (people: readonly Employee[]) =>
    people.map((one) => ({ ...one, department: null, jobRole: 'Potter' }));
  const location = { onlyIncluded: false, include: [], exclude: ['Leeds'] };
  const scope = { employmentType: undefined, company: undefined, department: undefined, location };
  const sync = (employees: readonly Employee[], over: Partial<FetchedSync> = {}) =>
    reconciler.deliver(snapshot(company.next(over), employees));
  const same = (employees: readonly Employee[]) => reconciler.deliver(unchanged(company.next(), employees));
  /** A plan that waits, made by the second step. */
  const holding = (people: readonly Employee[], answer: readonly Employee[]) => {
    const first = () => sync(people);
    return [first, () => sync(answer)] as const;
  };
  const latest = async () => {
    const [row] = await reconciler.rows(
      `SELECT sync_id, hash FROM plans WHERE tenant_id = $1 ORDER BY number DESC LIMIT 1`,
      [company.tenantId],
    );
    return { tenantId: company.tenantId, syncId: String(row?.['sync_id']), hash: String(row?.['hash']), actor: '' };
  };

  const lives: [string, Life][] = [
    [
      'of a plan that waits, and of its OK',
      (people) => [
        ...holding(people, halfLeft(people)),
        async () => reconciler.approval.approve({ ...(await latest()), exclude: [] }),
      ],
    ],
    [
      'of an OK that leaves half of them out',
      (people) => [
        ...holding(people, halfLeft(people)),
        async () => {
          const plan = await latest();
          const exclude = await reconciler.rows(
            'SELECT person_id FROM plan_items WHERE tenant_id = $1 AND sync_id = $2 AND idx < $3',
            [plan.tenantId, plan.syncId, quarter(people)],
          );
          const ids = exclude.map(({ person_id: id }) => String(id));
          return reconciler.approval.approve({ ...plan, exclude: ids });
        },
        () => sync(halfLeft(people)),
      ],
    ],
    [
      'of a no, and of the nights after it',
      (people) => [
        ...holding(people, allMoved(people)),
        async () => reconciler.approval.reject(await latest()),
        () => sync(allMoved(people)),
        () => same(allMoved(people)),
        () => sync(people),
      ],
    ],
    [
      'of a plan that takes the place of another',
      (people) => [...holding(people, allMoved(people)), () => sync(allMoved(people)), () => sync(people)],
    ],
    [
      'of people who are missing, and of their leaving with an OK',
      (people) => [
        () => sync(people),
        () => sync(people.slice(quarter(people))),
        () => sync(people.slice(quarter(people))),
        async () => reconciler.approval.approve({ ...(await latest()), exclude: [] }),
        () => sync(people.slice(quarter(people))),
      ],
    ],
    [
      'of settings that concern everybody, shown and set',
      (people) => {
        const answer = firstOf(people, half(people), { location: 'Leeds' });
        return [
          () => sync(answer),
          () => reconciler.settings.effect(company.tenantId, scope),
          () => reconciler.setPolicy(company.tenantId, { scope }, { confirmedLeaving: half(people) }),
          () => same(answer),
          () => same(answer),
        ];
      },
    ],
    [
      'of another company behind the key',
      (people) => {
        const other = people.map((one, i) => ({ ...one, employeeId: `X${i}`, uniqueKey: `x${i}` }));
        return [
          () => sync(people),
          () => sync(other, { companyId: 'company-2' }),
          async () => reconciler.approval.approve({ ...(await latest()), exclude: [] }),
          () => sync(other, { companyId: 'company-2' }),
        ];
      },
    ],
    [
      'of an import, and of the first sync onto it',
      (people) => [
        () => company.import(people.map((one) => ({ name: one.lastName ?? '', email: one.email ?? '' }))),
        () => sync(people),
        async () => reconciler.approval.approve({ ...(await latest()), exclude: [] }),
      ],
    ],
    [
      'of a preview, a repair and a cancelled plan',
      (people) => [
        () => sync(people),
        () => sync(allMoved(people), { mode: 'preview' }),
        () => sync(people, { mode: 'repair' }),
        () => sync(halfLeft(people)),
        async () => company.close({ ...(await latest()), sync: { tenantId: company.tenantId, number: 4 } }),
      ],
    ],
    [
      'of half a company that is refused, and of its mending',
      (people) => {
        const wrong = people.map((one, i) => (i % 2 === 0 ? { ...one, email: null } : one));
        return [() => sync(wrong), () => same(wrong), () => sync(people)];
      },
    ],
  ];

  it.each(lives)('%s is the same for 50 people and for 5,000', async (_, life) => {
    const counts: number[][] = [];
    for (const size of [SMALL, LARGE]) {
      company = new CompanyUnderTest(reconciler, aTenantId());
      const people = staff(anEmployee, size);
      const issued: number[] = [];
      for (const step of life(people)) {
        const before = reconciler.statements.length;
        await step();
        issued.push(reconciler.statements.length - before);
      }
      counts.push(issued);
    }
    expect(counts[1]).toEqual(counts[0]);
  });
});
