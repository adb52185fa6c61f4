import { defaultPolicy } from '@people-sync/contracts';
import type { Employee } from '@people-sync/contracts';
import { difference } from '@people-sync/reconciliation';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import fc from 'fast-check';
import { completed, digestOf, employeeRows, ReconcilerTestkit, snapshot, started } from '../reconciler.testkit';

/** Some of five employees, each in one of a few states; the days are around 2026-03-02. */
const answer = fc
  .dictionary(
    fc.constantFrom('PW1', 'PW2', 'PW3', 'PW4', 'PW5'),
    fc.record({
      email: fc.constantFrom('a@tiles.example', 'b@tiles.example', 'c@tiles.example', null),
      status: fc.constantFrom('1', '1', '1', '2', '8'),
      startDate: fc.constantFrom('2024-02-05', '2026-03-03', '2026-03-05'),
      leavingDate: fc.constantFrom(null, null, '2026-03-02', '2026-03-04'),
    }),
    { minKeys: 1, noNullPrototype: true },
  )
  .map((rows): Employee[] => Object.entries(rows).map(([employeeId, fields]) => anEmployee({ employeeId, ...fields })));

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(120_000);

describeReal('postgres')('the rows that the database selects', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  /** The base as the reference takes it. */
  async function baseOf(tenantId: string) {
    const rows = await reconciler.rows('SELECT employee_id, digest, due::text FROM base_rows WHERE tenant_id = $1', [
      tenantId,
    ]);
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    const open = rows.filter(({ due }) => due === '-infinity').map((row) => text(row['employee_id']));
    const base = rows.map((row) => {
      const due = row['due'] === null || row['due'] === '-infinity' ? null : text(row['due']);
      return [text(row['employee_id']), { digest: text(row['digest']), due }] as const;
    });
    return { base: new Map(base), open: new Set(open) };
  }

  it('are those of the reference, whatever came before', async () => {
    const day = fc.constantFrom('2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06');
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 3 }), fc.option(answer), day, async (history, next, today) => {
        const tenantId = aTenantId();
        let number = 0;
        await reconciler.withoutSafeguards(tenantId);
        for (const employees of history) await reconciler.deliver(snapshot({ tenantId, number: ++number }, employees));
        const employees = next ?? history.at(-1) ?? [anEmployee()];
        const sync = { tenantId, number: ++number };
        await reconciler.deliver([started(sync), ...employeeRows(sync, employees)]);
        const { base, open } = await baseOf(tenantId);
        const digests = new Map(employees.map((one) => [one.employeeId, digestOf(one)]));
        const expected = difference(base, digests, open, today);
        const answer = { count: employees.length };
        const judging = {
          tenantId,
          number,
          attempt: 1,
          today,
          everything: false,
          otherCompany: false,
          answer,
          policy: defaultPolicy,
        };
        const selected = await reconciler.differing.select(reconciler.dataSource.manager, [judging]);
        const ids = (selected.get(tenantId) ?? []).map(({ row }) => row.employeeId);
        expect(ids.sort()).toEqual(expected.differing);
        // And what is absent goes out of the base.
        await reconciler.deliver([completed(sync, employees)]);
        const after = await baseOf(tenantId);
        expect([...after.base].map(([id, { digest }]) => [id, digest]).sort()).toEqual([...digests].sort());
        expect([...base.keys()].filter((id) => !after.base.has(id)).sort()).toEqual(expected.absent);
      }),
      { numRuns: 50 },
    );
  });
});
