import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AnyEvent, decodeEvent, readHead } from '@people-sync/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../messaging.options';
import { MessagingHealth } from '../messaging-health';
import type { BatchContext, RawRecord } from '../stream/batch';
import {
  dropFirstParked,
  keepParked,
  lockParked,
  park,
  parkedAmong,
  type ParkedRecord,
  type ParkReason,
  unpark,
} from './parking.repository';
import { lockProgress, moveProgress, type Progress } from './progress.repository';
import { EpochError, PositionGapError } from './stream-errors';

/** What to do with a batch's events. */
export interface Consumption {
  /** True: the event only moves the place; it is never parsed. */
  skip?(type: string): boolean;
  /** All events of the batch, of many tenants, in order; its effects commit with the place. */
  handle(tx: EntityManager, events: AnyEvent[]): Promise<void>;
}

/** A batch's records after positions were checked. */
interface Fresh {
  readonly records: readonly RawRecord[];
  readonly progress: Progress;
}

/**
 * Effects once, though records may come twice: place, effects and new events commit together, and what lies before the
 * place is passed over. What cannot be taken parks its tenant, with the reason; the others flow on.
 */
@Injectable()
export class EventConsumer {
  private readonly logger = new Logger(EventConsumer.name);

  constructor(
    private readonly dataSource: DataSource,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly health: MessagingHealth,
  ) {}

  /**
   * Handles one batch in one transaction. Rejects, with nothing done, on a gap, on another epoch, and on every error of
   * the handler that is not a row that Postgres refuses: the batch then comes again.
   */
  async consume(records: readonly RawRecord[], context: BatchContext, consumption: Consumption): Promise<void> {
    try {
      await this.inOneTransaction(records, context, consumption, false);
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      await this.inOneTransaction(records, context, consumption, true);
    }
  }

