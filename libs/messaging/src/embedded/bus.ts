import { topics } from '@people-sync/contracts';
import { Client, type ClientBase } from 'pg';
import { livelyConnection } from '../storage/connection-settings';
import { type DailyTable, maintainDailyPartitions } from '../storage/daily-partitions';

/** Every member listens here; a publish notifies once. */
export const BUS_CHANNEL = 'peoplesync_bus';

/** A look takes no longer. */
const LOOK_MS = 10_000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days are dropped as a whole when the longest retention of any topic is over. */
const busTable: DailyTable = {
  table: 'bus_record',
  column: 'written_at',
  keptDays: Math.ceil(Math.max(...topics.map((topic) => topic.retentionMs)) / DAY_MS),
};

/** At a start nothing is dropped: after a long pause consumers have not read yet what is past its retention. */
const startingTable: DailyTable = { ...busTable, keptDays: 36_500 };

/** Makes the partitions to come and drops what is past its retention; one process at a time. */
export async function maintainBus(client: ClientBase, now: number, table: DailyTable = busTable): Promise<void> {
  const { rows } = await client.query<{ ours: boolean }>(
    `SELECT pg_try_advisory_lock(hashtext('peoplesync-bus-maintenance'), hashtext(current_schema())) AS ours`,
  );
  if (rows[0]?.ours !== true) return;
  try {
    await maintainDailyPartitions(client, table, now);
  } finally {
    await client.query(`SELECT pg_advisory_unlock(hashtext('peoplesync-bus-maintenance'), hashtext(current_schema()))`);
  }
}

/** What keeps the embedded log from being used, one sentence; undefined if every topic is there. Changes nothing. */
export async function busLacks(databaseUrl: string): Promise<string | undefined> {
  const client = new Client({
    ...livelyConnection,
    connectionString: databaseUrl,
    application_name: 'peoplesync-bus',
    connectionTimeoutMillis: LOOK_MS,
    query_timeout: LOOK_MS,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ topic: string }>('SELECT DISTINCT topic FROM bus_stream');
    const missing = topics.filter(({ name }) => !rows.some(({ topic }) => topic === name)).map(({ name }) => name);
    return missing.length === 0 ? undefined : `The event log has no topic ${missing.join(', ')}: run provision.`;
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const isThere = code !== '42P01' && code !== '3F000';
    return `The event log ${isThere ? 'in the database cannot be read' : 'is not in the database yet'}: run provision.`;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Makes the embedded log in the connection's own schema: the same topics and partitions as Kafka's, offsets from a
 * counter row per partition. May run again at any time.
 */
export async function provisionBus(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'peoplesync-bus' });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('peoplesync-bus'))`);
    await client.query(`
      CREATE TABLE IF NOT EXISTS bus_stream (
        topic text NOT NULL, partition int NOT NULL, next_offset bigint NOT NULL DEFAULT 0, PRIMARY KEY (topic, partition)
      )`);
    await client.query(`
      CREATE TABLE IF NOT EXISTS bus_record (
        topic text NOT NULL, partition int NOT NULL, record_offset bigint NOT NULL,
        key text NOT NULL, value text NOT NULL, written_at timestamptz NOT NULL DEFAULT clock_timestamp()
      ) PARTITION BY RANGE (written_at)`);
    await client.query('CREATE INDEX IF NOT EXISTS bus_record_place ON bus_record (topic, partition, record_offset)');
    await client.query('CREATE TABLE IF NOT EXISTS bus_record_rest PARTITION OF bus_record DEFAULT');
    await client.query(
      `INSERT INTO bus_stream (topic, partition)
       SELECT t.name, p FROM unnest($1::text[], $2::int[]) AS t(name, partitions), generate_series(0, t.partitions - 1) p
       ON CONFLICT DO NOTHING`,
      [topics.map((t) => t.name), topics.map((t) => t.partitions)],
    );
    await client.query('COMMIT');
    await maintainBus(client, Date.now(), startingTable);
  } finally {
    await client.end();
  }
}
