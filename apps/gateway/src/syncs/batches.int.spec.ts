import { newId } from '@people-sync/contracts';
import { EventLog, messagingMigrations } from '@people-sync/messaging';
import { describeReal, provideTestDatabase } from '@people-sync/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { Syncs1764000000000 } from '../migrations/1764000000000-syncs';
import { SyncProgress, type TenantMarker } from './sync-progress';
import { Sync } from './sync.entity';
import { SyncsRepository } from './syncs.repository';

// Ends a test that would wait for ever; a busy machine may take its time.
jest.setTimeout(120_000);

describeReal('postgres')('a batch of events of many tenants', () => {
  let database: { url: string; drop(): Promise<void> };
  let dataSource: DataSource;
  let progress: SyncProgress;
  let syncs: SyncsRepository;

  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [Sync],
      migrations: [...messagingMigrations, Syncs1764000000000],
    });
    await dataSource.initialize();
    await dataSource.runMigrations();
    syncs = new SyncsRepository(dataSource);
    progress = new SyncProgress(syncs, new EventLog());
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Tenants with a sync that runs and one that waits. */
  const tenants = async (prefix: string, count: number): Promise<string[]> => {
    const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
    await dataSource.query(
      `INSERT INTO tenants (tenant_id, name, time_zone) SELECT unnest($1::text[]), 'Northwind Tiles', 'Europe/London'`,
      [names],
    );
    await dataSource.transaction(async (tx) => {
      for (const tenantId of names) {
        for (const status of ['requested', 'queued'] as const) {
          const mode = 'apply';
          const at = new Date();
          await syncs.insert(tx, { tenantId, id: newId(), mode, trigger: 'manual', requestedBy: 'ada', status, at });
        }
      }
    });
    return names;
  };

  const at = new Date('2026-03-02T06:00:00Z');
  const failed = (tenantId: string): TenantMarker[] => [
    { tenantId, number: 1, marker: { kind: 'started', at } },
    { tenantId, number: 1, marker: { kind: 'unreadable', at, reason: 'unavailable' } },
  ];

  /** Handles markers and tells how many statements that took. */
  const statements = (markers: readonly TenantMarker[]): Promise<number> =>
    dataSource.transaction(async (tx: EntityManager) => {
      const query = jest.spyOn(tx, 'query');
      await progress.take(tx, markers, new Map(markers.map(({ tenantId }) => [tenantId, null])));
      return query.mock.calls.length;
    });

  const stored = (prefix: string): Promise<{ status: string; number: number; at: string }[]> =>
    dataSource.query(
      `SELECT tenant_id, number, status, status_since::text AS at FROM syncs
        WHERE tenant_id LIKE $1 ORDER BY tenant_id, number`,
      [`${prefix}-%`],
    );

  it('takes as many statements as one of one tenant', async () => {
    const one = await statements((await tenants('one', 1)).flatMap(failed));
    const hundred = await statements((await tenants('hundred', 100)).flatMap(failed));
    expect(hundred).toBe(one);
    expect(one).toBeLessThanOrEqual(8);
    const rows = await stored('hundred');
    expect(rows.filter(({ number }) => number === 1).every(({ status }) => status === 'failed')).toBe(true);
    expect(rows.filter(({ number }) => number === 2).every(({ status }) => status === 'requested')).toBe(true);
    const [logged] = await dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM event_log WHERE key LIKE 'hundred-%' AND topic = 'peoplesync.requests'`,
    );
    expect(logged?.count).toBe('100');
  });

  it('changes nothing and asks for nothing when it comes again', async () => {
    const markers = (await tenants('again', 5)).flatMap(failed);
    await statements(markers);
    const rows = await stored('again');
    const [before] = await dataSource.query<unknown[]>('SELECT sum(position) FROM event_stream');
    await statements(markers);
    expect(await stored('again')).toEqual(rows);
    expect(await dataSource.query<unknown[]>('SELECT sum(position) FROM event_stream')).toEqual([before]);
  });

  it('tells watchers once, and everybody if there are too many names', async () => {
    const notified: unknown[] = [];
    await dataSource.transaction(async (tx) => {
      const query = jest.spyOn(tx, 'query');
      const many = await tenantsWithLongNames(200);
      await progress.take(tx, many.flatMap(failed));
      notified.push(...query.mock.calls.filter(([sql]) => sql.includes('pg_notify($1')).map(([, values]) => values));
    });
    expect(notified).toEqual([['peoplesync_gateway_syncs', '*']]);
  });

  const tenantsWithLongNames = (count: number) => tenants('long'.repeat(10), count);

  it('does not let two of the same tenants wait for each other', async () => {
    const names = await tenants('both', 20);
    const forwards = names.flatMap(failed);
    const backwards = [...names].reverse().flatMap(failed);
    await Promise.all([forwards, backwards, forwards, backwards].map((markers) => statements(markers)));
    expect((await stored('both')).map(({ status }) => status)).toEqual(names.flatMap(() => ['failed', 'requested']));
  });

  it('keeps one slot and one follow-up per mode even against a bug', async () => {
    const [tenantId = ''] = await tenants('guard', 1);
    const insert = (status: 'requested' | 'queued') =>
      dataSource.transaction((tx) =>
        syncs.insert(tx, {
          tenantId,
          id: newId(),
          mode: 'apply',
          trigger: 'manual',
          requestedBy: 'ada',
          status,
          at: new Date(),
        }),
      );
    await expect(insert('requested')).rejects.toThrow('syncs_one_slot');
    await expect(insert('queued')).rejects.toThrow('syncs_one_follow_up');
  });
});