  /** Handles a parked tenant's records, in order, and lets it flow again. False if it was not parked. */
  async retryParked(topic: string, tenantId: string, consumption: Consumption): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const waiting = await lockParked(tx, topic, tenantId);
      if (!waiting) return false;
      const events = waiting.map(({ value }) => {
        const decoded = decodeEvent(topic, value);
        if (!decoded.ok) throw new Error(`still not readable: ${decoded.reason}`);
        return decoded.event;
      });
      const wanted = events.filter((event) => !consumption.skip?.(event.type));
      if (wanted.length > 0) await consumption.handle(tx, wanted);
      await unpark(tx, topic, tenantId);
      return true;
    });
  }

  /** Drops the record that parked the tenant, then goes on with the rest as retryParked does. */
  async skipParked(topic: string, tenantId: string, consumption: Consumption): Promise<boolean> {
    await this.dataSource.transaction((tx) => dropFirstParked(tx, topic, tenantId));
    return this.retryParked(topic, tenantId, consumption);
  }

  private async inOneTransaction(
    records: readonly RawRecord[],
    context: BatchContext,
    consumption: Consumption,
    carefully: boolean,
  ): Promise<void> {
    const { topic, partition } = context;
    const group = this.options.groupId;
    await this.dataSource.transaction(async (tx) => {
      const before = await lockProgress(tx, group, topic, partition);
      const fresh = freshOf(records, before, topic, partition);
      if (fresh.records.length > 0) await this.handle(tx, topic, fresh.records, consumption, carefully);
      await moveProgress(tx, group, topic, partition, fresh.progress);
    });
    const last = records.at(-1);
    if (last) this.health.batchDone(topic, partition, records.length, last.offset + 1, context.highWatermark);
  }

  private async handle(
    tx: EntityManager,
    topic: string,
    records: readonly RawRecord[],
    consumption: Consumption,
    carefully: boolean,
  ): Promise<void> {
    const wanted = consumption.skip ? records.filter((record) => !skips(record, consumption)) : records;
    if (wanted.length === 0) return;
    const parked = await parkedAmong(tx, topic, [...new Set(wanted.map((record) => record.key ?? ''))]);
    const events: AnyEvent[] = [];
    const kept: ParkedRecord[] = [];
    const reasons: ParkReason[] = [];
    for (const { key, value } of wanted) {
      const tenantId = key ?? '';
      if (!parked.has(tenantId)) {
        const decoded = decodeEvent(topic, value);
        if (decoded.ok) {
          events.push(decoded.event);
          continue;
        }
        parked.add(tenantId);
        reasons.push({ tenantId, code: decoded.code, reason: decoded.reason });
      }
      kept.push({ tenantId, value });
    }
    if (events.length > 0) {
      if (!carefully) await consumption.handle(tx, events);
      else await this.tenantByTenant(tx, events, wanted, consumption, kept, reasons);
    }
    if (reasons.length > 0) {
      await park(tx, topic, reasons);
      this.health.parked += reasons.length;
      for (const { tenantId, code, reason } of reasons)
        this.logger.error(`parked ${tenantId} on ${topic} (${code}): ${reason}`);
    }
    if (kept.length > 0) await keepParked(tx, topic, kept);
  }

  /** After a refused row: each tenant under a savepoint of its own, so that only the one that is refused waits. */
  private async tenantByTenant(
    tx: EntityManager,
    events: readonly AnyEvent[],
    records: readonly RawRecord[],
    consumption: Consumption,
    kept: ParkedRecord[],
    reasons: ParkReason[],
  ): Promise<void> {
    for (const tenantId of new Set(events.map((event) => event.tenantId))) {
      await tx.query('SAVEPOINT tenant');
      try {
        await consumption.handle(
          tx,
          events.filter((event) => event.tenantId === tenantId),
        );
        await tx.query('RELEASE SAVEPOINT tenant');
      } catch (error) {
        if (!isRefusedRow(error)) throw error;
        await tx.query('ROLLBACK TO SAVEPOINT tenant');
        reasons.push({
          tenantId,
          code: `sqlstate-${sqlStateOf(error) ?? ''}`,
          reason: 'Postgres refuses a row of this event',
        });
        // All of the tenant's records of this batch wait, in order; one that was undecodable is among them.
        const others = kept.filter((record) => record.tenantId !== tenantId);
        const own = records.filter((record) => record.key === tenantId).map(({ value }) => ({ tenantId, value }));
        kept.splice(0, kept.length, ...others, ...own);
      }
    }
  }
}

const skips = ({ value }: RawRecord, { skip }: Consumption): boolean => {
  const head = value === null ? undefined : readHead(value);
  return head !== undefined && skip?.(head.type) === true;
};

/** Passes over what was handled, and refuses what does not follow. */
function freshOf(records: readonly RawRecord[], before: Progress, topic: string, partition: number): Fresh {
  let { epoch, position, nextOffset } = before;
  const fresh: RawRecord[] = [];
  for (const record of records) {
    const head = record.value === null ? undefined : readHead(record.value);
    if (head?.position === undefined || head.epoch === undefined) {
      // No place of its own: the offset is its place.
      if (record.offset >= nextOffset) fresh.push(record);
    } else {
      if (epoch !== null && epoch !== head.epoch) throw new EpochError(topic, partition, epoch, head.epoch);
      if (position === null || head.position === position + 1) fresh.push(record);
      else if (head.position > position) throw new PositionGapError(topic, partition, position + 1, head.position);
      epoch = head.epoch;
      position = Math.max(position ?? 0, head.position);
    }
    nextOffset = Math.max(nextOffset, record.offset + 1);
  }
  return { records: fresh, progress: { epoch, position, nextOffset } };
}

/** SQLSTATE of a failed statement, wherever TypeORM put it. */
function sqlStateOf(error: unknown): string | undefined {
  for (
    let at: unknown = error;
    at instanceof Error;
    at = at.cause ?? ('driverError' in at ? at.driverError : undefined)
  ) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) return at.code;
    if ('driverError' in at && at.driverError === at) return undefined;
  }
  return undefined;
}

/** Class 22 (data exception) and 23 (constraint): the row will be refused every time. */
const isRefusedRow = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error) ?? '');
