import { Inject, Injectable } from '@nestjs/common';
import { EventConsumer } from './consumer/event-consumer';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options';
import { EVENT_TRANSPORT, type EventTransport, type LogEnds, placeOf } from './transport/event-transport';

/** Asks the service's schema. */
export type Ask = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** What waits in the service's schema: of all its processes together, and over every restart. */
export interface StoredStand {
  /** Events that are stored and not published. */
  readonly unpublished: number;
  /** Seconds since the oldest of them was stored; 0 if there is none. */
  readonly unpublishedSeconds: number;
  readonly parked: ParkedStand;
  /** Of the service's group: the offset of the next record it has to take. */
  readonly places: readonly PlaceStand[];
}

/** Tenants whose stream stopped. */
export interface ParkedStand {
  readonly tenants: number;
  readonly streams: number;
  /** Records that are kept. */
  readonly records: number;
  readonly bytes: number;
  /** Records that were not kept, since there was no room for more. */
  readonly shed: number;
  /** Seconds since the first of them stopped; 0 if there is none. */
  readonly seconds: number;
}

/** One partition of a topic, and how far it was read. */
export interface PlaceStand {
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

/** How many records of a partition the service has not taken. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

/** Only streams that are ahead of their cursor are looked into, each by its index. */
const STORED = `
  SELECT o.*, p.*,
         (SELECT coalesce(json_agg(json_build_object('topic', topic, 'partition', partition, 'next', next_offset)), '[]')
            FROM consumer_progress WHERE group_id = $1) AS places
    FROM (
      SELECT coalesce(sum(s.position - c.position), 0)::float8 AS unpublished,
             coalesce(extract(epoch FROM clock_timestamp() - min(l.created_at)), 0)::float8 AS "unpublishedSeconds"
        FROM event_stream s JOIN relay_cursor c USING (topic, partition)
        LEFT JOIN LATERAL (
          SELECT created_at FROM event_log
           WHERE topic = s.topic AND partition = s.partition AND position > c.position ORDER BY position LIMIT 1
        ) l ON true
       WHERE s.position > c.position
    ) o, (
      SELECT count(DISTINCT tenant_id)::float8 AS tenants, count(*)::float8 AS streams,
             coalesce(sum(waiting), 0)::float8 AS records, coalesce(sum(bytes), 0)::float8 AS bytes,
             coalesce(sum(shed), 0)::float8 AS shed,
             coalesce(extract(epoch FROM clock_timestamp() - min(parked_at)), 0)::float8 AS seconds
        FROM parked_streams
    ) p`;

type StoredRow = Pick<StoredStand, 'unpublished' | 'unpublishedSeconds' | 'places'> & ParkedStand;

/** What waits in a schema, and where this group stands. One statement. */
export async function storedStand(ask: Ask, groupId: string): Promise<StoredStand> {
  const [row] = await ask<StoredRow>(STORED, [groupId]);
  if (!row) throw new Error('a statement of aggregates has no row');
  const { unpublished, unpublishedSeconds, places, ...parked } = row;
  return { unpublished, unpublishedSeconds, places, parked };
}

/**
 * Where a service stands in the bus, as it is now: asked of the database and of the log, whichever process leads the
 * relay or has the partitions, and whatever hangs.
 */
@Injectable()
export class BusStand {
  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(EVENT_TRANSPORT) private readonly transport: EventTransport,
    private readonly consumer: EventConsumer,
  ) {}

  /** True: the service has an event log of its own. */
  get emits(): boolean {
    return this.options.emits;
  }

  get consumes(): boolean {
    return this.options.consumes;
  }

  /** One statement. */
  stored(ask: Ask): Promise<StoredStand> {
    return storedStand(ask, this.options.groupId);
  }

  /** Where the log begins and ends, of every partition that the service reads. @throws if it does not answer, after some seconds */
  ends(): Promise<LogEnds> {
    return this.transport.ends(this.consumer.topics);
  }

  /** What lies between a place and its end; of a partition that was never read, all of it. */
  lag(places: readonly PlaceStand[], ends: LogEnds): PartitionLag[] {
    const next = new Map(places.map((place) => [placeOf(place), place.next]));
    return [...ends].map(([place, end]) => {
      const [topic = '', partition = ''] = place.split('/');
      return { topic, partition: Number(partition), lag: Math.max(0, end.next - (next.get(place) ?? end.first)) };
    });
  }
}
