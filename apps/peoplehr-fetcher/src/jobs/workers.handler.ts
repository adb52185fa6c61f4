import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HealthChecks, Meters, metrics, ServiceLogger } from '@people-sync/platform';
import { FetcherConfig } from '../fetcher.config';
import { Coalescer } from './coalescer';
import type { JobEnd, Job } from './job';
import { JobHandler } from './job.handler';
import { JobsRepository } from './jobs.repository';

/** A claimed job in this process. */
interface Held {
  readonly job: Job;
  readonly lost: AbortController;
  /** Has waited longer than others should wait for its place, and has given it away. */
  isPatient: boolean;
}

const SETTLE_LIMIT = 200;

/**
 * Claims jobs, runs a bounded number of them at once, keeps their leases. However many of PeopleHR's answers do not
 * come, or begin and then trickle, the other tenants' jobs go on.
 */
@Injectable()
export class WorkersHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly held = new Map<string, Held>();
  private readonly queue: Held[] = [];
  private readonly runs = new Set<Promise<void>>();
  private readonly stop = new AbortController();
  private readonly endings: Coalescer<JobEnd>;
  private readonly timers = new Set<NodeJS.Timeout>();
  private active = 0;
  private isClaiming = false;
  private claimAgain = false;
  private lastClaimFailed = false;
  /** When leases were prolonged last. */
  private keptAt = Date.now();

  constructor(
    private readonly config: FetcherConfig,
    private readonly jobs: JobsRepository,
    private readonly handler: JobHandler,
    private readonly logger: ServiceLogger,
    health: HealthChecks,
    meters: Meters,
  ) {
    this.endings = new Coalescer((endings) => this.jobs.settle(endings), SETTLE_LIMIT);
    health.add('jobs', () => {
      if (this.lastClaimFailed) throw new Error('jobs cannot be claimed');
    });
    meters.gauge(metrics.jobsHeld, () => {
      const queued = this.queue.length;
      const waiting = [...this.held.values()].filter(({ isPatient }) => isPatient).length;
      const values = { working: this.active, waiting, queued };
      return Object.entries(values).map(([state, value]) => ({ labels: { state }, value }));
    });
  }

  onApplicationBootstrap(): void {
    this.every(this.config.POLL_MS, () => this.wake());
    this.every(this.config.LEASE_MS / 3, () => void this.keepLeases());
    this.wake();
  }

  /** Reading stops at once, its jobs are free for another process; what is being published is finished. */
  async onModuleDestroy(): Promise<void> {
    this.stop.abort(new Error('the service stops'));
    for (const timer of this.timers) clearTimeout(timer);
    const unstarted = this.queue.splice(0);
    const drained = Promise.allSettled([...this.runs, ...unstarted.map(({ job }) => this.release(job))]);
    // A bus that takes nothing must not keep the process: what is not settled is claimed again when its lease runs out.
    await Promise.race([drained, wait(this.config.SHUTDOWN_GRACE_MS, undefined, { ref: false })]);
  }

  /** Looks for jobs now. */
  wake(): void {
    this.claimAgain = true;
    if (!this.isClaiming) void this.claimAll();
  }

  private async claimAll(): Promise<void> {
    this.isClaiming = true;
    while (this.claimAgain && !this.stop.signal.aborted) {
      this.claimAgain = false;
      const limit = Math.min(2 * this.config.WORKERS - this.queue.length, this.config.MAX_OPEN - this.held.size);
      if (this.queue.length >= this.config.WORKERS || limit <= 0) break;
      try {
        // After a time without the database, or on a blocked machine: own claims are kept, not taken for dead ones.
        if (this.held.size > 0 && Date.now() - this.keptAt > this.config.LEASE_MS / 2) await this.prolongAll();
        const jobs = await this.jobs.claim({
          limit,
          doubtful: this.hasDoubtful ? 0 : 1,
          leaseMs: this.config.LEASE_MS,
          callsPerMinute: this.config.CALLS_PER_MINUTE,
        });
        this.lastClaimFailed = false;
        if (jobs.length >= limit) this.claimAgain = true;
        for (const job of jobs) this.hold(job);
      } catch (error) {
        this.lastClaimFailed = true;
        this.logger.error('jobs cannot be claimed', error, WorkersHandler.name);
      }
    }
    this.isClaiming = false;
  }

  /**
   * Jobs over which a process died run one at a time: if one of them is what processes die of, it takes no other with
   * it a second time.
   */
  private get hasDoubtful(): boolean {
    return [...this.held.values()].some(({ job }) => job.tries.deaths > 0);
  }

  /** Whatever this process still does for the tenant is of an older request or attempt, and ends here. */
  private hold(job: Job): void {
    this.lose(job.tenantId, 'the job was claimed again');
    const held = { job, lost: new AbortController(), isPatient: false };
    this.held.set(job.tenantId, held);
    this.queue.push(held);
    this.startNext();
  }

  private startNext(): void {
    while (this.active < this.config.WORKERS && !this.stop.signal.aborted) {
      const next = this.queue.shift();
      if (!next) return;
      this.active++;
      const run = this.run(next).finally(() => {
        this.runs.delete(run);
        if (!next.isPatient) this.active--;
        if (this.held.get(next.job.tenantId) === next) this.held.delete(next.job.tenantId);
        this.startNext();
        if (this.queue.length < this.config.WORKERS) this.wake();
      });
      this.runs.add(run);
    }
  }

  private async run(held: Held): Promise<void> {
    const { job, lost } = held;
    const isLost = () => lost.signal.aborted;
    if (isLost()) return;
    try {
      const ending = await this.handler.run(job, {
        lost: lost.signal,
        stop: this.stop.signal,
        onWait: () => this.giveAway(held),
      });
      await this.settle(ending);
    } catch (error) {
      if (isLost()) return;
      // What went wrong is the handler's to judge; what is left is that the service stops.
      if (!this.stop.signal.aborted)
        this.logger.error('a job was interrupted', { tenantId: job.tenantId }, error, WorkersHandler.name);
      await this.release(job);
    }
  }

  /** Its place goes to another job, once and for all: what it still does is little beside what it waits. */
  private giveAway(held: Held): void {
    if (held.isPatient) return;
    held.isPatient = true;
    this.active--;
    this.startNext();
    this.wake();
  }

  /** Not this job's fault: it may be claimed again at once, and nothing is counted against it. */
  private async release(job: Job): Promise<void> {
    const { tenantId, number, attempt, tries } = job;
    const unchanged = { tenantId, number, attempt, tries, isCompanyChecked: false };
    await this.settle({ ...unchanged, kind: 'again', delayMs: 0 });
  }

  /** Tries until it is stored: a job that is over is not read once more because the database was away for a moment. */
  private async settle(ending: JobEnd): Promise<void> {
    for (let isStored = false; !isStored;) {
      try {
        await this.endings.add(ending);
        isStored = true;
      } catch (error) {
        const { tenantId } = ending;
        this.logger.error('the end of a job could not be stored', { tenantId }, error, WorkersHandler.name);
        if (this.stop.signal.aborted) return;
        await wait(this.config.POLL_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
      }
    }
    if (ending.kind === 'again' && !this.stop.signal.aborted) this.after(ending.delayMs, () => this.wake());
  }

  /** Prolongs the leases of what is at work here; what was withdrawn or taken over ends at once. */
  async keepLeases(): Promise<void> {
    try {
      await this.prolongAll();
    } catch (error) {
      this.logger.error('leases cannot be prolonged', error, WorkersHandler.name);
    }
  }

  private async prolongAll(): Promise<void> {
    const all = [...this.held.values()];
    const askedAt = Date.now();
    if (all.length > 0) {
      const kept = await this.jobs.prolong(
        all.map(({ job }) => job),
        this.config.LEASE_MS,
      );
      const names = new Set(kept.map(({ tenantId, number, attempt }) => `${tenantId} ${number} ${attempt}`));
      for (const { job } of all) {
        const name = `${job.tenantId} ${job.number} ${job.attempt}`;
        if (!names.has(name) && this.held.get(job.tenantId)?.job === job) this.lose(job.tenantId, 'the lease was lost');
      }
    }
    this.keptAt = askedAt;
  }

  private lose(tenantId: string, why: string): void {
    this.held.get(tenantId)?.lost.abort(new Error(why));
  }

  private every(ms: number, work: () => void): void {
    this.timers.add(setInterval(work, Math.max(1, ms)));
  }

  private after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }
}
