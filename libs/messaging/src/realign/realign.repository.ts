import { type Client, escapeIdentifier } from 'pg';
import type { Realigned, ReadPlace, WrittenStream } from './realigned';

/** Programs that are connected to this database as a service is, by what they call themselves. */
export async function servicesAtWork(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT application_name AS name FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND application_name LIKE 'peoplesync-%' AND application_name <> 'peoplesync-provision' ORDER BY 1`,
  );
  return rows.map(({ name }) => name.slice('peoplesync-'.length));
}

const of = (schema: string, table: string): string => `${escapeIdentifier(schema)}.${table}`;

/** What every service has written and taken, in a transaction in which none of them can go on. */
export async function lockedStands(
  client: Client,
  schemas: readonly string[],
): Promise<{ streams: WrittenStream[]; places: ReadPlace[] }> {
  const streams: WrittenStream[] = [];
  const places: ReadPlace[] = [];
  for (const schema of schemas) {
    const tables = ['event_stream', 'relay_cursor', 'consumer_progress'].map((table) => of(schema, table));
    await client.query(`LOCK TABLE ${tables.join(', ')} IN EXCLUSIVE MODE`);
    const written = await client.query<{
      topic: string;
      partition: number;
      epoch: number;
      position: string;
      oldest: string | null;
    }>(
      `SELECT topic, partition, epoch, position,
              (SELECT min(l.position) FROM ${of(schema, 'event_log')} l
                WHERE l.topic = s.topic AND l.partition = s.partition) AS oldest
         FROM ${of(schema, 'event_stream')} s`,
    );
    for (const { position, oldest, ...row } of written.rows) {
      streams.push({
        ...row,
        schema,
        position: Number(position),
        oldest: oldest === null ? undefined : Number(oldest),
      });
    }
    const taken = await client.query<{ topic: string; partition: number; position: string | null }>(
      `SELECT topic, partition, position FROM ${of(schema, 'consumer_progress')}`,
    );
    for (const { position, ...row } of taken.rows) {
      places.push({ ...row, schema, position: position === null ? undefined : Number(position) });
    }
  }
  return { streams, places };
}

/**
 * Lets everybody go on as it is planned; in the transaction of `lockedStands`.
 * @param groups the consumer group of each schema's service.
 */
export async function goOnAs(
  client: Client,
  { streams, places }: Realigned,
  groups: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [schema, group] of groups) {
    const own = streams.filter((stream) => stream.schema === schema);
    const names = [own.map(({ topic }) => topic), own.map(({ partition }) => partition)];
    await client.query(
      `INSERT INTO ${of(schema, 'event_stream')} (topic, partition, epoch)
       SELECT * FROM unnest($1::text[], $2::int[], $3::int[])
       ON CONFLICT (topic, partition) DO UPDATE SET epoch = excluded.epoch`,
      [...names, own.map(({ epoch }) => epoch)],
    );
    await client.query(
      `INSERT INTO ${of(schema, 'relay_cursor')} (topic, partition, position, next_offset)
       SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[])
       ON CONFLICT (topic, partition) DO UPDATE SET position = excluded.position, next_offset = excluded.next_offset`,
      [...names, own.map(({ published }) => published), own.map(({ end }) => end)],
    );
    const read = places.filter((place) => place.schema === schema);
    await client.query(
      `INSERT INTO ${of(schema, 'consumer_progress')} (group_id, topic, partition, epoch, next_offset)
       SELECT $5, * FROM unnest($1::text[], $2::int[], $3::int[], $4::bigint[])
       ON CONFLICT (group_id, topic, partition)
       DO UPDATE SET epoch = excluded.epoch, next_offset = excluded.next_offset, mark = NULL`,
      [
        read.map(({ topic }) => topic),
        read.map(({ partition }) => partition),
        read.map(({ epoch }) => epoch ?? null),
        read.map(({ end }) => end),
        group,
      ],
    );
  }
}
