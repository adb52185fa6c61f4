import { Inject, Injectable } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { partitionOf } from '../stream/partition';
import { checkSizes } from './event-size';
import { EVENT_TRANSPORT, type EventTransport, merged } from './event-transport';

/** Straight to the topic, without an event log: only for snapshots, whose markers carry the meaning. */
@Injectable()
export class EventPublisher {
  constructor(@Inject(EVENT_TRANSPORT) private readonly transport: EventTransport) {}

  /**
   * Resolves when all are durable, in order per tenant; some may be there twice (the first answer was lost, a leader
   * changed), in order again. If it rejects, some may be there all the same.
   * @throws EventTooLargeError before anything is sent.
   */
  async publish(events: readonly NewEvent[]): Promise<void> {
    checkSizes(events);
    const batches = events.map(({ topic, key, json }) => ({
      topic,
      partition: partitionOf(key),
      records: [{ key, value: json }],
    }));
    await this.transport.publish(merged(batches));
  }
}
