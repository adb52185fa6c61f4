import { Controller, Logger } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { AnyEvent, NewEvent } from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { DatabaseClock } from '../database/database-clock';
import { localDays } from '../judging/local-day';
import type { Answer, Ending } from '../judging/ending';
import { type Judging, judgingOf } from '../judging/judging';
import { tenantAfter } from '../judging/plan';
import { Committing } from '../plans/committing';
import { JudgedByRepository } from '../policies/judged-by.repository';
import { Planner } from '../plans/planner';
import { keyOf, type Sync, type SyncKey } from '../syncs/sync';
import { refetchNeeded, syncClosed } from '../syncs/sync-events';
import { SyncsRepository } from '../syncs/syncs.repository';
import type { Tenant } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { LeftOutAnswers } from './left-out-answers';
import { RowsAtHand } from '../snapshots/rows-at-hand';
import { sortBatch } from './snapshot-batch';
import { StagingRepository } from '../snapshots/staging.repository';
import { type Measured, untimely } from './timeliness';

/** A batch's tenants (locked) and syncs, as far as they have got, and its rows. */
interface Intake {
  readonly tenants: Map<string, Tenant>;
  readonly syncs: Map<string, Sync>;
  readonly atHand: RowsAtHand;
  /** Those that say they are complete and are not. */
  readonly incomplete: ReadonlySet<Ending>;
}

/** What becomes of one sync whose attempt has ended. */
type Settlement =
  | { readonly kind: 'judge'; readonly answer: Answer }
  /** Another attempt is asked for, which sends every employee. */
  | { readonly kind: 'again' }
  | { readonly kind: 'fail'; readonly reason: string };

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
    private readonly committing: Committing,
    private readonly clock: DatabaseClock,
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
   * Takes a batch of any number of tenants in the caller's transaction. Rows are staged by sync and attempt; the end of
   * the newest attempt settles its number, and what comes later of it is dropped. How it was settled is said in any case
   * (PlanMade or SyncClosed): everybody else goes by that, whatever they have heard of the attempts.
   */
  async take(tx: EntityManager, events: readonly AnyEvent[]): Promise<void> {
    const tenants = await this.tenants.lock(
      tx,
      events.map((event) => event.tenantId),
    );
    const known = await this.syncs.find(tx, syncKeys(events));
    const batch = sortBatch(events, (tenantId) => tenants.get(tenantId)?.newestSettled ?? 0, known);
    await this.staging.insert(tx, batch.rows);
    const endings = [...batch.endings];
    const incomplete = await this.incomplete(tx, endings);
    const ending = new Set(endings.map(keyOf));
    await this.syncs.save(
      tx,
      batch.moved.filter((sync) => !ending.has(keyOf(sync))),
    );
    const atHand = new RowsAtHand(endings.length > 0 ? batch.rows : []);
    for (let round = nextRound(endings, tenants); round.length > 0; round = nextRound(endings, tenants)) {
      await this.settle(tx, round, { tenants, syncs: batch.syncs, atHand, incomplete });
    }
  }

  /** What says it is complete and is not: something was lost on its way. */
  private async incomplete(tx: EntityManager, endings: readonly Ending[]): Promise<Set<Ending>> {
    const completed = endings.filter((ending) => ending.kind === 'completed');
    if (completed.length === 0) return new Set();
    const staged = await this.staging.measure(tx, completed);
    const incomplete = new Set<Ending>();
    for (const [i, ending] of completed.entries()) {
      const found = staged[i];
      if (found?.count === ending.answer?.count && found?.digest === ending.answer?.digest) continue;
      incomplete.add(ending);
      const { tenantId, syncId, number, attempt, answer } = ending;
      const about = {
        tenant: tenantId,
        sync: syncId,
        number,
        attempt,
        arrived: found?.count ?? 0,
        seen: answer?.count,
      };
      this.logger.warn('not the employees arrived that were announced', about);
    }
    return incomplete;
  }

  /** Ends one sync of each tenant, for all tenants at once. */
  private async settle(tx: EntityManager, round: readonly Ending[], intake: Intake): Promise<void> {
    const { tenants, syncs, atHand } = intake;
    const by = await this.judging.by(
      tx,
      round.flatMap(({ tenantId }) => tenants.get(tenantId) ?? []),
    );
    const now = await this.clock.now(tx);
    const judgings: Judging[] = [];
    const first: NewEvent[] = [];
    const moved: Sync[] = [];
    for (const ending of round) {
      const tenant = tenants.get(ending.tenantId);
      const sync = syncs.get(keyOf(ending));
      if (!tenant || !sync) continue;
      const settlement = this.settlementOf(ending, { sync, tenant, now, whole: !intake.incomplete.has(ending) });
      if (settlement.kind === 'judge') {
        moved.push({ ...sync, state: 'judged' });
        judgings.push(judgingOf(ending, settlement.answer, tenant, by(tenant), this.localDay));
      } else if (settlement.kind === 'fail') {
        first.push(syncClosed(ending, { status: 'failed', reason: settlement.reason, about: ending.about }));
        moved.push({ ...sync, state: 'failed', reason: settlement.reason });
        tenants.set(sync.tenantId, { ...tenant, newestSettled: sync.number });
      } else {
        if (ending.attempt > sync.refetchedAttempt) first.push(refetchNeeded(ending));
        moved.push({ ...sync, refetchedAttempt: Math.max(sync.refetchedAttempt, ending.attempt) });
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
    await this.committing.commit(tx, plans, { first, settled, kept, atHand });
  }

  /** What an attempt's end means for its sync. */
  private settlementOf(
    { tenantId, syncId, number, attempt, kind, answer, reason }: Ending,
    { sync, tenant, now, whole }: Pick<Measured, 'now'> & { sync: Sync; tenant: Tenant; whole: boolean },
  ): Settlement {
    if (!answer) return { kind: 'fail', reason: reason ?? 'internal-error' };
    const why = untimely(answer, { judgedAt: tenant.judgedAt, now });
    if (why !== undefined) {
      this.logger.warn('an answer is refused', { tenant: tenantId, sync: syncId, number, attempt, why });
      return { kind: 'fail', reason: 'clock-wrong' };
    }
    // Twice is no accident: it would not end by itself.
    if (!whole) return sync.refetchedAttempt === 0 ? { kind: 'again' } : { kind: 'fail', reason: 'internal-error' };
    // The base moved since the request: the same sync goes on with a further attempt that sends every employee.
    if (kind === 'unchanged' && answer.digest !== tenant.baseDigest) return { kind: 'again' };
    return { kind: 'judge', answer };
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
