import type { Employee } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, staff } from '../company.testkit';
import { SLICE } from '../imports/imported-row';
import { type FetchedSync, snapshot, unchanged } from '../fetched.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(300_000);

describeReal('postgres')('sets, not loops', () => {
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

  const sync = (employees: readonly Employee[], over: Partial<FetchedSync> = {}) =>
    reconciler.deliver(snapshot(company.next(over), employees));
  const same = (employees: readonly Employee[]) => reconciler.deliver(unchanged(company.next(), employees));

  /** The newest plan, which waits. */
  async function waiting(): Promise<{ tenantId: string; syncId: string; number: number; hash: string; actor: string }> {
    const { tenantId } = company;
    const [row] = await reconciler.rows(
      `SELECT sync_id, hash, number FROM plans WHERE tenant_id = $1 AND state = 'held'`,
      [tenantId],
    );
    if (!row) throw new Error('no plan waits');
    const { sync_id: syncId, hash, number } = row;
    return { tenantId, syncId: String(syncId), number: Number(number), hash: String(hash), actor: ADMIN };
  }

  /** A company's life: what is done, in order. Each step concerns a part of the company that grows with it. */
  function lifeOf(people: readonly Employee[]): [string, (count: Count) => Promise<unknown>][] {
    const half = people.length / 2;
    const quarter = Math.floor(people.length / 4);
    const halfLeft = firstOf(people, half, { status: '2' });
    const moved = people.map((one) => ({ ...one, department: null, jobRole: 'Potter' }));
    const inLeeds = firstOf(people, half, { location: 'Leeds' });
    const location = { onlyIncluded: false, include: [], exclude: ['Leeds'] };
    const scope = { employmentType: undefined, company: undefined, department: undefined, location };
    const wrong = people.map((one, i) => (i % 2 === 0 ? { ...one, email: null } : one));
    const elsewhere = people.map((one, i) => ({ ...one, employeeId: `X${i}`, uniqueKey: `x${i}` }));
    const approve = async (count: Count, exclude: readonly string[] = [], part: 'all' | 'leavers' = 'all') => {
      const plan = await waiting();
      await count(() => reconciler.approval.approve({ ...plan, exclude, part }));
    };
    const some = async () => {
      const { tenantId, syncId } = await waiting();
      const rows = await reconciler.rows(
        'SELECT person_id FROM plan_items WHERE tenant_id = $1 AND sync_id = $2 AND idx < $3',
        // Twice as many are left out, and some of the half stay.
        [tenantId, syncId, people.length / 5],
      );
      return rows.map(({ person_id: id }) => String(id));
    };
    // An import is stored in turns of so many people, a statement each.
    const imported = people
      .slice(0, Math.min(half, SLICE))
      .map(({ email, lastName }) => ({ name: lastName ?? '', email: email ?? '' }));
    return [
      ['an import', (count) => count(() => company.import(imported))],
      ['a first sync onto it, which waits', (count) => count(() => sync(people))],
      ['its OK', (count) => approve(count)],
      ['the night after it', (count) => count(() => sync(people))],
      ['a quiet night', (count) => count(() => same(people))],
      ['half of them leaving, which waits', (count) => count(() => sync(halfLeft))],
      ['the same plan in its place', (count) => count(() => sync(halfLeft))],
      [
        'some left out of it while it waits',
        async (count) => {
          const plan = await waiting();
          const out = await some();
          await count(() => reconciler.revisions.leaveOut({ ...plan, people: out }));
        },
      ],
      ['the same plan in its place, with them', (count) => count(() => sync(halfLeft))],
      ['its OK but for some', async (count) => approve(count, await some())],
      ['the night after it, with what is kept away', (count) => count(() => sync(halfLeft))],
      ['a quiet night with what is kept away', (count) => count(() => same(halfLeft))],
      ['everybody back and moved, which waits', (count) => count(() => sync(moved))],
      [
        'a no',
        async (count) => {
          const plan = await waiting();
          await count(() => reconciler.approval.reject({ ...plan, also: [], remembers: 'what-made-it-wait' }));
        },
      ],
      ['the night after it, with everything kept away', (count) => count(() => sync(moved))],
      [
        'half of them leaving after all, which waits',
        (count) => count(() => sync(firstOf(moved, half, { status: '2' }))),
      ],
      ['its leavers alone', (count) => approve(count, [], 'leavers')],
      ['the night after it', (count) => count(() => sync(firstOf(moved, half, { status: '2' })))],
      ['everybody back and elsewhere, which waits', (count) => count(() => sync(inLeeds))],
      [
        'a no for now',
        async (count) => {
          const plan = await waiting();
          await count(() => reconciler.approval.reject({ ...plan, also: [], remembers: 'nothing' }));
        },
      ],
      ['a preview', (count) => count(() => sync(halfLeft, { mode: 'preview' }))],
      ['a repair', (count) => count(() => sync(halfLeft, { mode: 'repair' }))],
      ['half of them refused', (count) => count(() => sync(wrong))],
      ['a quiet night with half of them refused', (count) => count(() => same(wrong))],
      ['their mending', (count) => count(() => sync(inLeeds))],
      ['a look at new settings', (count) => count(() => reconciler.policy.effect(company.tenantId, scope))],
      ['new settings', (count) => count(() => reconciler.setPolicy(company.tenantId, { scope }))],
      ['a quiet night with new settings, which waits', (count) => count(() => same(inLeeds))],
      [
        'a cancelled plan',
        async (count) => {
          const { syncId, number } = await waiting();
          await count(() => company.close({ syncId, sync: { tenantId: company.tenantId, number } }));
        },
      ],
      ['some missing', (count) => count(() => sync(people.slice(quarter)))],
      ['some missing twice, which waits', (count) => count(() => sync(people.slice(quarter)))],
      ['its OK', (count) => approve(count)],
      ['another company, which waits', (count) => count(() => sync(elsewhere, { companyId: 'company-2' }))],
      ['its OK', (count) => approve(count)],
      ['the night after it', (count) => count(() => sync(elsewhere, { companyId: 'company-2' }))],
    ];
  }

  it('a company of 5,000 costs as many statements as one of 50, whatever is done', async () => {
    const lives: string[][] = [];
    for (const size of [50, 5_000]) {
      company = new CompanyUnderTest(reconciler, aTenantId());
      const issued: string[] = [];
      for (const [step, act] of lifeOf(staff(anEmployee, size))) {
        await act(async (work) => {
          const before = reconciler.statements.length;
          await work();
          issued.push(`${step}: ${reconciler.statements.length - before}`);
        });
      }
      lives.push(issued);
    }
    expect(lives[1]).toEqual(lives[0]);
    expect(Math.max(...lives.flat().map((line) => Number(line.split(': ').at(-1))))).toBeLessThan(50);
  });
});

/** Does some work and counts what it issues. */
type Count = (work: () => Promise<unknown>) => Promise<void>;
