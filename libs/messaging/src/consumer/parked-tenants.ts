import { Injectable, Logger } from '@nestjs/common';
import { type AnyEvent, syncIdIn } from '@people-sync/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Consumption, LeftOutRecord } from './event-consumer';
import type { ParkedLimit } from './parked-room';
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

/** Records that are taken in one transaction, so that however many wait, none lasts for minutes. */
const SLICE: ParkedLimit = { records: 500, bytes: 8 * 1024 * 1024 };

/** What an operator wants of a parked tenant. */
interface Wish extends ParkedPlace {
  readonly consumption: Consumption;
  readonly actor: string;
  /** How many records that cannot be taken may still be left out. */
  readonly mayLeaveOut: number;
}

/** What it came to. `stuck`: a record cannot be taken, and the tenant waits for it. */
type Done =
  | { readonly kind: 'not-parked' | 'flows'; readonly leftOut: number }
  | { readonly kind: 'stuck'; readonly leftOut: number; readonly reason: ParkReason };

/** What a slice of it came to. */
type Slice = Done | { readonly kind: 'more'; readonly leftOut: number };

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
   * Handles a parked tenant's records, in order and slice by slice, and lets it flow again; syncs of which records were
   * shed are left out. False if it is not parked.
   * @throws StillParkedError if one of them still cannot be taken: it waits there, and what stood before it is taken.
   */
  async retry(topic: string, tenantId: string, consumption: Consumption, actor: string): Promise<boolean> {
    const done = await this.take({ topic, tenantId, consumption, actor, mayLeaveOut: 0 });
    if (done.kind === 'stuck') throw new StillParkedError(topic, tenantId, done.reason.reason);
    return done.kind === 'flows';
  }

  /**
   * Leaves out the first record that cannot be taken, with what the consumption does about that, and handles the others,
   * in order and slice by slice. Undefined if the tenant is not parked.
   */
  async skip(
    topic: string,
    tenantId: string,
    consumption: Consumption,
    actor: string,
  ): Promise<SkipResult | undefined> {
    const done = await this.take({ topic, tenantId, consumption, actor, mayLeaveOut: 1 });
    if (done.kind === 'not-parked') return undefined;
    return { skipped: done.leftOut, flows: done.kind === 'flows' };
  }

  /** Every slice commits, so that a call that is repeated goes on where the last one was. */
  private async take(wish: Wish): Promise<Done> {
    let leftOut = 0;
    for (let first = true; ; first = false) {
      const rest = { ...wish, mayLeaveOut: wish.mayLeaveOut - leftOut };
      const slice = await this.dataSource.transaction((tx) => this.slice(tx, rest));
      leftOut += slice.leftOut;
      // Not there any more: somebody else has let it flow meanwhile.
      if (slice.kind === 'not-parked') return { kind: first ? 'not-parked' : 'flows', leftOut };
      if (slice.kind !== 'more') return { ...slice, leftOut };
    }
  }

  private async slice(tx: EntityManager, wish: Wish): Promise<Slice> {
    const found = await lockParked(tx, wish, SLICE);
    if (!found) return { kind: 'not-parked', leftOut: 0 };
    const { records, last } = found;
    const { leftOut, stuck, reason } = await this.takeRecords(tx, wish, records);
    const done = stuck === undefined ? records.at(-1) : records[records.indexOf(stuck) - 1];
    if (done) await dropParked(tx, wish, done.seq);
    if (reason) {
      await park(tx, wish.topic, [reason]);
      return { kind: 'stuck', leftOut, reason };
    }
    if (!last) return { kind: 'more', leftOut };
    await this.letFlow(tx, wish);
    return { kind: 'flows', leftOut };
  }

  /** All at once, or, if they are refused, one by one up to the first that cannot be taken or left out. */
  private async takeRecords(
    tx: EntityManager,
    wish: Wish,
    records: readonly KeptRecord[],
  ): Promise<{ leftOut: number; stuck?: KeptRecord; reason?: ParkReason }> {
    if (await this.takeTogether(tx, wish, records)) return { leftOut: 0 };
    let leftOut = 0;
    for (const record of records) {
      const reason = await this.takeOne(tx, wish, record);
      if (!reason) continue;
      if (leftOut >= wish.mayLeaveOut) return { leftOut, stuck: record, reason };
      leftOut += 1;
      const { topic, tenantId, consumption, actor } = wish;
      await consumption.leaveOut?.(tx, { tenantId, actor, ...contentOf(topic, tenantId, record) });
      this.logger.warn('left out a record', { tenant: tenantId, topic, code: reason.code, why: reason.reason });
    }
    return { leftOut };
  }

  private async takeTogether(
    tx: EntityManager,
    { topic, tenantId, consumption }: Wish,
    records: readonly KeptRecord[],
  ): Promise<boolean> {
    const events: AnyEvent[] = [];
    for (const { value } of records) {
      const reading = read(topic, tenantId, value);
      if (!('event' in reading)) return false;
      if (wants(consumption, reading.event)) events.push(reading.event);
    }
    if (events.length === 0) return true;
    return (await underSavepoint(tx, () => consumption.handle(tx, events), isOfTheEvents)) === undefined;
  }

  /** Handles one record; the reason if it cannot be taken. */
  private async takeOne(
    tx: EntityManager,
    { topic, tenantId, consumption }: Wish,
    { value }: KeptRecord,
  ): Promise<ParkReason | undefined> {
    const reading = read(topic, tenantId, value);
    if (!('event' in reading)) return { tenantId, ...reading };
    const { event } = reading;
    if (!wants(consumption, event)) return undefined;
    const refused = await underSavepoint(tx, () => consumption.handle(tx, [event]), isOfTheEvents);
    return refused === undefined ? undefined : refusedBy(tenantId, refused);
  }

  /** Syncs that are not whole, because some of their records were shed, end here. */
  private async letFlow(tx: EntityManager, { topic, tenantId, consumption, actor }: Wish): Promise<void> {
    for (const syncId of await unpark(tx, { topic, tenantId })) {
      await consumption.leaveOut?.(tx, { tenantId, actor, event: undefined, syncId });
      this.logger.warn('left out a sync: there was no room to keep all of it', {
        tenant: tenantId,
        sync: syncId,
        topic,
      });
    }
  }
}

function contentOf(topic: string, tenantId: string, { value }: KeptRecord): Omit<LeftOutRecord, 'tenantId' | 'actor'> {
  const reading = read(topic, tenantId, value);
  if ('event' in reading) return { event: reading.event, syncId: reading.event.syncId, value };
  return { event: undefined, syncId: value === null ? undefined : syncIdIn(value, tenantId), value };
}

const isOfTheEvents = (error: unknown): boolean => !isOfTheMoment(error);

const wants = ({ skip }: Consumption, event: AnyEvent): boolean => skip?.(event.type) !== true;
