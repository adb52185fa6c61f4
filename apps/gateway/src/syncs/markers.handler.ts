import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type AnyEvent, anyOf, isEvent, othersThan, PlanMade } from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { peopleChanged, versionEvents } from '../feed/happenings';
import { markerEvents, markerOf } from './event-markers';
import { SyncProgress } from './sync-progress';

const topics = ['peoplesync.snapshots', 'peoplesync.changes', 'peoplesync.people'];

/** What other services tell moves the syncs on: whole batches, of all tenants in them. */
@Controller()
export class MarkersHandler {
  constructor(
    private readonly consumer: EventConsumer,
    private readonly progress: SyncProgress,
  ) {
    for (const topic of topics) consumer.takes(topic, this.consumptionOn(topic));
  }

  @EventBatch('peoplesync.snapshots')
  snapshots(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.consume(records, context);
  }

  @EventBatch('peoplesync.changes')
  changes(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.consume(records, context);
  }

  @EventBatch('peoplesync.people')
  people(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.consume(records, context);
  }

  private consume(records: RawRecord[], context: BatchContext): Promise<void> {
    return this.consumer.consume(records, context, this.consumptionOn(context.topic));
  }

  private consumptionOn(topic: string): Consumption {
    return {
      // Employees only move the place, and of a company's people the last one tells the change number.
      skip: othersThan(topic, [...markerEvents, ...versionEvents]),
      lastOnly: anyOf(topic, versionEvents),
      handle: (tx, events) => this.take(tx, events),
      lock: (tx, tenantIds) => this.progress.lock(tx, tenantIds),
    };
  }

  private take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const baseDigests = new Map<string, string | null>();
    for (const event of events) {
      if (isEvent(PlanMade, event)) baseDigests.set(event.tenantId, event.data.baseDigest);
    }
    const markers = events.flatMap((event) => {
      const numbered = markerOf(event);
      return numbered ? [{ tenantId: event.tenantId, traceparent: event.traceparent, ...numbered }] : [];
    });
    return this.progress.take(tx, markers, baseDigests, peopleChanged(events));
  }
}
