import { type AnyEvent, isEvent, newEvent, type NewEvent, SyncRequested, withPosition } from '@people-sync/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { storedStand as standOf, type StoredStand } from './bus-stand';
import { messagingMigrations } from './migrations/messaging-tables';
import { BatchContext, type RawRecord } from './stream/batch';

/** The topic that these tests use. */
export const TOPIC = 'peoplesync.requests';

/** An event that carries a number. */
export const request = (tenantId: string, number: number, syncId?: string): NewEvent =>
  newEvent(
    SyncRequested,
    { source: '/peoplesync/test', tenantId, syncId },
    { number, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [] },
  );

export const numberOf = (event: AnyEvent): number => (isEvent(SyncRequested, event) ? event.data.number : 0);

/** The event as a relay publishes it at this position; its offset is one less unless given. */
export const placed = (event: NewEvent, position: number, offset = position - 1, epoch = 1): RawRecord => ({
  offset,
  key: event.key,
  value: Buffer.from(withPosition(event.json, epoch, position)),
});

/** Bytes that some program put on the topic. */
export const foreign = (key: string | null, value: string | null, offset: number): RawRecord => ({
  offset,
  key,
  value: value === null ? null : Buffer.from(value),
});

export const contextOf = (partition = 0, attempt = 1): BatchContext =>
  new BatchContext([{ topic: TOPIC, partition, attempt, highWatermark: 1_000_000, live: () => true }]);

/** A service's database: the messaging tables and `seen`, to which `note` writes. Safe for two at once. */
export async function openDatabase(url: string): Promise<DataSource> {
  const dataSource = new DataSource({ type: 'postgres', url, migrations: messagingMigrations, poolSize: 10 });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  await runner.query('SELECT pg_advisory_lock(1)');
  await dataSource.runMigrations();
  await runner.query('CREATE TABLE IF NOT EXISTS seen (seq bigserial, tenant_id text, number int)');
  await runner.query('SELECT pg_advisory_unlock_all()');
  await runner.release();
  return dataSource;
}

/** Notes the events' numbers in `seen`, in one statement. */
export async function note(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
  await tx.query(
    `INSERT INTO seen (tenant_id, number)
     SELECT tenant_id, number FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS e(tenant_id, number, n) ORDER BY n`,
    [events.map((event) => event.tenantId), events.map(numberOf)],
  );
}

/** What was noted of a tenant, in order. */
export async function seenBy(dataSource: DataSource, tenantId: string): Promise<number[]> {
  const rows = await dataSource.query<{ number: number }[]>(
    'SELECT number FROM seen WHERE tenant_id = $1 ORDER BY seq',
    [tenantId],
  );
  return rows.map((row) => row.number);
}

/** What waits in the service's schema. */
export const storedStand = (dataSource: DataSource, groupId: string): Promise<StoredStand> =>
  standOf((sql, values) => dataSource.query(sql, values && [...values]), groupId);

/** True while some transaction of this database waits for another one's lock. */
export async function somebodyWaits(dataSource: DataSource): Promise<boolean> {
  const rows = await dataSource.query<unknown[]>(
    `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return rows.length > 0;
}
