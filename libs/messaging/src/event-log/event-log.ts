import { Injectable } from '@nestjs/common';
import { type NewEvent, withTraceparent } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { fromTextList, textList } from '../storage/text-list';
import { partitionOf } from '../stream/partition';
import { currentTraceparent } from '../tracing/spans';
import { checkEvents } from '../transport/event-check';

/** The channel on which a service's relay is woken; one per schema, since roles and search paths differ. */
export const relayChannel = (schema: string): string => `peoplesync_relay_${schema}`;

/**
 * One statement: raises each stream's counter, in sorted order so that two writers cannot wait for each other, and
 * files the rows at these positions. The counter's row lock makes commit order equal position order; a rollback gives
 * the numbers back. So positions are gapless, and a relay that reads `position > cursor` misses nothing.
 */
const APPEND = `
  WITH input AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], ${fromTextList('$4')}) WITH ORDINALITY
      AS i(topic, partition, key, value, n)
  ), wanted AS MATERIALIZED (
    SELECT topic, partition, count(*) AS rows FROM input GROUP BY topic, partition ORDER BY topic, partition
  ), raised AS (
    INSERT INTO event_stream AS s (topic, partition, position)
    SELECT topic, partition, rows FROM wanted ORDER BY topic, partition
    ON CONFLICT (topic, partition) DO UPDATE SET position = s.position + excluded.position
    RETURNING s.topic, s.partition, s.position
  ), cursors AS (
    INSERT INTO relay_cursor (topic, partition) SELECT topic, partition FROM wanted ORDER BY topic, partition
    ON CONFLICT DO NOTHING
  ), filed AS (
    INSERT INTO event_log (topic, partition, position, key, value)
    SELECT i.topic, i.partition,
           r.position - w.rows + row_number() OVER (PARTITION BY i.topic, i.partition ORDER BY i.n),
           i.key, i.value
    FROM input i JOIN wanted w USING (topic, partition) JOIN raised r USING (topic, partition)
  )
  SELECT pg_notify('peoplesync_relay_' || current_schema(), '')`;

/** The outbox: events commit with the state that they tell of. */
@Injectable()
export class EventLog {
  /**
   * Files events in the caller's transaction, in the order given per tenant. Call it last: it takes the locks of the
   * streams, and they are held until the commit. Those that do not say what caused them were caused by what is going on.
   * @throws EventTooLargeError or EventTextError before anything is filed.
   */
  async append(tx: EntityManager, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    checkEvents(events);
    const traceparent = currentTraceparent();
    await tx.query(APPEND, [
      events.map((e) => e.topic),
      events.map((e) => partitionOf(e.key)),
      events.map((e) => e.key),
      textList(events.map((e) => (traceparent === undefined ? e.json : withTraceparent(e.json, traceparent)))),
    ]);
  }
}
