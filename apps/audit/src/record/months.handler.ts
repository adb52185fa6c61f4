import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';

const EVERY_MS = 6 * 3600 * 1000;
/** Months are made this far ahead. What comes when they are missing is in a partition of its own, and not lost. */
const AHEAD = 2;

/** Makes the partitions of the months to come. */
@Injectable()
export class MonthsHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(MonthsHandler.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.round = this.make();
    this.timer = setInterval(() => {
      this.round = this.round.then(() => this.make());
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** Several audits may do so at once: one of them waits, and finds them made. */
  private async make(): Promise<void> {
    try {
      await this.dataSource.transaction(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = '2s'`);
        await tx.query(`SELECT pg_advisory_xact_lock(hashtext('peoplesync-audit-months'))`);
        await tx.query('SELECT make_entry_months($1)', [AHEAD]);
      });
    } catch (error) {
      this.logger.warn('the months to come have no partitions yet', error);
    }
  }
}
