import { CompanyLife, stories } from '@people-sync/reconciliation/company-life';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { ReconcilerTestkit } from '../reconciler.testkit';
import { ReplayedTenant } from './replayed-tenant.testkit';

jest.setTimeout(600_000);

/** Of each thing that is kept one row, changed as somebody with a login to the database would. */
const BY_HAND: Readonly<Record<string, string>> = {
  tenant: `UPDATE tenants SET decisions_version = decisions_version + 1 WHERE tenant_id = $1`,
  people: `UPDATE persons SET name = 'Somebody Else' WHERE ctid = (SELECT min(ctid) FROM persons WHERE tenant_id = $1)`,
  base: `UPDATE base_rows SET due = '2030-01-01' WHERE ctid = (SELECT min(ctid) FROM base_rows WHERE tenant_id = $1)`,
  decisions: `UPDATE decisions SET ended_at = now() WHERE tenant_id = $1 AND ended_at IS NULL`,
  problems: `UPDATE problems SET set_aside_at = now() WHERE tenant_id = $1 AND closed_at IS NULL AND set_aside_at IS NULL`,
  plans: `UPDATE plans SET item_count = item_count + 1
           WHERE ctid = (SELECT min(ctid) FROM plans WHERE tenant_id = $1)`,
};

describeReal('postgres')('a record beside the tables that it tells of', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let restarted: ReconcilerTestkit;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
    restarted = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await restarted.close();
    await reconciler.close();
    await database.drop();
  });

  it.each(Object.entries(BY_HAND))('finds one row of %s that somebody changed by hand', async (kept, change) => {
    let found = 0;
    for (const steps of Object.values(stories)) {
      const tenantId = aTenantId();
      const tenant = new ReplayedTenant(reconciler, restarted, tenantId);
      await new CompanyLife(tenant).live(steps);
      const [, changed] = await reconciler.dataSource.query<[unknown, number]>(change, [tenantId]);
      if (changed === 0) continue;
      found += 1;
      await expect(tenant.table()).rejects.toThrow(new RegExp(`^${kept}: the tables have`));
      if (found === 3) break;
    }
    expect(found).toBeGreaterThan(0);
  });
});
