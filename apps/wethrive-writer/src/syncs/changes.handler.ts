import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type AnyEvent, othersThan } from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { ApplyHandler } from './apply.handler';
import { arrivalsOf, readEvents } from './arrivals';
import { DropHandler } from './drop.handler';
import { SyncsRepository } from './syncs.repository';

const TOPIC = 'peoplesync.changes';

/** Takes the reconciler's decisions: stages a sync's or an import's people as they come, and applies them once all have come. */
@Controller()
export class ChangesHandler {
  readonly consumption: Consumption;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly syncs: SyncsRepository,
    private readonly applying: ApplyHandler,
    private readonly dropping: DropHandler,
  ) {
    this.consumption = consumer.takes(TOPIC, {
      skip: othersThan(TOPIC, readEvents),
      handle: (tx, events) => this.handle(tx, events),
      lock: (tx, tenantIds) => this.applying.lock(tx, tenantIds),
      leaveOut: (tx, record) => this.dropping.leaveOut(tx, record),
    });
  }

  @EventBatch('peoplesync.changes')
  async take(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    await this.consumer.consume(records, context, this.consumption);
  }

  /** One batch, of however many tenants: a constant number of statements. The same events twice change nothing. */
  async handle(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const { plans, fates, staged, completions } = arrivalsOf(events);
    if (plans.length > 0) await this.syncs.storePlans(tx, plans);
    if (fates.length > 0) await this.syncs.decide(tx, fates);
    if (staged.length > 0) await this.syncs.stage(tx, staged);
    if (completions.length > 0) await this.applying.apply(tx, completions);
  }
}
