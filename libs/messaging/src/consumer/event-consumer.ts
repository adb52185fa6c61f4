import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import type { Tracer } from '@opentelemetry/api';
import { type AnyEvent, readHead } from '@people-sync/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../messaging.options';
import { MessagingHealth } from '../messaging-health';
import type { BatchContext, RawRecord } from '../stream/batch';
import { MessageSpans } from '../tracing/message-spans';
import { TRACER } from '../tracing/spans';
import { PARKED_LIMIT, type ParkedLimit, roomFor } from './parked-room';
import { keepParked, noteShed, park, parkedAmong } from './parking.repository';
import { checkPlace, passOver } from './place';
import { lockProgress, moveProgress } from './progress.repository';
import { isOfTheMoment, isRefusedRow, refusedBy } from './refused-row';
import { underSavepoint } from './savepoint';
import { type ParkReason, tenantOf, triage, type Triage } from './triage';

/** What to do with a batch's events. */
export interface Consumption {
  /** True: the event only moves the place; it is never parsed. */
  skip?(type: string): boolean;
  /** True: of a tenant's events of such types in a batch only the last one is taken, the others only move the place. */
  lastOnly?(type: string): boolean;
  /**
   * All events of the batch, of many tenants, in order; its effects commit with the place. After a refused row, and
   * when a batch has failed a few times, it is called again, with one tenant's events at a time.
   */
  handle(tx: EntityManager, events: AnyEvent[]): Promise<void>;
  /**
   * Locks what `handle` locks of these tenants, sorted. Called before tenants are handled one by one: the first one's
   * `append` locks streams, and to wait for another tenant's row then would turn the order of locks round.
   */
  lock?(tx: EntityManager, tenantIds: readonly string[]): Promise<unknown>;
  /**
   * Does what has to be done because an operator leaves a record out for good: whatever it is a part of is not whole any
   * more. Called before the records behind it are handled, and commits with them.
   */
  leaveOut?(tx: EntityManager, record: LeftOutRecord): Promise<void>;
}

/** A record that could not be taken and is given up. */
export interface LeftOutRecord {
  readonly tenantId: string;
  /** Undefined if it could not be read as one. */
  readonly event: AnyEvent | undefined;
  /** The sync that it is of by its own word, whether or not the rest can be read. */
  readonly syncId: string | undefined;
  /** As it came; not there if only its sync was kept, for want of room. */
  readonly value?: Buffer | null;
  /** Who leaves it out. */
  readonly actor: string;
}

/** Tries of a batch after which whoever makes the handler throw is looked for. */
const TRIES_TOGETHER = 4;

/**
 * Effects once, though records may come twice: place, effects and new events commit together, and what lies before the
 * place is passed over. What cannot be taken parks its tenant, with the reason; the others flow on.
 */
@Injectable()
export class EventConsumer {
  private readonly logger = new Logger(EventConsumer.name);
  private readonly consumptions = new Map<string, Consumption>();
  private readonly limit: ParkedLimit;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly health: MessagingHealth,
    @Optional() @Inject(TRACER) private readonly tracer?: Tracer,
  ) {
    this.limit = options.parkedLimit ?? PARKED_LIMIT;
  }

  /** Says how this service takes a topic's events, so that those of a parked tenant can be tried again. */
  takes(topic: string, consumption: Consumption): Consumption {
    this.consumptions.set(topic, consumption);
    return consumption;
  }

  /** Those that the service takes. */
  get topics(): readonly string[] {
    return [...this.consumptions.keys()];
  }

  /** Undefined for a topic that the service does not take. */
  consumptionOf(topic: string): Consumption | undefined {
    return this.consumptions.get(topic);
  }

  /**
   * Handles one batch in one transaction. Rejects, with nothing done, on a gap, on another epoch, and when the handler
   * throws: the batch then comes again. A row that Postgres refuses parks its tenant at once. What throws again and again
   * parks its tenant after TRIES_TOGETHER, unless every tenant of several does so: then it is ours, and the batch waits.
   */
  async consume(records: readonly RawRecord[], context: BatchContext, consumption: Consumption): Promise<void> {
    if (records.length === 0) return;
    const spans = this.tracer && this.spansOf(this.tracer, records, context, consumption);
    if (!spans) return this.take(records, context, consumption);
    const handle: Consumption['handle'] = (tx, events) => consumption.handle(tx, spans.causing(events));
    return spans.around(() => this.take(records, context, { ...consumption, handle }));
  }

  private spansOf(
    tracer: Tracer,
    records: readonly RawRecord[],
    { topic, partition }: BatchContext,
    consumption: Consumption,
  ): MessageSpans | undefined {
    const wanted = wantedOf(records, consumption).map(({ value }) => value);
    return MessageSpans.open(tracer, wanted, { operation: 'process', topic, partition });
  }

  private async take(records: readonly RawRecord[], context: BatchContext, consumption: Consumption): Promise<void> {
    const { topic, partition } = context;
    const mayPark = context.attempt < TRIES_TOGETHER ? isRefusedRow : (error: unknown) => !isOfTheMoment(error);
    const parked = await this.inOneTransaction(records, context, consumption).catch((error: unknown) => {
      if (!mayPark(error)) throw error;
      return this.inOneTransaction(records, context, consumption, mayPark);
    });
    for (const { tenantId, code, reason } of parked) {
      this.logger.error('parked', { tenant: tenantId, topic, partition, code, why: reason });
    }
    this.health.batchDone(topic, partition, records.length);
  }

  /** Resolves to the tenants that it parked. */
  private async inOneTransaction(
    records: readonly RawRecord[],
    context: BatchContext,
    consumption: Consumption,
    oneByOne?: MayPark,
  ): Promise<readonly ParkReason[]> {
    const group = this.options.groupId;
    const { topic, partition } = context;
    return this.dataSource.transaction(async (tx) => {
      const before = await lockProgress(tx, group, topic, partition);
      checkPlace(records, before, context);
      const fresh = passOver(records, before, topic, partition);
      this.health.passedOver += fresh.repeated;
      const wanted = wantedOf(fresh.records, consumption);
      const parked =
        wanted.length > 0 ? await handleWanted(tx, topic, wanted, { consumption, oneByOne, limit: this.limit }) : [];
      await moveProgress(tx, group, topic, partition, fresh.place);
      return parked;
    });
  }
}

