import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  type AnyEvent,
  isEvent,
  othersThan,
  requestNamedIn,
  SyncRequested,
  SyncWithdrawn,
} from '@people-sync/contracts';
import {
  BatchContext,
  type Consumption,
  EventBatch,
  EventConsumer,
  type LeftOutRecord,
  type RawRecord,
} from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { JobsRepository } from './jobs.repository';
import { WorkersHandler } from './workers.handler';

const TOPIC = 'peoplesync.requests';

/** Turns SyncRequested into jobs, and wakes the workers as soon as they are committed; ends what was withdrawn. */
@Controller()
export class RequestsHandler {
  /** A withdrawal was taken since the workers last looked. */
  private withdrawn = false;
  private readonly consumption: Consumption;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly jobs: JobsRepository,
    private readonly workers: WorkersHandler,
  ) {
    this.consumption = consumer.takes(TOPIC, {
      skip: othersThan(TOPIC, [SyncRequested, SyncWithdrawn]),
      handle: (tx, events) => this.take(tx, events),
      leaveOut: (tx, record) => this.leaveOut(tx, record),
    });
  }

  @EventBatch('peoplesync.requests')
  async onRequests(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    await this.consumer.consume(records, context, this.consumption);
    this.workers.wake();
    if (!this.withdrawn) return;
    this.withdrawn = false;
    await this.workers.keepLeases();
  }

  /**
   * The sync that it asked for is told to have failed, and with it the reconciler settles the number as after any other
   * failure. What is no request, or does not say of which sync it is, ends nothing.
   */
  private async leaveOut(tx: EntityManager, { tenantId, value, actor }: LeftOutRecord): Promise<void> {
    const named = value && requestNamedIn(value, tenantId);
    if (named) await this.jobs.leaveOut(tx, { tenantId, actor, ...named });
  }

  private async take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const withdrawals = events.filter((event) => isEvent(SyncWithdrawn, event));
    this.withdrawn ||= withdrawals.length > 0;
    await this.jobs.take(
      tx,
      events.filter((event) => isEvent(SyncRequested, event)),
    );
    // A sync is asked for before it is withdrawn, and never again afterwards.
    await this.jobs.withdraw(tx, withdrawals);
  }
}
