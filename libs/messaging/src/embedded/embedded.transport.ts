import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { fromTextList, textList } from '../storage/text-list';
import { type EventTransport, type LogEnds, type OutBatch, type Published, rounds } from '../transport/event-transport';
import { SendQueue } from '../transport/send-queue';
import { TopicsError } from '../transport/topics-error';
import { BUS_CHANNEL, maintainBus } from './bus';

/** Counter first, in sorted order, then the rows: offsets are gapless and follow commit order, as a broker's do. */
const PUBLISH = `
  WITH input AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], ${fromTextList('$4')}) WITH ORDINALITY AS i(topic, partition, key, value, n)
  ), wanted AS MATERIALIZED (
    SELECT topic, partition, count(*) AS rows FROM input GROUP BY topic, partition
  ), held AS MATERIALIZED (
    SELECT s.topic, s.partition FROM bus_stream s JOIN wanted w USING (topic, partition) ORDER BY s.topic, s.partition FOR UPDATE OF s
  ), raised AS (
    UPDATE bus_stream s SET next_offset = s.next_offset + w.rows
    FROM wanted w JOIN held h USING (topic, partition)
    WHERE s.topic = w.topic AND s.partition = w.partition
    RETURNING s.topic, s.partition, s.next_offset, s.next_offset - w.rows AS base
  ), filed AS (
    INSERT INTO bus_record (topic, partition, record_offset, key, value)
    SELECT i.topic, i.partition, r.base + row_number() OVER (PARTITION BY i.topic, i.partition ORDER BY i.n) - 1, i.key, i.value
    FROM input i JOIN raised r USING (topic, partition)
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM filed)::int AS filed, pg_notify('${BUS_CHANNEL}', ''),
         (SELECT json_object_agg(topic || '/' || partition, next_offset) FROM raised) AS next`;

const MAINTENANCE_MS = 60 * 60 * 1000;

/** The log in Postgres: what a broker is elsewhere, on one machine without Kafka. */
export class EmbeddedTransport implements EventTransport {
  readonly kind = 'embedded';
  private readonly queue = new SendQueue((batches) => this.send(batches));

  private readonly logger = new Logger(EmbeddedTransport.name);
  /** Provisioning has just done it. */
  private maintained = Date.now();

  constructor(private readonly pool: Pool) {
    // An idle connection that is lost is replaced; without a listener it would end the process.
    pool.on('error', () => undefined);
  }

  publish(batches: readonly OutBatch[], alone = false): Promise<Published> {
    return this.queue.add(batches, alone);
  }

  async ends(topics: readonly string[]): Promise<LogEnds> {
    const { rows } = await this.pool.query<{ place: string; first: string; next: string }>(
      `SELECT s.topic || '/' || s.partition AS place, s.next_offset AS next, coalesce(
         (SELECT r.record_offset FROM bus_record r WHERE r.topic = s.topic AND r.partition = s.partition
          ORDER BY r.record_offset LIMIT 1), s.next_offset) AS first
       FROM bus_stream s WHERE s.topic = ANY($1)`,
      [topics],
    );
    return new Map(rows.map(({ place, first, next }) => [place, { first: Number(first), next: Number(next) }]));
  }

  async newest(topic: string, partition: number, offset: number): Promise<Buffer | undefined> {
    const { rows } = await this.pool.query<{ value: string }>(
      'SELECT value FROM bus_record WHERE topic = $1 AND partition = $2 AND record_offset = $3',
      [topic, partition, offset],
    );
    return rows[0] && Buffer.from(rows[0].value);
  }

  async close(): Promise<void> {
    await this.queue.idle();
    await this.pool.end();
  }

  private async send(batches: readonly OutBatch[]): Promise<Published> {
    const published = new Map<string, number>();
    for (const round of rounds(batches)) {
      const rows = round.flatMap(({ topic, partition, records }) =>
        records.map((record) => ({ topic, partition, ...record })),
      );
      const { rows: answer } = await this.pool.query<{ filed: number; next: Record<string, number> | null }>(PUBLISH, [
        rows.map((r) => r.topic),
        rows.map((r) => r.partition),
        rows.map((r) => r.key),
        textList(rows.map((r) => r.value)),
      ]);
      if (answer[0]?.filed !== rows.length)
        throw new TopicsError('the embedded log does not have these topics: provision it before the services start');
      for (const [place, next] of Object.entries(answer[0].next ?? {})) published.set(place, next);
    }
    if (Date.now() - this.maintained > MAINTENANCE_MS) await this.maintain();
    return published;
  }

  /** After a publish, so that an embedded log needs no server of its own; its failure is not the publish's. */
  private async maintain(): Promise<void> {
    this.maintained = Date.now();
    try {
      const client = await this.pool.connect();
      await maintainBus(client, this.maintained).finally(() => client.release());
    } catch (error) {
      this.logger.warn(
        `the embedded log keeps old records: ${error instanceof Error ? error.message : 'unknown error'}`,
      );
    }
  }
}
