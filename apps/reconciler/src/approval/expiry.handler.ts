import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Approval } from './approval';
import { type OverduePlan, PlansRepository } from '../plans/plans.repository';

/** How often it is looked for plans that waited too long, and how many are read at a time. */
const EVERY_MS = 60_000;
const PAGE = 100;

/** Ends plans that nobody answered. Several reconcilers may do so at once: ending twice is ending once. */
@Injectable()
export class ExpiryHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ExpiryHandler.name);
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly plans: PlansRepository,
    private readonly approval: Approval,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round = this.round.then(() => this.look());
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** Ends everything that is overdue; a company whose plan cannot be ended holds up nobody else's, and hides nobody. */
  async expire(): Promise<void> {
    let page = await this.plans.overdue(null, PAGE);
    for (; page.length > 0 && !this.stopping; page = await this.plans.overdue(page.at(-1) ?? null, PAGE))
      await this.end(page);
  }

  private async end(overdue: readonly OverduePlan[]): Promise<void> {
    for (const { tenantId, syncId } of overdue) {
      if (this.stopping) return;
      await this.approval.expire(tenantId, syncId).catch((error: unknown) => {
        this.logger.warn('a plan waited too long and could not be ended', { tenant: tenantId, sync: syncId }, error);
      });
    }
  }

  private async look(): Promise<void> {
    try {
      if (!this.stopping) await this.expire();
    } catch (error) {
      // The database is away: the next round does it.
      this.logger.warn('plans that waited too long could not be looked for', error);
    }
  }
}
