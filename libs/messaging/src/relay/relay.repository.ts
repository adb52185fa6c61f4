import { escapeIdentifier, type PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { relayChannel } from '../event-log/event-log';
import { eventLogTable } from '../event-log/event-log-table';
import { maintainDailyPartitions } from '../storage/daily-partitions';

/** A row of the event log that is to be published. */
export interface LoggedRow {
  readonly topic: string;
  readonly partition: number;
  readonly position: string;
  readonly epoch: number;
  readonly key: string;
  readonly value: string;
  /** Events of all streams that are not published yet, this one included. */
  readonly waiting: string;
}

/** Rows a round, shared by the streams that are ahead; each gets at least a few, so that a busy one holds up no other. */
const ROUND = 4000;
const LEAST_PER_STREAM = 100;
/** Bytes a round and stream; the first row always comes. */
const STREAM_BYTES = 2_000_000;

/** Streams that are ahead of their cursor, and their next rows; each stream's are sorted afterwards, a sort here spills. */
const NEXT = `
  WITH ahead AS MATERIALIZED (
    SELECT s.topic, s.partition, s.epoch, c.position AS published, s.position - c.position AS behind
    FROM event_stream s JOIN relay_cursor c USING (topic, partition)
    WHERE s.position > c.position
  )
  SELECT a.topic, a.partition, l.position, a.epoch, l.key, l.value, (SELECT sum(behind) FROM ahead) AS waiting
  FROM ahead a
  CROSS JOIN LATERAL (
    SELECT position, key, value, sum(octet_length(value)) OVER (ORDER BY position) - octet_length(value) AS bytes_before
    FROM event_log
    WHERE topic = a.topic AND partition = a.partition AND position > a.published
    ORDER BY position LIMIT (SELECT greatest(${LEAST_PER_STREAM}, ${ROUND} / count(*)) FROM ahead)
  ) l
  WHERE l.bytes_before < ${STREAM_BYTES}`;

const MOVE = `
  UPDATE relay_cursor c SET position = m.position
  FROM unnest($1::text[], $2::int[], $3::bigint[]) AS m(topic, partition, position)
  WHERE c.topic = m.topic AND c.partition = m.partition AND c.position < m.position`;

/**
 * The one connection that a relay leads with: its lock, its wake-ups, its reads and its cursors. If the connection is
 * gone, so is the lead.
 */
export class RelayConnection {
  private lost: Error | undefined;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
    private readonly onWake: () => void,
  ) {
    client.on('error', this.onError);
    client.on('notification', this.onWake);
  }

  /** Takes a connection of the service's pool for itself; `onWake` is called for every append. */
  static async open(dataSource: DataSource, onWake: () => void): Promise<RelayConnection> {
    const runner = dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    return new RelayConnection(runner, client, onWake);
  }

  /** True if this relay leads now; another process' relay may. Then it is also woken by appends. */
  async tryLead(): Promise<boolean> {
    const { rows } = await this.client.query<{ leads: boolean; schema: string }>(
      `SELECT pg_try_advisory_lock(hashtext('peoplesync-relay'), hashtext(current_schema())) AS leads, current_schema() AS schema`,
    );
    const [row] = rows;
    if (!row?.leads) return false;
    await this.client.query(`LISTEN ${escapeIdentifier(relayChannel(row.schema))}`);
    return true;
  }

  /** The next rows of every stream that is ahead of its cursor; in order within each stream. */
  async next(): Promise<LoggedRow[]> {
    if (this.lost) throw this.lost;
    const { rows } = await this.client.query<LoggedRow>(NEXT);
    return rows.sort((a, b) => Number(a.position) - Number(b.position));
  }

  /** These rows are published. */
  async moveCursors(published: readonly LoggedRow[]): Promise<void> {
    const last = [...new Map(published.map((row) => [`${row.topic}/${row.partition}`, row])).values()];
    await this.client.query(MOVE, [
      last.map((r) => r.topic),
      last.map((r) => r.partition),
      last.map((r) => r.position),
    ]);
  }

  /** Makes the daily partitions to come, drops the old ones. */
  async maintain(now: number): Promise<void> {
    await maintainDailyPartitions(this.client, eventLogTable, now);
  }

  /** The lock and the subscription belong to the connection, which goes back to the pool. */
  async release(): Promise<void> {
    await this.client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await this.client.query('UNLISTEN *').catch(() => undefined);
    this.client.off('error', this.onError);
    this.client.off('notification', this.onWake);
    await this.runner.release();
  }

  private readonly onError = (error: Error): void => {
    this.lost = error;
    this.onWake();
  };
}
