import { topics } from '@people-sync/contracts';
import { Client } from 'pg';

/** Every member listens here; a publish notifies once. */
export const BUS_CHANNEL = 'peoplesync_bus';

/**
 * Makes the embedded log in the connection's own schema: the same topics and partitions as Kafka's, offsets from a
 * counter row per partition. May run again at any time; records past their topic's retention are dropped.
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
        key text NOT NULL, value text NOT NULL, written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (topic, partition, record_offset)
      )`);
    await client.query(
      `INSERT INTO bus_stream (topic, partition)
       SELECT t.name, p FROM unnest($1::text[], $2::int[]) AS t(name, partitions), generate_series(0, t.partitions - 1) p
       ON CONFLICT DO NOTHING`,
      [topics.map((t) => t.name), topics.map((t) => t.partitions)],
    );
    await client.query(
      `DELETE FROM bus_record r USING unnest($1::text[], $2::bigint[]) AS t(name, retention_ms)
       WHERE r.topic = t.name AND r.written_at < now() - t.retention_ms * interval '1 millisecond'`,
      [topics.map((t) => t.name), topics.map((t) => t.retentionMs)],
    );
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
