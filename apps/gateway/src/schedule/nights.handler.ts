import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ServiceLogger } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';
import { Rounds } from '../rounds/rounds';
import { NightStarter } from './night-starter';

/** Looks again and again whose nightly sync is to start, on every gateway. */
@Injectable()
export class NightsHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(config: GatewayConfig, starter: NightStarter, logger: ServiceLogger) {
    const work = async (): Promise<void> => {
      const started = await starter.round(() => this.rounds.stopping);
      if (started > 0) logger.log('syncs were started by their schedules', { started }, NightsHandler.name);
    };
    // The database is away: the next round does it.
    this.rounds = new Rounds(config.SCHEDULE_EVERY_MS, work, (error) => {
      logger.warn(error instanceof Error ? error : {}, NightsHandler.name);
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }
}
