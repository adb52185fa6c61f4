import { Controller, Logger } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { AnyEvent, NewEvent } from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { localDays } from '../plans/local-day';
import { type Judging, judgingOf, tenantAfter } from '../plans/judging';
import { refetchNeeded } from '../plans/plan-events';
import { JudgedByRepository } from '../plans/judged-by.repository';
import { Planner } from '../plans/planner';
import { keyOf, type Sync, type SyncKey } from '../syncs/sync';
import { SyncsRepository } from '../syncs/syncs.repository';
import type { Tenant } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { LeftOutAnswers } from './left-out-answers';
import { RowsAtHand } from './rows-at-hand';
import { type Ending, sortBatch } from './snapshot-batch';
import { StagingRepository } from './staging.repository';

/** A batch's tenants (locked) and syncs, as far as they have got, and its rows. */
interface Intake {
  readonly tenants: Map<string, Tenant>;
  readonly syncs: Map<string, Sync>;
  readonly atHand: RowsAtHand;
}

/** Takes what the fetcher read: keeps it until it is proven whole, then has it judged. */
@Controller()
export class SnapshotHandler {
  private readonly logger = new Logger(SnapshotHandler.name);
  private readonly localDay = localDays();
  readonly consumption: Consumption;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly tenants: TenantsRepository,
    private readonly syncs: SyncsRepository,
    private readonly staging: StagingRepository,
    private readonly judging: JudgedByRepository,
    private readonly planner: Planner,
    private readonly leftOut: LeftOutAnswers,
  ) {
    this.consumption = consumer.takes('peoplesync.snapshots', {
      handle: (tx, events) => this.take(tx, events),
      lock: (tx, tenantIds) => this.tenants.lock(tx, tenantIds),
      leaveOut: (tx, record) => this.leftOut.leaveOut(tx, record),
    });
  }

  @EventBatch('peoplesync.snapshots')
  async onBatch(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    await this.consumer.consume(records, context, this.consumption);
  }

  /**
   * Takes a batch of any number of tenants in the caller's transaction. Rows are staged by sync and attempt; the first
   * complete snapshot, unchanged answer or failure settles its number, and what comes later of it is dropped.
   */
  async take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const tenants = await this.tenants.lock(
      tx,
      events.map((event) => event.tenantId),
    );
    const known = await this.syncs.find(tx, syncKeys(events));
    const batch = sortBatch(events, (tenantId) => tenants.get(tenantId)?.newestSettled ?? 0, known);
    await this.staging.insert(tx, batch.rows);
    const endings = await this.proven(tx, batch.endings);
    const ending = new Set(endings.map(keyOf));
    await this.syncs.save(
      tx,
      batch.moved.filter((sync) => !ending.has(keyOf(sync))),
    );
    const atHand = new RowsAtHand(endings.length > 0 ? batch.rows : []);
    for (let round = nextRound(endings, tenants); round.length > 0; round = nextRound(endings, tenants)) {
      await this.settle(tx, round, { tenants, syncs: batch.syncs, atHand });
    }
  }

  /** Leaves out what says it is complete and is not: another attempt, or the gateway's watchdog, ends that sync. */
  private async proven(tx: EntityManager, endings: readonly Ending[]): Promise<Ending[]> {
    const completed = endings.filter((ending) => ending.kind === 'completed');
    if (completed.length === 0) return [...endings];
    const staged = await this.staging.measure(tx, completed);
    const incomplete = new Set<Ending>();
    for (const [i, ending] of completed.entries()) {
      const found = staged[i];
      if (found?.count === ending.answer?.count && found?.digest === ending.answer?.digest) continue;
      incomplete.add(ending);
      const { tenantId, number } = ending;
      this.logger.warn(
        `${tenantId} sync ${number} attempt ${ending.attempt}: ${found?.count ?? 0} of ${ending.answer?.count ?? 0} ` +
          `employees arrived, or others than were announced; the attempt is ignored`,
      );
    }
    return endings.filter((ending) => !incomplete.has(ending));
  }

  /** Ends one sync of each tenant, for all tenants at once. */
  private async settle(tx: EntityManager, round: readonly Ending[], { tenants, syncs, atHand }: Intake): Promise<void> {
    const by = await this.judging.by(
      tx,
      round.flatMap(({ tenantId }) => tenants.get(tenantId) ?? []),
    );
    const judgings: Judging[] = [];
    const refetch: NewEvent[] = [];
    const moved: Sync[] = [];
    for (const ending of round) {
      const { answer, attempt } = ending;
      const tenant = tenants.get(ending.tenantId);
      const sync = syncs.get(keyOf(ending));
      if (!tenant || !sync) continue;
      if (!answer) {
        moved.push({ ...sync, state: 'failed' });
        tenants.set(sync.tenantId, { ...tenant, newestSettled: sync.number });
      } else if (ending.kind === 'unchanged' && answer.digest !== tenant.baseDigest) {
        // The base moved since the request: the same sync goes on with a further attempt that sends every employee.
        if (attempt > sync.refetchedAttempt) refetch.push(refetchNeeded(ending));
        moved.push({ ...sync, refetchedAttempt: Math.max(sync.refetchedAttempt, attempt) });
      } else {
        moved.push({ ...sync, state: 'judged' });
        judgings.push(judgingOf(ending, answer, tenant, by(tenant), this.localDay));
      }
    }
    const plans = await this.planner.decide(tx, judgings);
    for (const plan of plans) tenants.set(plan.judging.tenantId, tenantAfter(plan));
    for (const sync of moved) syncs.set(keyOf(sync), sync);
    await this.syncs.save(tx, moved);
    await this.tenants.save(
      tx,
      moved.flatMap(({ tenantId }) => tenants.get(tenantId) ?? []),
    );
    const settled = moved.filter(({ state }) => state !== 'staging');
    const kept = new Map(
      [...tenants.values()].flatMap(({ tenantId, heldNumber }) =>
        heldNumber === null ? [] : [[tenantId, heldNumber]],
      ),
    );
    await this.planner.commit(tx, plans, { first: refetch, settled, kept, atHand });
  }
}

/** Of each tenant the first ending that still counts; takes what it returns or passes over out of the list. */
function nextRound(endings: Ending[], tenants: ReadonlyMap<string, Tenant>): Ending[] {
  const round = new Map<string, Ending>();
  const later: Ending[] = [];
  for (const ending of endings) {
    const { tenantId, number } = ending;
    if (round.has(tenantId)) later.push(ending);
    else if (number > (tenants.get(tenantId)?.newestSettled ?? 0)) round.set(tenantId, ending);
  }
  endings.splice(0, endings.length, ...later);
  return [...round.values()];
}

/** The syncs that a batch is about, each once. */
function syncKeys(events: readonly AnyEvent[]): SyncKey[] {
  const keys = new Map<string, SyncKey>();
  for (const { tenantId, data } of events) {
    const number = numberOf(data);
    if (number !== undefined) keys.set(keyOf({ tenantId, number }), { tenantId, number });
  }
  return [...keys.values()];
}

/** Every event of this topic carries its sync's number. */
const numberOf = (data: unknown): number | undefined =>
  typeof data === 'object' && data !== null && 'number' in data && typeof data.number === 'number'
    ? data.number
    : undefined;
