import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type AnyEvent, Disconnected, isEvent, othersThan } from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { EndingsRepository } from '../syncs/endings.repository';
import { ConnectedTenants } from './connected-tenants';

const TOPIC = 'peoplesync.connections';

/**
 * The vault's own word that a key is gone: what was asked for before is to end, also if the gateway that was asked to
 * disconnect died before it could see to that. The next round ends it.
 */
@Controller()
export class DisconnectsHandler {
  private readonly consumption: Consumption;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly endings: EndingsRepository,
    private readonly connected: ConnectedTenants,
  ) {
    this.consumption = consumer.takes(TOPIC, {
      skip: othersThan(TOPIC, [Disconnected]),
      handle: (tx, events) => this.take(tx, events),
    });
  }

  @EventBatch('peoplesync.connections')
  onConnections(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.consumer.consume(records, context, this.consumption);
  }

  /** A key that was entered since serves what was asked for since. */
  private async take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const gone = events.filter((event) => isEvent(Disconnected, event));
    const wishes = gone.map(({ tenantId, actor = '', time }) => ({
      tenantId,
      wantedBy: actor,
      askedBy: new Date(time),
    }));
    await this.endings.wantAll(wishes, 'disconnected', tx);
    await this.connected.tellAll(tx, [...new Set(gone.map(({ tenantId }) => tenantId))]);
  }
}
