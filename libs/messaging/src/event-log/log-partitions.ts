import type { PoolClient } from 'pg';

/** Published rows are kept this long for whoever wants to look. */
const KEPT_DAYS = 7;
/** Partitions are made this far ahead, so that a relay that was down for a while finds them. */
const AHEAD_DAYS = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const nameOf = (day: string): string => `event_log_${day.replaceAll('-', '')}`;

/**
 * Keeps the event log's daily partitions: makes those to come, drops those that are older than seven days and hold
 * nothing that the relay has not passed. A day that has rows in the rest partition already keeps them there.
 */
export async function maintainLogPartitions(client: PoolClient, now: number): Promise<void> {
  for (let ahead = 0; ahead <= AHEAD_DAYS; ahead++) {
    const day = dayOf(now + ahead * DAY_MS);
    const inRest = await client.query(
      'SELECT 1 FROM event_log_rest WHERE created_at >= $1::timestamptz AND created_at < $2::timestamptz LIMIT 1',
      [`${day}T00:00:00Z`, `${dayOf(now + (ahead + 1) * DAY_MS)}T00:00:00Z`],
    );
    if (inRest.rowCount !== 0) continue;
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${nameOf(day)} PARTITION OF event_log FOR VALUES FROM ('${day}T00:00:00Z') TO ('${dayOf(now + (ahead + 1) * DAY_MS)}T00:00:00Z')`,
    );
  }
  const oldest = nameOf(dayOf(now - KEPT_DAYS * DAY_MS));
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'event_log'::regclass AND c.relname ~ '^event_log_\\d{8}$' AND c.relname < $1`,
    [oldest],
  );
  for (const { name } of rows) {
    const waiting = await client.query(
      `SELECT 1 FROM ${name} l JOIN relay_cursor c USING (topic, partition) WHERE l.position > c.position LIMIT 1`,
    );
    if (waiting.rowCount === 0) await client.query(`DROP TABLE ${name}`);
  }
}
