import { newEvent, SyncClosed, SyncRequested } from '@people-sync/contracts';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { messagingMigrations } from '../migrations/messaging-tables';
import { EventLog } from './event-log';

describeReal('postgres')('the event log', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const log = new EventLog();

  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: messagingMigrations,
      poolSize: 10,
    }).initialize();
    await dataSource.runMigrations();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const event = (tenantId: string, number: number) =>
    newEvent(
      SyncRequested,
      { source: '/t', tenantId },
      { number, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [] },
    );

  it('gives positions without gaps, in commit order, though eight writers share streams and some roll back', async () => {
    const tenants = Array.from({ length: 6 }, aTenantId);
    let committed = 0;
    const writer = async (w: number): Promise<void> => {
      for (let n = 1; n <= 25; n++) {
        const events = tenants.filter((_, i) => (i + n + w) % 3 !== 0).map((tenant) => event(tenant, n));
        const rollback = (n + w) % 5 === 0;
        await dataSource
          .transaction(async (tx) => {
            await log.append(tx, events);
            if (rollback) throw new Error('rolled back');
          })
          .then(() => (committed += events.length))
          .catch((error: unknown) => {
            if (!rollback) throw error;
          });
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, w) => writer(w)));
    const rows = await dataSource.query<{ rows: string; last: string; stream: string }[]>(
      `SELECT count(*) AS rows, max(l.position) AS last, s.position AS stream
       FROM event_log l JOIN event_stream s USING (topic, partition) GROUP BY l.topic, l.partition, s.position`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect([row.last, row.stream]).toEqual([row.rows, row.rows]);
    expect(rows.reduce((sum, row) => sum + Number(row.rows), 0)).toBe(committed);
  });

  it('files events of several topics in one statement, each in the order given', async () => {
    const tenant = aTenantId();
    const closed = newEvent(
      SyncClosed,
      { source: '/t', tenantId: tenant },
      { number: 1, status: 'cancelled', reason: null },
    );
    await dataSource.transaction((tx) => log.append(tx, [event(tenant, 1), closed, event(tenant, 2)]));
    const rows = await dataSource.query<{ topic: string; value: string }[]>(
      'SELECT topic, value FROM event_log WHERE key = $1 ORDER BY topic, position',
      [tenant],
    );
    expect(rows.map((row) => row.topic)).toEqual(['peoplesync.changes', 'peoplesync.requests', 'peoplesync.requests']);
    expect(rows.slice(1).map((row) => /"number":(\d)/.exec(row.value)?.[1])).toEqual(['1', '2']);
  });
});
