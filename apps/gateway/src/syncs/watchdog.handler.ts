import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ServiceLogger } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';
import { IdempotencyKeysRepository } from '../idempotency/idempotency-keys.repository';
import { Rounds } from '../rounds/rounds';
import { Sessions } from '../sessions/sessions';
import { SyncCloser } from './sync-closer';
import type { SyncState } from './sync-state';
import { SyncsRepository } from './syncs.repository';

/** Syncs that one round ends at most; the next round takes the others. */
const ROUND = 100;

/**
 * Ends syncs that make no progress, so that their slot comes free. Several gateways may do so at once: ending a sync
 * twice is ending it once. The first round comes one interval after the start, when events that waited have been read.
 */
@Injectable()
export class WatchdogHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly config: GatewayConfig,
    private readonly syncs: SyncsRepository,
    private readonly closer: SyncCloser,
    private readonly keys: IdempotencyKeysRepository,
    private readonly sessions: Sessions,
    private readonly logger: ServiceLogger,
  ) {
    const work = async (): Promise<void> => {
      await this.endWithoutProgress();
      await this.keys.sweep();
      await this.sessions.sweep();
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
  async endWithoutProgress(): Promise<void> {
    const { NO_PROGRESS_AFTER_MS, NO_PROGRESS_AFTER_SCHEDULED_MS } = this.config;
    const overdue = await this.syncs.withoutProgress(NO_PROGRESS_AFTER_MS, NO_PROGRESS_AFTER_SCHEDULED_MS, ROUND);
    for (const sync of overdue) {
      if (this.rounds.stopping) return;
      await this.end(sync);
    }
  }

  /** One that cannot be ended just now does not hold up the others. */
  private async end(sync: SyncState): Promise<void> {
    const about = { tenant: sync.tenantId, sync: sync.id };
    try {
      const ended = await this.closer.close(sync, { status: 'failed', reason: 'no-progress', actor: '' });
      this.logger.warn({ ...about, ended }, 'a sync makes no progress', 'WatchdogHandler');
    } catch (error) {
      this.logger.warn(about, error instanceof Error ? error : {}, 'WatchdogHandler');
    }
  }
}
