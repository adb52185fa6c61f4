import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type AnyEvent, ChangesDropped, isEvent, othersThan } from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { TenantsRepository } from '../tenants/tenants.repository';
import { Dropping } from './dropping';

const TOPIC = 'peoplesync.people';

/** Hears from the writer what it has dropped. */
@Controller()
export class DropsHandler {
  readonly consumption: Consumption;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly tenants: TenantsRepository,
    private readonly dropping: Dropping,
  ) {
    this.consumption = consumer.takes(TOPIC, {
      skip: othersThan(TOPIC, [ChangesDropped]),
      handle: (tx, events) => this.take(tx, events),
      lock: (tx, tenantIds) => this.tenants.lock(tx, tenantIds),
    });
  }

  @EventBatch('peoplesync.people')
  async onBatch(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    await this.consumer.consume(records, context, this.consumption);
  }

  /** A few statements for each sync or import that was dropped: an operator does it by hand, so there are few. */
  private async take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const drops = events.filter((event) => isEvent(ChangesDropped, event));
    await this.tenants.lock(
      tx,
      drops.map(({ tenantId }) => tenantId),
    );
    for (const { tenantId, syncId, actor = '', data } of drops) {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      if (syncId === undefined) await this.dropping.dropImport(tx, tenant, { people: data.people, actor });
      else await this.dropping.dropSync(tx, tenant, { syncId, actor });
    }
  }
}
