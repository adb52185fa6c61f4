import { Injectable } from '@nestjs/common';
import { notFound, type ProblemException, refusal } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { SyncProgress } from './sync-progress';
import { isFinal, type SyncState } from './sync-state';
import { SyncsRepository } from './syncs.repository';

/** How a sync is to end before its changes are applied. */
export interface SyncEnd {
  readonly status: 'cancelled' | 'failed';
  /** A stable word; null for an administrator's own wish. */
  readonly reason: string | null;
  /** Who wants it; empty for the gateway itself. */
  readonly actor: string;
}

/**
 * Ends syncs. Whether it is still in time is the reconciler's to say, since it alone knows whether the plan is committed
 * for applying; a crash between its answer and ours is mended by the SyncClosed that it emits.
 */
@Injectable()
export class SyncCloser {
  constructor(
    private readonly dataSource: DataSource,
    private readonly syncs: SyncsRepository,
    private readonly progress: SyncProgress,
    private readonly reconciler: ReconcilerClient,
  ) {}

  /**
   * Ends one sync for an administrator; one that was cancelled before stays as it is.
   * @throws ProblemException 404; 409 `too-late` if its changes are being applied or it is over.
   */
  async cancel(tenantId: string, id: string, actor: string): Promise<SyncState> {
    const sync = await this.syncs.one(tenantId, id);
    if (!sync) throw notFound();
    if (sync.status === 'cancelled') return sync;
    if (!(await this.close(sync, { status: 'cancelled', reason: null, actor }))) throw tooLate();
    const ended = (await this.syncs.one(tenantId, id)) ?? sync;
    if (ended.status !== 'cancelled') throw tooLate();
    return ended;
  }

  /** True if the sync is over now, or was before; false if it is too late to end it. */
  async close(sync: SyncState, end: SyncEnd): Promise<boolean> {
    if (isFinal(sync.status)) return true;
    if (sync.status === 'applying') return false;
    if (sync.status === 'queued' && (await this.closeQueued(sync, end))) return true;
    const { outcome, status, reason } = await this.reconciler.calls.closeSync({
      tenantId: sync.tenantId,
      syncId: sync.id,
      number: sync.number,
      status: end.status,
      reason: end.reason ?? '',
      actor: end.actor,
    });
    if (outcome !== 'closed') return false;
    // It may have ended before, and otherwise: with what PeopleHR answered, or with another's wish.
    const ended = { status: status === 'failed' ? 'failed' : 'cancelled', reason: reason || null } as const;
    await this.dataSource.transaction((tx) => this.progress.take(tx, [closed(sync, ended)]));
    return true;
  }

  /** A follow-up that still waits is known to nobody else; false if it got the slot meanwhile. */
  private closeQueued(sync: SyncState, end: SyncEnd): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      await this.syncs.lockTenants(tx, [sync.tenantId]);
      const now = await this.syncs.one(sync.tenantId, sync.id, tx);
      if (now?.status !== 'queued') return false;
      await this.progress.take(tx, [closed(sync, end)]);
      return true;
    });
  }
}

const closed = ({ tenantId, number }: SyncState, { status, reason }: Omit<SyncEnd, 'actor'>) => ({
  tenantId,
  number,
  marker: { kind: 'closed', at: new Date(), status, reason } as const,
});

const tooLate = (): ProblemException =>
  refusal('too-late', 'The sync can no longer be cancelled: its changes are being written, or it has ended.');
