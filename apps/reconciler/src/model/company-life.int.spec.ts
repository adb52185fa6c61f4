import { CompanyLife, companyLife } from '@people-sync/reconciliation/company-life';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import fc from 'fast-check';
import { ReconcilerTestkit } from '../reconciler.testkit';
import { ReconcilerTenant } from './reconciler-tenant.testkit';

const RUNS = 200;

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(900_000);

describeReal('postgres')('a company’s life on a real database', () => {
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

  it(`leaves the people as the plain rules say, after every step, in ${RUNS} companies`, async () => {
    await fc.assert(
      fc.asyncProperty(companyLife, (steps) =>
        new CompanyLife(new ReconcilerTenant(reconciler, aTenantId())).live(steps),
      ),
      { numRuns: RUNS },
    );
  });
});
