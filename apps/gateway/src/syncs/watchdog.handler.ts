import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ServiceLogger } from '@people-sync/platform';
import { FeedKeeper } from '../feed/feed-keeper';
import { GatewayConfig } from '../gateway.config';
import { IdempotencyKeysRepository } from '../idempotency/idempotency-keys.repository';
import { Rounds } from '../rounds/rounds';
import { throughAll } from '../rounds/through-all';
import { Sessions } from '../sessions/sessions';
import { SyncCloser } from './sync-closer';
import { SyncEnder } from './sync-ender';
import { SyncSettler } from './sync-settler';
import type { SyncState } from './sync-state';
import { BEFORE_ALL, type SyncName, SyncsRepository } from './syncs.repository';

/** Syncs that are looked at at the same time; a round comes to all of them. */
const AT_ONCE = 20;

/** Plans expire after seven days (docs/semantics.md §4), and the reconciler says so. */
export const PLAN_LIFE_MS = 7 * 24 * 3600 * 1000;

/**
 * Ends syncs that make no progress, so that their slot comes free; of those that can only be applied or dropped it asks
 * what became of them. Several gateways may do so at once: ending a sync twice is ending it once. The first round comes one interval after the start, when events that waited have been read.
 */
@Injectable()
export class WatchdogHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly config: GatewayConfig,
    private readonly syncs: SyncsRepository,
    private readonly closer: SyncCloser,
    private readonly settler: SyncSettler,
    private readonly ender: SyncEnder,
    private readonly keys: IdempotencyKeysRepository,
    private readonly sessions: Sessions,
    private readonly feed: FeedKeeper,
    private readonly logger: ServiceLogger,
  ) {
    const work = async (): Promise<void> => {
      await this.ender.round(() => this.rounds.stopping);
      await this.endWithoutProgress();
      await this.settleStalled();
      await this.settleHeld();
      await this.keys.sweep();
      await this.sessions.sweep();
      await this.feed.sweep(() => this.rounds.stopping);
    };
    // The database is away: the next round does it.
    this.rounds = new Rounds(config.WATCHDOG_EVERY_MS, work, (error) => {
      this.logger.warn(error instanceof Error ? error : {}, 'WatchdogHandler');
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Ends what has not moved for too long. */
  endWithoutProgress(): Promise<void> {
    const { NO_PROGRESS_AFTER_MS, NO_PROGRESS_AFTER_SCHEDULED_MS } = this.config;
    return throughAll(
      (last: SyncName = BEFORE_ALL) =>
        this.syncs.withoutProgress(NO_PROGRESS_AFTER_MS, NO_PROGRESS_AFTER_SCHEDULED_MS, last, AT_ONCE),
      (overdue) => this.eachOf(overdue, 'a sync makes no progress', (sync) => this.end(sync)),
      () => this.rounds.stopping,
    );
  }

  /** Whatever was not told of one that applies: it is applied, dropped, or still to come. */
  settleStalled(): Promise<void> {
    return throughAll(
      (last: SyncName = BEFORE_ALL) => this.syncs.stalled(this.config.STALLED_AFTER_MS, last, AT_ONCE),
      (stalled) =>
        this.eachOf(stalled, 'a sync that applies does not move', (sync) => this.settler.settleApplying(sync)),
      () => this.rounds.stopping,
    );
  }

  /** What waits and should have ended: the plan has expired, or another took its place, and that was not told. */
  settleHeld(): Promise<void> {
    return throughAll(
      (last: SyncName = BEFORE_ALL) => this.syncs.heldInVain(PLAN_LIFE_MS, this.config.STALLED_AFTER_MS, last, AT_ONCE),
      (held) => this.eachOf(held, 'a sync is held that cannot be any more', (sync) => this.settler.settleHeld(sync)),
      () => this.rounds.stopping,
    );
  }

  private async end(sync: SyncState): Promise<boolean> {
    const ended = await this.closer.close(sync, { status: 'failed', reason: 'no-progress', actor: '' });
    // Its plan is made, and was never heard of here: without it nobody would know what to wait for.
    if (!ended) await this.settler.catchUp(sync);
    return ended;
  }

  /** One that cannot be ended just now does not hold up the others. */
  private async eachOf(
    syncs: readonly SyncState[],
    said: string,
    work: (sync: SyncState) => Promise<boolean>,
  ): Promise<void> {
    const one = async (sync: SyncState): Promise<void> => {
      const about = { tenant: sync.tenantId, sync: sync.id };
      try {
        this.logger.warn({ ...about, ended: await work(sync) }, said, 'WatchdogHandler');
      } catch (error) {
        this.logger.warn(about, error instanceof Error ? error : {}, 'WatchdogHandler');
      }
    };
    await Promise.all(syncs.map(one));
  }
}
