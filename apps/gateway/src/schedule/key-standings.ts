import { Injectable } from '@nestjs/common';
import { type AnyEvent, ConnectionBroken, Disconnected, isEvent } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { GatewayConfig } from '../gateway.config';
import { DatabaseClock } from './database-clock';
import { nextStart } from './night';
import { SchedulesRepository } from './schedules.repository';

/** Lets schedules rest whose key is of no use, and go on with the next night once it is. */
@Injectable()
export class KeyStandings {
  constructor(
    private readonly config: GatewayConfig,
    private readonly schedules: SchedulesRepository,
    private readonly clock: DatabaseClock,
  ) {}

  /** What the vault's events say, of each tenant the last; events about anything but a key are none of these. */
  async take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const last = new Map(events.map((event) => [event.tenantId, { tenantId: event.tenantId, rests: restsBy(event) }]));
    const resumed = await this.schedules.note(tx, [...last.values()]);
    if (resumed.length === 0) return;
    const now = await this.clock.now(tx);
    const next = resumed.map((plan): [string, Date] => [plan.tenantId, nextStart(now, plan, this.config.night)]);
    await this.schedules.plan(tx, new Map(next));
  }
}

function restsBy(event: AnyEvent): string | null {
  if (isEvent(Disconnected, event)) return 'not-connected';
  return isEvent(ConnectionBroken, event) ? event.data.reason : null;
}
