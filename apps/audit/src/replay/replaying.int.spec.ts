import { DecisionMade, PlanApproved, PlanMade, PlanRevised } from '@people-sync/contracts';
import { provisionSchemas } from '@people-sync/platform';
import type { ReplayDifference } from '@people-sync/reconciliation';
import { stories } from '@people-sync/reconciliation/company-life';
import type { RecordedTenant } from '@people-sync/reconciliation/recorded-tenant';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { AuditUnderTest } from '../audit.testkit';
import { RecordFaultError } from './opened-entry';
import { lived, recordAll, sentBy, tablesOf } from './recorded-life.testkit';
import type { Replayed } from './replaying';
import type { KeptTables } from './tables';

jest.setTimeout(600_000);

describeReal('postgres')('a replay of a stored record', () => {
  let database: TestDatabase;
  let audit: AuditUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    const role = `audit_${aTenantId().replaceAll('-', '_')}`;
    const urls = await provisionSchemas(database.url, [{ role, schema: 'audit', beside: ['audit_keys'] }]);
    audit = await AuditUnderTest.open(urls['audit'] ?? '');
  });
  afterAll(async () => {
    await audit.close();
    await database.drop();
  });

  const recorded = async (steps: (typeof stories)[string]): Promise<RecordedTenant> => {
    const tenant = await lived(aTenantId(), steps);
    await recordAll(audit, sentBy(tenant));
    return tenant;
  };
  const tables = (tenant: RecordedTenant, over: Partial<KeptTables> = {}): KeptTables => ({
    ...tablesOf(tenant, audit.positionIn('peoplesync.changes', tenant.tenantId)),
    ...over,
  });
  const replay = (tenant: RecordedTenant, kept: KeptTables, until: string | null = null): Promise<Replayed> =>
    audit.replaying({ rows: [], changeNumber: 0 }, kept).run(tenant.tenantId, until, () => Promise.resolve(true));
  /** A life in which somebody is added, changed and leaves. */
  const lively = () =>
    recorded(Object.values(stories).reduce((one, other) => (other.length > one.length ? other : one)));
  const where = ({ about, personId, syncId, what }: ReplayDifference) => ({ about, personId, syncId, what });

  it('finds no difference after any story of a company, and covers every decision', async () => {
    for (const steps of Object.values(stories)) {
      const tenant = await recorded(steps);
      const plans = tenant.events.filter(({ type }) =>
        [PlanMade, PlanApproved, PlanRevised].some((one) => one.type === type),
      ).length;
      if (plans === 0) continue;
      const { report, checked } = await replay(tenant, tables(tenant));
      expect(report.differences).toEqual([]);
      const known = tenant.record.known.byId.size;
      expect(checked).toMatchObject({ plans, known, keptPlans: tables(tenant).plans.length });
      const alive = tenant.report();
      expect(checked.events).toBe(alive.checked.events);
    }
  });

  it('finds the one row of known that somebody changed by hand, and nothing else', async () => {
    const tenant = await lively();
    const kept = tables(tenant);
    const [first, ...others] = kept.known;
    if (!first) throw new Error('nobody is known');
    const { report } = await replay(
      tenant,
      tables(tenant, { known: [{ ...first, name: 'Somebody Else' }, ...others] }),
    );
    expect(report.differences).toMatchObject([
      { about: 'person', personId: first.personId, what: 'name', recorded: 'Somebody Else', expected: first.name },
    ]);
  });

  it('finds the one plan that somebody changed by hand, and nothing else', async () => {
    const tenant = await lively();
    const [first, ...others] = tables(tenant).plans;
    if (!first) throw new Error('no plan was made');
    const plans = [{ ...first, itemCount: first.itemCount + 1 }, ...others];
    const { report } = await replay(tenant, tables(tenant, { plans }));
    expect(report.differences.map(where)).toEqual([
      { about: 'plan', personId: null, syncId: first.syncId, what: 'itemCount' },
    ]);
  });

  it('of a moment goes no further than that', async () => {
    const tenant = await lively();
    const long = await replay(tenant, tables(tenant));
    await expect(replay(tenant, tables(tenant), '2001-01-01T00:00:00Z')).rejects.toThrow('nothing-compared');
    const now = await replay(tenant, tables(tenant), new Date(Date.now() + 60_000).toISOString());
    expect(now.checked).toEqual({ ...long.checked, known: 0, keptPlans: 0 });
  });

  it('fails, and says so, if nothing was compared', async () => {
    const tenant = await lived(aTenantId(), []);
    await expect(replay(tenant, tablesOf(tenant, 0))).rejects.toThrow('nothing-compared');
  });

  it('fails with the entry if one was changed, swapped or is missing, or a key is', async () => {
    const tenant = await lively();
    const { tenantId } = tenant;
    const superuser = await AuditUnderTest.open(database.url);
    const inTrouble = async (change: string, undo: string): Promise<unknown> => {
      const forced = (sql: string) =>
        superuser.dataSource.transaction(async (tx) => {
          await tx.query(`SET LOCAL session_replication_role = 'replica'`);
          await tx.query(sql, [tenantId]);
        });
      await forced(change);
      const failed = await replay(tenant, tables(tenant)).then(
        () => 'no error',
        (error: unknown) => error,
      );
      await forced(undo);
      return failed;
    };
    const flip = `UPDATE entries SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) WHERE tenant_id = $1 AND index = 5`;
    expect(await inTrouble(flip, flip)).toMatchObject({ reason: 'record-altered', index: 5 });
    const swap = `UPDATE entries SET index = 13 - index WHERE tenant_id = $1 AND index IN (6, 7)`;
    expect(await inTrouble(swap, swap)).toMatchObject({ reason: 'record-altered', index: 6 });
    await superuser.dataSource.query('CREATE TABLE aside AS SELECT * FROM entries LIMIT 0');
    const gone = await inTrouble(
      `WITH gone AS (DELETE FROM entries WHERE tenant_id = $1 AND index = 4 RETURNING *) INSERT INTO aside SELECT * FROM gone`,
      `INSERT INTO entries SELECT * FROM aside WHERE tenant_id = $1`,
    );
    expect(gone).toMatchObject({ reason: 'record-incomplete', index: 4 });
    const lost = await inTrouble(
      `UPDATE payloads SET tenant_id = tenant_id || '-lost' WHERE tenant_id = $1`,
      `UPDATE payloads SET tenant_id = $1 WHERE tenant_id = $1 || '-lost'`,
    );
    expect(lost).toBeInstanceOf(RecordFaultError);
    expect(lost).toMatchObject({ reason: 'key-missing' });
    expect((await replay(tenant, tables(tenant))).report.differences).toEqual([]);
    await superuser.close();
  });

  it('waits for what is said already and not recorded yet, and fails if it does not come', async () => {
    const tenant = await lively();
    const ahead = tables(tenant, { position: audit.positionIn('peoplesync.changes', tenant.tenantId) + 1 });
    await expect(replay(tenant, ahead)).rejects.toThrow('not-recorded-yet');
  });

  it('reads as a role that cannot change anything', async () => {
    const tx = audit.dataSource.createQueryRunner();
    await tx.connect();
    await tx.query(`SELECT set_config('role', session_user || '_reader', false)`);
    for (const table of ['entries', 'payloads', 'replays', 'trees', 'audit_keys.person_keys'])
      await expect(tx.query(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
    await tx.query('RESET ROLE');
    await tx.release();
  });

  it('says of a plan with somebody who is erased that it was checked in part, and finds no difference', async () => {
    const tenant = await lively();
    const [person] = [...tenant.record.known.byId.values()].filter(({ linked }) => linked);
    if (!person) throw new Error('nobody is known');
    await audit.dataSource.query(
      `UPDATE audit_keys.person_keys k SET kek_id = NULL, wrapped = NULL, destroyed_at = clock_timestamp()
         FROM audit_keys.person_names n
        WHERE n.tenant_id = $1 AND n.person_id = $2 AND k.tenant_id = n.tenant_id AND k.token = n.token
          AND k.destroyed_at IS NULL`,
      [tenant.tenantId, person.personId],
    );
    const { report } = await replay(tenant, tables(tenant));
    expect(report.partlyChecked.length).toBeGreaterThan(0);
    expect(report.differences.filter(({ personId }) => personId === person.personId)).toEqual([]);
    expect(report.differences).toEqual([]);
  });

  it('meets decisions of every kind in these stories', async () => {
    const types = new Set<string>();
    for (const steps of Object.values(stories))
      for (const { type } of (await lived(aTenantId(), steps)).events) types.add(type);
    for (const { type } of [PlanMade, PlanApproved, PlanRevised, DecisionMade]) expect([...types]).toContain(type);
  });
});
