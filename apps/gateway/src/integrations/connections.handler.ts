import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  type AnyEvent,
  Connected,
  ConnectionBroken,
  Disconnected,
  isEvent,
  KeyReplaced,
  othersThan,
} from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { KeyStandings } from '../schedule/key-standings';
import { EndingsRepository } from '../syncs/endings.repository';
import { ConnectedTenants } from './connected-tenants';

const TOPIC = 'peoplesync.connections';

/**
 * What the vault says of keys. One that is gone ends what was asked for before, also if the gateway that was asked to
 * disconnect died before it could see to that: the next round ends it. A schedule rests without a key that works.
 */
@Controller()
export class ConnectionsHandler {
  private readonly consumption: Consumption;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly endings: EndingsRepository,
    private readonly connected: ConnectedTenants,
    private readonly standings: KeyStandings,
  ) {
    this.consumption = consumer.takes(TOPIC, {
      skip: othersThan(TOPIC, [Connected, KeyReplaced, ConnectionBroken, Disconnected]),
      handle: (tx, events) => this.take(tx, events),
    });
  }

  @EventBatch('peoplesync.connections')
  onConnections(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.consumer.consume(records, context, this.consumption);
  }

  /** A key that was entered since serves what was asked for since. */
  private async take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    await this.standings.take(tx, events);
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