/** Which errors park the tenant whose events they come from. */
type MayPark = (error: unknown) => boolean;

/** How a batch is handled. */
interface Handling {
  readonly consumption: Consumption;
  /** Given: tenant by tenant. */
  readonly oneByOne: MayPark | undefined;
  readonly limit: ParkedLimit;
}

async function handleWanted(
  tx: EntityManager,
  topic: string,
  wanted: readonly RawRecord[],
  { consumption, oneByOne, limit }: Handling,
): Promise<readonly ParkReason[]> {
  const parked = await parkedAmong(tx, topic, [...new Set(wanted.map(tenantOf))]);
  const sorted = triage(topic, wanted, new Set(parked.keys()));
  if (!oneByOne && sorted.events.length > 0) await consumption.handle(tx, sorted.events);
  const { waiting, reasons } = oneByOne
    ? await handleTenantByTenant(tx, wanted, sorted, consumption, oneByOne)
    : sorted;
  if (reasons.length > 0) await park(tx, topic, reasons);
  const { kept, shed } = roomFor(waiting, parked, limit);
  if (kept.length > 0) await keepParked(tx, topic, kept);
  if (shed.length > 0) await noteShed(tx, topic, shed);
  return reasons;
}

/** Each tenant under a savepoint of its own, so that only the one that is refused waits. */
async function handleTenantByTenant(
  tx: EntityManager,
  records: readonly RawRecord[],
  { events, waiting, reasons }: Triage,
  consumption: Consumption,
  mayPark: MayPark,
): Promise<Omit<Triage, 'events'>> {
  const tenants = byTenant(events);
  await consumption.lock?.(tx, [...tenants.keys()].sort());
  const refused = new Map<string, ParkReason>();
  const ours: unknown[] = [];
  for (const [tenantId, own] of tenants) {
    const error = await underSavepoint(tx, () => consumption.handle(tx, own), mayPark);
    if (error === undefined) continue;
    if (!isRefusedRow(error)) ours.push(error);
    refused.set(tenantId, refusedBy(tenantId, error));
  }
  if (tenants.size > 1 && ours.length === tenants.size) throw ours[0];
  // All of a refused tenant's records of this batch wait, in order; an unreadable one may be among them.
  const held = records.map((record) => ({ tenantId: tenantOf(record), value: record.value }));
  return {
    waiting: [
      ...waiting.filter(({ tenantId }) => !refused.has(tenantId)),
      ...held.filter(({ tenantId }) => refused.has(tenantId)),
    ],
    reasons: [...reasons.filter(({ tenantId }) => !refused.has(tenantId)), ...refused.values()],
  };
}

function byTenant(events: readonly AnyEvent[]): Map<string, AnyEvent[]> {
  const result = new Map<string, AnyEvent[]>();
  for (const event of events) {
    const own = result.get(event.tenantId);
    if (own) own.push(event);
    else result.set(event.tenantId, [event]);
  }
  return result;
}

/** Those that are parsed and handled, in order. What is no event has no type, and is always among them. */
function wantedOf(records: readonly RawRecord[], { skip, lastOnly }: Consumption): readonly RawRecord[] {
  if (!skip && !lastOnly) return records;
  const seen = new Set<string>();
  return records
    .toReversed()
    .filter((record) => {
      const type = record.value === null ? undefined : readHead(record.value)?.type;
      if (type === undefined) return true;
      if (skip?.(type) === true) return false;
      if (lastOnly?.(type) !== true) return true;
      const isFirst = !seen.has(tenantOf(record));
      seen.add(tenantOf(record));
      return isFirst;
    })
    .toReversed();
}
