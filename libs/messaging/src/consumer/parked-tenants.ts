import { Injectable, Logger } from '@nestjs/common';
import { type AnyEvent, syncIdIn } from '@people-sync/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Consumption, LeftOutRecord } from './event-consumer';
import {
  dropParked,
  type KeptRecord,
  listParked,
  lockParked,
  park,
  type ParkedPlace,
  type ParkedStream,
  unpark,
} from './parking.repository';
import { isOfTheMoment, refusedBy } from './refused-row';
import { underSavepoint } from './savepoint';
import { StillParkedError } from './stream-errors';
import { type ParkReason, read } from './triage';

/** What skipping came to. */
export interface SkipResult {
  /** Records that were left out: 0 if all could be taken after all, else 1. */
  readonly skipped: number;
  /** False: another record behind it cannot be taken either, and the tenant waits for that one. */
  readonly flows: boolean;
}

/** What an operator does with a tenant that was parked, once the cause is mended or the record is given up. */
@Injectable()
export class ParkedTenants {
  private readonly logger = new Logger(ParkedTenants.name);

  constructor(private readonly dataSource: DataSource) {}

  /** At most `limit` after the place, by topic, then by tenant. */
  list(after: ParkedPlace, limit: number): Promise<ParkedStream[]> {
    return listParked(this.dataSource.manager, after, limit);
  }

  /**
   * Handles a parked tenant's records, in order, in one transaction, and lets it flow again. False if it is not parked.
   * @throws StillParkedError, with nothing done, if one of them still cannot be taken.
   */
  async retry(topic: string, tenantId: string, consumption: Consumption): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const kept = await lockParked(tx, topic, tenantId);
      if (!kept) return false;
      const events = kept.flatMap(({ value }): AnyEvent[] => {
        const reading = read(topic, tenantId, value);
        if (!('event' in reading)) throw new StillParkedError(topic, tenantId, reading.reason);
        return wants(consumption, reading.event) ? [reading.event] : [];
      });
      const refused =
        events.length > 0 && (await underSavepoint(tx, () => consumption.handle(tx, events), isOfTheEvents));
      if (refused) {
        throw new StillParkedError(topic, tenantId, refusedBy(tenantId, refused).reason, { cause: refused });
      }
      await unpark(tx, topic, tenantId);
      return true;
    });
  }

  /**
   * Leaves out the first record that cannot be taken, with what the consumption does about that, and handles the others
   * one by one, in order. Undefined if the tenant is not parked.
   */
  async skip(
    topic: string,
    tenantId: string,
    consumption: Consumption,
    actor: string,
  ): Promise<SkipResult | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const kept = await lockParked(tx, topic, tenantId);
      if (!kept) return undefined;
      let skipped = 0;
      for (const record of kept) {
        const reason = await this.take(tx, topic, tenantId, record, consumption);
        if (!reason) continue;
        if (skipped > 0) {
          await dropParked(tx, topic, tenantId, record.seq);
          await park(tx, topic, [reason]);
          return { skipped, flows: false };
        }
        skipped = 1;
        await consumption.leaveOut?.(tx, { tenantId, actor, ...contentOf(topic, tenantId, record) });
        this.logger.warn(`left out a record of ${tenantId} on ${topic} (${reason.code}): ${reason.reason}`);
      }
      await unpark(tx, topic, tenantId);
      return { skipped, flows: true };
    });
  }

  /** Handles one record; the reason if it cannot be taken. */
  private async take(
    tx: EntityManager,
    topic: string,
    tenantId: string,
    { value }: KeptRecord,
    consumption: Consumption,
  ): Promise<ParkReason | undefined> {
    const reading = read(topic, tenantId, value);
    if (!('event' in reading)) return { tenantId, ...reading };
    const { event } = reading;
    if (!wants(consumption, event)) return undefined;
    const refused = await underSavepoint(tx, () => consumption.handle(tx, [event]), isOfTheEvents);
    return refused === undefined ? undefined : refusedBy(tenantId, refused);
  }
}

function contentOf(topic: string, tenantId: string, { value }: KeptRecord): Pick<LeftOutRecord, 'event' | 'syncId'> {
  const reading = read(topic, tenantId, value);
  if ('event' in reading) return { event: reading.event, syncId: reading.event.syncId };
  return { event: undefined, syncId: value === null ? undefined : syncIdIn(value, tenantId) };
}

const isOfTheEvents = (error: unknown): boolean => !isOfTheMoment(error);

const wants = ({ skip }: Consumption, event: AnyEvent): boolean => skip?.(event.type) !== true;
