import { newId } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { Meters, ServiceLogger } from '@people-sync/platform';
import { describeReal, provideTestDatabase } from '@people-sync/testing';
import { DataSource, type EntityManager } from 'typeorm';
import type { ConnectedTenants } from '../integrations/connected-tenants';
import { FeedRepository } from '../feed/feed.repository';
import { gatewaySchema } from '../migrations/gateway-schema';
import { aSync } from '../rig/syncs.testkit';
import { SyncJournal } from './sync-journal';
import { SyncProgress, type TenantMarker } from './sync-progress';
import { SyncStarter } from './sync-starter';
import { Sync } from './sync.entity';
import { SyncsRepository } from './syncs.repository';

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
      migrations: [...gatewaySchema.migrations],
    });
    await dataSource.initialize();
    await dataSource.runMigrations();
    syncs = new SyncsRepository(dataSource);
    const journal = new SyncJournal(new Meters(), new ServiceLogger({ service: 'test', level: 'silent' }));
    progress = new SyncProgress(syncs, new EventLog(), journal, new FeedRepository(dataSource));
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
    const [running, waiting] = [1, 2].map((number) => (tenantId: string) => {
      return aSync({ tenantId, id: newId(), number, status: number === 1 ? 'requested' : 'queued' });
    });
    // The follower's row lies before the one that leaves the slot, so that an update in the order of rows would clash.
    await dataSource.transaction((tx) => syncs.insert(tx, [...names.map(waiting!), ...names.map(running!)]));
    return names;
  };

  const at = new Date('2026-03-02T06:00:00Z');
  const failed = (tenantId: string): TenantMarker[] => [
    { tenantId, number: 1, marker: { kind: 'started', at } },
    { tenantId, number: 1, marker: { kind: 'closed', at, status: 'failed', reason: 'unavailable' } },
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
    expect(one).toBeLessThanOrEqual(9);
    const rows = await stored('hundred');
    expect(rows.filter(({ number }) => number === 1).every(({ status }) => status === 'failed')).toBe(true);
    expect(rows.filter(({ number }) => number === 2).every(({ status }) => status === 'requested')).toBe(true);
    const [logged] = await dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM event_log WHERE key LIKE 'hundred-%' AND topic = 'peoplesync.requests'
          AND value LIKE '%sync.requested%'`,
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

  describe('of triggers', () => {
    const starter = () => {
      const connected = { has: () => Promise.resolve(true) } as unknown as ConnectedTenants;
      return new SyncStarter(dataSource, syncs, new EventLog(), connected);
    };
    const call = (tenantId: string, requestedBy = 'night') => {
      return { tenantId, mode: 'apply', trigger: 'schedule', requestedBy } as const;
    };
    const free = async (prefix: string, count: number) => {
      const names = await tenants(prefix, count);
      await dataSource.query(`DELETE FROM syncs WHERE tenant_id = ANY($1)`, [names]);
      return names;
    };

    it('shares transactions, and each tenant gets its own sync and request', async () => {
      const names = await free('night', 300);
      const transactions = jest.spyOn(dataSource, 'transaction');
      const one = starter();
      const started = await Promise.all(names.map((name) => one.start(call(name))));
      expect(transactions.mock.calls.length).toBeLessThanOrEqual(4);
      transactions.mockRestore();
      expect(started.map(({ sync }) => sync.tenantId)).toEqual(names);
      expect(new Set(started.map(({ sync }) => sync.number))).toEqual(new Set([3]));
      const [logged] = await dataSource.query<{ count: string }[]>(
        `SELECT count(DISTINCT key) FROM event_log WHERE key LIKE 'night-%'`,
      );
      expect(logged?.count).toBe('300');
    });

    it('fails only the one that is wrong', async () => {
      const names = await free('wrong', 3);
      const one = starter();
      const outcomes = await Promise.allSettled([
        one.start(call(names[0]!)),
        one.start(call(names[1]!, 'no\u0000text')),
        one.start(call(names[2]!)),
        one.start(call('no-such-tenant')),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
      expect(outcomes[3]).toMatchObject({ reason: { status: 404 } });
      await expect(one.start(call(names[1]!))).resolves.toMatchObject({ made: true });
    });
  });

  it('keeps one slot and one follow-up per mode even against a bug', async () => {
    const [tenantId = ''] = await tenants('guard', 1);
    const insert = (status: 'requested' | 'queued') =>
      dataSource.transaction((tx) => syncs.insert(tx, [aSync({ tenantId, id: newId(), number: 3, status })]));
    await expect(insert('requested')).rejects.toThrow('syncs_one_slot');
    await expect(insert('queued')).rejects.toThrow('syncs_one_follow_up');
  });
});
