import { Client, escapeIdentifier, type Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { relayChannel } from '../event-log/event-log';
import { eventLogTable } from '../event-log/event-log-table';
import { maintainDailyPartitions } from '../storage/daily-partitions';
import { poolOf } from '../storage/pool.repository';
import { placeOf, type Published } from '../transport/event-transport';

/** A row of the event log that is to be published. */
export interface LoggedRow {
  readonly topic: string;
  readonly partition: number;
  readonly position: string;
  readonly epoch: number;
  readonly key: string;
  readonly value: string;
}

/** One partition of a topic that this service emits on. */
export interface StreamPlace {
  readonly topic: string;
  readonly partition: number;
}

/** Where a stream stands in this database, and where its partition ended when the relay last published. */
export interface StreamStand extends StreamPlace {
  readonly epoch: number;
  readonly position: string;
  readonly nextOffset: string | null;
}

/** Rows a round, shared by the streams that are ahead; each gets at least a few, so that a busy one holds up no other. */
const ROUND = 4000;
const LEAST_PER_STREAM = 100;
/** Bytes a round and stream; the first row always comes. */
const STREAM_BYTES = 2_000_000;

/**
 * Streams that are ahead of their cursor, and their next rows; each stream's are sorted afterwards, a sort here spills.
 * Without those named in $1 and $2: they are tried alone.
 */
const NEXT = `
  WITH ahead AS MATERIALIZED (
    SELECT s.topic, s.partition, s.epoch, c.position AS published
    FROM event_stream s JOIN relay_cursor c USING (topic, partition)
    WHERE s.position > c.position
  )
  SELECT a.topic, a.partition, l.position, a.epoch, l.key, l.value
  FROM ahead a
  CROSS JOIN LATERAL (
    SELECT position, key, value, sum(octet_length(value)) OVER (ORDER BY position) - octet_length(value) AS bytes_before
    FROM event_log
    WHERE topic = a.topic AND partition = a.partition AND position > a.published
    ORDER BY position LIMIT (SELECT greatest(${LEAST_PER_STREAM}, ${ROUND} / count(*)) FROM ahead)
  ) l
  WHERE l.bytes_before < ${STREAM_BYTES}
    AND NOT EXISTS (SELECT FROM unnest($1::text[], $2::int[]) AS h(topic, partition)
                    WHERE h.topic = a.topic AND h.partition = a.partition)`;

const NEXT_OF = `
  SELECT l.topic, l.partition, l.position, s.epoch, l.key, l.value
  FROM event_stream s JOIN relay_cursor c USING (topic, partition) JOIN event_log l USING (topic, partition)
  WHERE s.topic = $1 AND s.partition = $2 AND l.position > c.position
  ORDER BY l.position LIMIT $3`;

const STREAMS = `
  SELECT s.topic, s.partition, s.epoch, s.position, c.next_offset AS "nextOffset"
  FROM event_stream s JOIN relay_cursor c USING (topic, partition)`;

const MOVE = `
  UPDATE relay_cursor c SET position = m.position, next_offset = m.next_offset
  FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS m(topic, partition, position, next_offset)
  WHERE c.topic = m.topic AND c.partition = m.partition AND c.position < m.position`;

/** What is asked here takes milliseconds: an answer that takes longer comes from a machine that is gone. */
const ANSWER_MS = 10_000;
/** The server ends the lead of a relay that it has not heard for so long; a living one asks far more often. */
const SILENCE_MS = 15_000;
const BEAT_MS = 3_000;

/**
 * The one connection that a relay leads with: its lock, its wake-ups, its reads and its cursors. If the connection is
 * gone, so is the lead; a machine that vanishes loses it within SILENCE_MS, and a dead connection is noticed within
 * BEAT_MS + ANSWER_MS. It is not of the pool: what the pool has may be as dead.
 */
export class RelayConnection {
  private lost: Error | undefined;
  private beating: NodeJS.Timeout | undefined;
  private asked: Promise<void> = Promise.resolve();

  private constructor(
    private readonly client: Client,
    private readonly pool: Pool,
    private readonly onWake: () => void,
    private readonly onBeat: () => void,
  ) {}

  /**
   * Opens a connection with the settings of the service's pool.
   * @param onWake called for every append, and when the connection is lost
   * @param onBeat called whenever the server has answered
   */
  static async open(dataSource: DataSource, onWake: () => void, onBeat: () => void): Promise<RelayConnection> {
    const pool = poolOf(dataSource);
    const { options } = pool;
    const client = new Client({
      ...options,
      // The pool hides it from enumeration.
      password: options.password,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    const connection = new RelayConnection(client, pool, onWake, onBeat);
    client.on('error', connection.onError);
    client.on('notification', onWake);
    try {
      await client.connect();
      await client.query(`SET idle_session_timeout = ${SILENCE_MS}`);
    } catch (error) {
      connection.release();
      throw error;
    }
    connection.beating = setInterval(() => void connection.beat(), BEAT_MS);
    return connection;
  }

  /** True if this relay leads now; another process' relay may. Then it is also woken by appends. */
  async tryLead(): Promise<boolean> {
    const [row] = await this.ask<{ leads: boolean; schema: string }>(
      `SELECT pg_try_advisory_lock(hashtext('peoplesync-relay'), hashtext(current_schema())) AS leads, current_schema() AS schema`,
    );
    if (!row?.leads) return false;
    await this.ask(`LISTEN ${escapeIdentifier(relayChannel(row.schema))}`);
    return true;
  }

  /** The next rows of every stream that is ahead of its cursor, but for the `held`; in order within each stream. */
  async next(held: readonly StreamPlace[]): Promise<LoggedRow[]> {
    const rows = await this.ask<LoggedRow>(NEXT, [held.map((h) => h.topic), held.map((h) => h.partition)]);
    return rows.sort((a, b) => Number(a.position) - Number(b.position));
  }

  /** At most `limit` next rows of one stream, in order. */
  nextOf({ topic, partition }: StreamPlace, limit: number): Promise<LoggedRow[]> {
    return this.ask<LoggedRow>(NEXT_OF, [topic, partition, limit]);
  }

  /** Where every stream stands. */
  streams(): Promise<StreamStand[]> {
    return this.ask<StreamStand>(STREAMS);
  }

  /** The event at this position; undefined if the log does not hold it any more. */
  async logged({ topic, partition }: StreamPlace, position: number): Promise<string | undefined> {
    const [row] = await this.ask<{ value: string }>(
      'SELECT value FROM event_log WHERE topic = $1 AND partition = $2 AND position = $3',
      [topic, partition, position],
    );
    return row?.value;
  }

  /** These rows are published, up to these offsets. */
  async moveCursors(published: readonly LoggedRow[], offsets: Published): Promise<void> {
    const last = [...new Map(published.map((row) => [placeOf(row), row])).values()];
    await this.ask(MOVE, [
      last.map((r) => r.topic),
      last.map((r) => r.partition),
      last.map((r) => r.position),
      last.map((r) => offsets.get(placeOf(r)) ?? null),
    ]);
  }

  /** Makes the daily partitions to come, drops the old ones; on a connection of the pool. */
  async maintain(now: number): Promise<void> {
    const client = await this.pool.connect();
    await maintainDailyPartitions(client, eventLogTable, now).finally(() => client.release());
  }

  /** The lock and the subscription end with the connection. A dead one is not waited for. */
  release(): void {
    clearInterval(this.beating);
    this.lost ??= new Error('the connection was given back');
    void this.client.end().catch(() => undefined);
  }

  /** One statement after the other. */
  private ask<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    const answer = this.asked.then(async () => {
      if (this.lost) throw this.lost;
      const { rows } = await this.client.query<T>(sql, values);
      this.onBeat();
      return rows;
    });
    this.asked = answer.then(
      () => undefined,
      () => undefined,
    );
    return answer;
  }

  /** Also while the broker is waited for: the lead is kept, and a connection that died meanwhile is noticed. */
  private async beat(): Promise<void> {
    await this.ask('SELECT 1').catch(this.onError);
  }

  private readonly onError = (error: Error): void => {
    this.lost ??= error;
    this.onWake();
  };
}
