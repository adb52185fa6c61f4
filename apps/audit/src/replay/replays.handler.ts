import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { GrpcError, ServiceLogger } from '@people-sync/platform';
import { RecordIncompleteError, type ReplayDifference } from '@people-sync/reconciliation';
import { DataSource } from 'typeorm';
import { AuditConfig } from '../audit.config';
import { Recording } from '../record/recording';
import { Sealing } from '../sealing/sealing';
import { RecordFaultError } from './opened-entry';
import { type Replayed, ReplayFailedError, Replaying } from './replaying';
import { type ClaimedReplay, ReplaysRepository } from './replays.repository';
import { contentOf, storedReport } from './stored-report';
import { TablesMovedError } from './tables';

/** Does what was asked for, one replay after the other: of several processes each takes another tenant's. */
@Injectable()
export class ReplaysHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;
  private isStopping = false;

  constructor(
    private readonly config: AuditConfig,
    private readonly dataSource: DataSource,
    private readonly replays: ReplaysRepository,
    private readonly replaying: Replaying,
    private readonly recording: Recording,
    private readonly sealing: Sealing,
    private readonly logger: ServiceLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), this.config.REPLAYS_EVERY_MS).unref();
    this.wake();
  }

  /** What is under way is left to another process, or to this one's next start. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Looks for one now. */
  wake(): void {
    if (this.isRunning || this.isStopping) return;
    this.isRunning = true;
    this.running = this.all().finally(() => {
      this.isRunning = false;
    });
  }

  private async all(): Promise<void> {
    try {
      for (let next = await this.next(); next; next = await this.next()) await this.one(next);
    } catch (error) {
      // The database is away: the next round goes on.
      this.logger.warn('replays cannot be claimed or ended', error, ReplaysHandler.name);
    }
  }

  private next(): Promise<ClaimedReplay | undefined> {
    return this.isStopping ? Promise.resolve(undefined) : this.replays.claim(this.config.REPLAY_LEASE_MS);
  }

  private async one(claimed: ClaimedReplay): Promise<void> {
    const { replayId, tenantId, until } = claimed;
    const { REPLAY_LEASE_MS: lease } = this.config;
    try {
      const replayed = await this.replaying.run(tenantId, until, async (taken, total) => {
        if (this.isStopping) throw new StoppedError();
        return this.replays.moved(replayId, lease, taken, total);
      });
      await this.keep(claimed, replayed);
    } catch (error) {
      if (error instanceof StoppedError) await this.replays.release(replayId);
      else await this.replays.fail(replayId, ...this.faultOf(error));
    }
  }

  private async keep({ replayId, tenantId }: ClaimedReplay, { report, checked }: Replayed): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { trees } = await this.recording.lock(tx, [tenantId]);
      const contents = new Map(
        report.differences.flatMap((one) => {
          const content = contentOf(tenantId, one);
          return content ? [[one, content] as const] : [];
        }),
      );
      const companyOf = (): string => trees.get(tenantId)?.companyId ?? '';
      const sealed = await this.sealing.seal(tx, [...contents.values()], companyOf);
      const hashOf = (one: ReplayDifference): string | null => {
        const content = contents.get(one);
        return content ? sealed(content).toString('base64url') : null;
      };
      await this.replays.complete(tx, replayId, storedReport(report, checked, hashOf));
    });
  }

  /** It never ends as if nothing were different. */
  private faultOf(
    error: unknown,
  ): Parameters<ReplaysRepository['fail']> extends [string, ...infer Rest] ? Rest : never {
    if (error instanceof RecordFaultError) return [error.reason, error.index];
    if (error instanceof ReplayFailedError) return [error.reason, error.entry];
    if (error instanceof RecordIncompleteError) return ['record-incomplete', null];
    if (error instanceof TablesMovedError) return ['tables-move', null];
    this.logger.error('a replay broke off', error, ReplaysHandler.name);
    return [error instanceof GrpcError ? 'service-unavailable' : 'broke-off', null];
  }
}

/** The process stops. */
class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
