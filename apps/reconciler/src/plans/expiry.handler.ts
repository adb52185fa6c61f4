import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Approval } from './approval';
import { PlansRepository } from './plans.repository';

/** How often it is looked for plans that waited too long, and how many are ended at a time. */
const EVERY_MS = 60_000;
const ROUND = 100;

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

  /** Ends what is overdue; a company whose plan cannot be ended holds up nobody else's. */
  async expire(): Promise<void> {
    for (const { tenantId, syncId } of await this.plans.overdue(ROUND)) {
      if (this.stopping) return;
      await this.approval.expire(tenantId, syncId).catch((error: unknown) => {
        this.logger.warn(`the plan of ${tenantId} waited too long and could not be ended: ${messageOf(error)}`);
      });
    }
  }

  private async look(): Promise<void> {
    try {
      if (!this.stopping) await this.expire();
    } catch (error) {
      // The database is away: the next round does it.
      this.logger.warn(`plans that waited too long could not be looked for: ${messageOf(error)}`);
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');
