import { Injectable } from '@nestjs/common';
import { ServiceLogger } from '@people-sync/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { GatewayConfig } from '../gateway.config';
import { SyncStarter } from '../syncs/sync-starter';
import { DatabaseClock } from './database-clock';
import { nextStart } from './night';
import { allowance } from './pace';
import { SchedulesRepository } from './schedules.repository';

/** Schedules in one transaction. */
const AT_ONCE = 500;

/** One that cannot be started just now is tried again after this. */
const AGAIN_MS = 10 * 60_000;

/** As requests and history name whoever asked for it. */
export const SCHEDULE = 'schedule';

/**
 * Starts the syncs whose time has come, as a button would, in the order of their times and at the pace of the whole
 * installation. Any number of gateways may do so at once: a schedule is claimed, its sync made and its next start set in
 * one transaction. What was missed while none was up is started once.
 */
@Injectable()
export class NightStarter {
  constructor(
    private readonly config: GatewayConfig,
    private readonly dataSource: DataSource,
    private readonly schedules: SchedulesRepository,
    private readonly starter: SyncStarter,
    private readonly clock: DatabaseClock,
    private readonly logger: ServiceLogger,
  ) {}

  /** Starts what may be started now. Resolves with how many there were. */
  async round(stopping: () => boolean = () => false): Promise<number> {
    let all = 0;
    for (let count = -1; count !== 0 && !stopping(); all += count) count = await this.some();
    return all;
  }

  /** What fails for one company is put off for that one: the others have their night. */
  private async some(): Promise<number> {
    const claimed: string[] = [];
    try {
      return await this.start(claimed);
    } catch (error) {
      // Nothing was claimed: it is nobody's fault but the database's.
      if (claimed.length === 0) throw error;
    }
    let count = 0;
    for (const tenantId of claimed) count += await this.alone(tenantId);
    return count;
  }

  private async alone(tenantId: string): Promise<number> {
    const claimed: string[] = [];
    try {
      return await this.start(claimed, tenantId);
    } catch (error) {
      if (claimed.length === 0) throw error;
      this.logger.error('a scheduled sync cannot be started', { tenant: tenantId }, error, NightStarter.name);
      await this.dataSource.transaction(async (tx) => {
        const later = (await this.clock.now(tx)).getTime() + AGAIN_MS;
        await this.schedules.plan(tx, new Map([[tenantId, new Date(later)]]));
      });
      return 0;
    }
  }

  /**
   * @param claimed is told whose turn it is, also if they cannot be started
   * @param only this tenant's, if its time has come
   */
  private start(claimed: string[], only?: string): Promise<number> {
    const { night, SCHEDULE_STARTS_PER_MINUTE: perMinute } = this.config;
    return this.dataSource.transaction(async (tx: EntityManager) => {
      const freeAt = await this.schedules.pace(tx);
      if (!freeAt) return 0;
      const now = await this.clock.now(tx);
      const { count, freeAfter } = allowance(freeAt, now, perMinute);
      if (count === 0) return 0;
      const due = await this.schedules.claim(tx, now, Math.min(count, AT_ONCE), only);
      if (due.length === 0) return 0;
      claimed.push(...due.map(({ tenantId }) => tenantId));
      const calls = due.map(({ tenantId }) => {
        return { tenantId, mode: 'apply', trigger: 'schedule', requestedBy: SCHEDULE } as const;
      });
      await this.starter.startWithin(tx, calls, async () => {
        await this.schedules.plan(tx, new Map(due.map((plan) => [plan.tenantId, nextStart(now, plan, night)])));
        await this.schedules.setPace(tx, freeAfter(due.length));
      });
      return due.length;
    });
  }
}
