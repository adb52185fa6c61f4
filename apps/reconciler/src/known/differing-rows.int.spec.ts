import type { Employee } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { selectedByReference, selectedBySql, storedBase } from '../model/selection.testkit';
import { completed, digestOf, employeeRows, snapshot, started } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

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
jest.setTimeout(3_600_000);

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
        const before = await storedBase(reconciler, tenantId);
        const staged = { tenantId, number, employees, today };
        const expected = selectedByReference(before, staged);
        expect(await selectedBySql(reconciler, staged)).toEqual(expected.differing);
        // And what is absent goes out of the base.
        await reconciler.deliver([completed(sync, employees)]);
        const after = await storedBase(reconciler, tenantId);
        const digests = employees.map((one) => [one.employeeId, digestOf(one)]);
        expect([...after.base].map(([id, { digest }]) => [id, digest]).sort()).toEqual(digests.sort());
        expect([...before.base.keys()].filter((id) => !after.base.has(id)).sort()).toEqual(expected.absent);
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
