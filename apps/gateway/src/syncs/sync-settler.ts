import { Injectable } from '@nestjs/common';
import { noCounts } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { orNone } from '../neighbours/or-none';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { WriterClient } from '../neighbours/writer.client';
import { CHANGES_DROPPED, type Marker } from './marker';
import { SyncProgress } from './sync-progress';
import type { SyncState } from './sync-state';

/**
 * Asks those who know for what was never heard of a sync: an event that could not be read here, or by them, and was left
 * out. What it learns is what the event would have said.
 */
@Injectable()
export class SyncSettler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly progress: SyncProgress,
    private readonly reconciler: ReconcilerClient,
    private readonly writer: WriterClient,
  ) {}

  /** For one that applies and does not move. True if it is over now. */
  async settleApplying(sync: SyncState): Promise<boolean> {
    const { tenantId, id: syncId, number } = sync;
    const { outcome, counts, problems, appliedAt } = await this.writer.calls.settleSync({ tenantId, syncId });
    if (outcome === 'applied') {
      const at = new Date(appliedAt);
      await this.take(sync, [{ kind: 'applied', at, counts: { ...noCounts, ...counts }, problems }]);
      return true;
    }
    if (outcome !== 'dropped') return false;
    // Not before the reconciler knows: the next plan is made on what WeThrive has.
    const ending = { status: 'failed', reason: CHANGES_DROPPED } as const;
    const closed = await this.reconciler.calls.closeSync({ tenantId, syncId, number, ...ending, actor: '' });
    if (closed.outcome !== 'closed') return false;
    await this.take(sync, [{ kind: 'closed', at: new Date(), ...ending }]);
    return true;
  }

  /** For one that is held though its plan has ended. True if it is not held any more. */
  async settleHeld(sync: SyncState): Promise<boolean> {
    const { tenantId, id: syncId } = sync;
    const plan = await orNone(this.reconciler.calls.getPlan({ tenantId, syncId, limit: 1, cursor: '', groupId: '' }));
    const marker = plan && endOf(plan);
    if (marker) await this.take(sync, [marker]);
    return marker !== undefined;
  }

  /** For one that cannot be ended any more, though no plan was heard of. */
  async catchUp(sync: SyncState): Promise<void> {
    const { tenantId, id: syncId } = sync;
    const asked = { tenantId, syncId, limit: 1, cursor: '', groupId: '' };
    const plan = await orNone(this.reconciler.calls.getPlan(asked));
    if (plan) await this.take(sync, markersOf(plan));
  }

  private async take({ tenantId, number }: SyncState, markers: readonly Marker[]): Promise<void> {
    await this.dataSource.transaction((tx) =>
      this.progress.take(
        tx,
        markers.map((marker) => ({ tenantId, number, marker })),
      ),
    );
  }
}

/** What a plan says that was made for applying or for a look; one that waits, or waited in vain, is closed otherwise. */
function markersOf(plan: reconcilerV1.GetPlanResponse): Marker[] {
  const { outcome, state, hash, heldBecause, counts, problems, leaversOnly } = plan;
  const at = new Date();
  if (outcome !== 'applying' && outcome !== 'previewed' && outcome !== 'held') return [];
  const all = { ...noCounts, ...countsOf(counts) };
  const heldSince = plan.heldSince === '' ? null : new Date(plan.heldSince);
  const planned: Marker = { kind: 'planned', at, outcome, hash, heldBecause, counts: all, problems, heldSince };
  return state === 'approved' ? [planned, { kind: 'approved', at, leaversOnly }] : [planned];
}

/** How a plan that was held has ended; undefined if it waits on. */
function endOf({ state, supersededBy, leaversOnly, decidedAt }: reconcilerV1.GetPlanResponse): Marker | undefined {
  const at = decidedAt === '' ? new Date() : new Date(decidedAt);
  if (state === 'expired') return { kind: 'expired', at };
  if (state === 'rejected') return { kind: 'rejected', at, notNow: false };
  if (state === 'approved') return { kind: 'approved', at, leaversOnly };
  if (state === 'cancelled') return { kind: 'closed', at, status: 'cancelled', reason: null };
  if (state === 'superseded' && supersededBy !== '') return { kind: 'superseded', at, by: supersededBy };
  return undefined;
}

/** A plan's counts as a sync has them. */
export const countsOf = (counts: reconcilerV1.PlanCounts | undefined) => {
  const { seen, joined, rejoined, changed, left, refused, unchanged, missing } = counts ?? noCounts;
  return { seen, joined, rejoined, changed, left, refused, unchanged, missing };
};
