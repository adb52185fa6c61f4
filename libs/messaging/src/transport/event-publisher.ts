import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Tracer } from '@opentelemetry/api';
import type { NewEvent } from '@people-sync/contracts';
import { partitionOf } from '../stream/partition';
import { MESSAGING_OPTIONS, type MessagingOptions, PUBLISH_PATIENCE_MS } from '../messaging.options';
import { publishing } from '../tracing/publishing';
import { TRACER } from '../tracing/spans';
import { checkEvents } from './event-check';
import { EVENT_TRANSPORT, type EventTransport, type OutBatch } from './event-transport';

const PAUSE_MS = 500;

/** Straight to the topic, without an event log: only for snapshots, whose markers carry the meaning. */
@Injectable()
export class EventPublisher {
  constructor(
    @Inject(EVENT_TRANSPORT) private readonly transport: EventTransport,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Optional() @Inject(TRACER) private readonly tracer?: Tracer,
  ) {}

  /**
   * Resolves when all are durable, in order per tenant; some may be there twice (the first answer was lost, a leader
   * changed), in order again. A partition that refuses is tried again, alone, for `patienceMs`. If it then rejects, some
   * may be there all the same.
   * @throws EventTooLargeError or EventTextError before anything is sent.
   */
  async publish(
    events: readonly NewEvent[],
    patienceMs = this.options.publishPatienceMs ?? PUBLISH_PATIENCE_MS,
  ): Promise<void> {
    checkEvents(events);
    const batches = events.map(({ topic, key, json }) => ({
      topic,
      partition: partitionOf(key),
      records: [{ key, value: json }],
    }));
    return publishing(this.tracer, batches, (all) => this.send(all, patienceMs));
  }

  private async send(all: readonly OutBatch[], patienceMs: number): Promise<void> {
    const until = Date.now() + patienceMs;
    for (let isFirst = true; ; isFirst = false) {
      try {
        await this.transport.publish(all, !isFirst);
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await wait(PAUSE_MS);
      }
    }
  }
}
