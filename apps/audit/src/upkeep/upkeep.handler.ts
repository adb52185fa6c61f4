import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { FindingsRepository } from '../completeness/findings.repository';
import { ReplaysRepository } from '../replay/replays.repository';
import { droppedFindings } from '../snapshots/dropped-rows';
import { SnapshotRowsRepository } from '../snapshots/snapshot-rows.repository';

const EVERY_MS = 6 * 3600 * 1000;
/** Months are made this far ahead. What comes when they are missing is in a partition of its own, and not lost. */
const MONTHS_AHEAD = 2;
/** No attempt goes on for so long: what is left of it will not become a snapshot. */
const STAGED_DAYS = 30;
/** What a replay found is looked at soon, and can be found again. */
const REPLAYS_DAYS = 90;

/** Makes the partitions of the months to come, and drops rows whose attempt never ended, and replays of long ago. */
@Injectable()
export class UpkeepHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(UpkeepHandler.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly snapshots: SnapshotRowsRepository,
    private readonly findings: FindingsRepository,
    private readonly replays: ReplaysRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.look();
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.look());
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Several audits may do so at once: one of them waits, and finds it done. */
  async round(): Promise<void> {
    await this.alone(async (tx) => {
      await this.findings.note(tx, droppedFindings(await this.snapshots.unstageOld(tx, STAGED_DAYS), []));
    });
    await this.alone((tx) => this.replays.dropOld(tx, REPLAYS_DAYS));
    await this.alone((tx) => tx.query('SELECT make_entry_months($1)', [MONTHS_AHEAD]));
  }

  private async alone(work: (tx: EntityManager) => Promise<unknown>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = '2s'`);
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('peoplesync-audit-upkeep'))`);
      await work(tx);
    });
  }

  private async look(): Promise<void> {
    try {
      await this.round();
    } catch (error) {
      // A lock that another holds, or the database is away: the next round does it.
      this.logger.warn('rows that were left over could not be dropped, or the months to come not be made', error);
    }
  }
}
