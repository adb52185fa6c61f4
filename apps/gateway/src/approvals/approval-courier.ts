import { status } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { derivedId } from '@people-sync/contracts';
import { GrpcError, type reconcilerV1, refusal, ServiceLogger } from '@people-sync/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { ConnectedTenants } from '../integrations/connected-tenants';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { refusalOf } from '../neighbours/refusals';
import { SyncCloser } from '../syncs/sync-closer';
import { SyncProgress } from '../syncs/sync-progress';
import { SyncSettler } from '../syncs/sync-settler';
import { SyncStarter } from '../syncs/sync-starter';
import type { SyncState } from '../syncs/sync-state';
import { whereIs } from '../syncs/syncs';
import { SyncsRepository } from '../syncs/syncs.repository';
import { type Approval, ApprovalsRepository } from './approvals.repository';

/** Codes that say nothing of the plan: the call is made again. */
const NO_ANSWER: ReadonlySet<status> = new Set([
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
  status.RESOURCE_EXHAUSTED,
  status.INTERNAL,
  status.UNKNOWN,
  status.UNIMPLEMENTED,
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
]);

/** ABORTED is an answer only where it comes with a reason: that the plan is outdated. */
const isNoAnswer = ({ code, reason }: GrpcError): boolean =>
  NO_ANSWER.has(code) || (code === status.ABORTED && reason === '');

/** Of these, the ones that say that somebody of ours is away: that is waited for, however long it takes. */
const AWAY: ReadonlySet<status> = new Set([
  status.UNAVAILABLE,
  status.CANCELLED,
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
]);

/**
 * Tells the reconciler of an OK that is stored with the slot, and does what its answer asks for. Telling it twice is
 * telling it once, so that anybody may tell it again: a caller who comes back, or the sweep after a crash.
 */
@Injectable()
export class ApprovalCourier {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ApprovalsRepository,
    private readonly syncs: SyncsRepository,
    private readonly progress: SyncProgress,
    private readonly starter: SyncStarter,
    private readonly connected: ConnectedTenants,
    private readonly reconciler: ReconcilerClient,
    private readonly closer: SyncCloser,
    private readonly settler: SyncSettler,
    private readonly logger: ServiceLogger,
  ) {}

  /**
   * Returns the sync that is applied, that waits for the reconciler's answer, or that reads PeopleHR again first.
   * @param mayGiveUp it was told for long enough: if the reconciler fails on it, and is not only away, its plan is ended.
   * @throws ProblemException if the reconciler refuses: the slot is free then, or a new sync's.
   */
  async tell(approval: Approval, mayGiveUp = false): Promise<string> {
    const { tenantId, syncId, hash, exclude, leaversOnly, actor } = approval;
    try {
      const request = { tenantId, syncId, hash, exclude: [...exclude], actor, leaversOnly };
      return await this.approved(approval, await this.reconciler.calls.approvePlan(request));
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      if (isNoAnswer(error)) {
        this.logger.warn({ tenant: tenantId, sync: syncId }, error, 'ApprovalCourier');
        if (mayGiveUp && !AWAY.has(error.code)) await this.giveUp(approval);
        return syncId;
      }
      if (error.reason === 'answer-too-old') return this.readAgain(approval, error);
      throw await this.refused(approval, error);
    }
  }

  /**
   * The reconciler fails on it again and again: the plan is ended, so that the slot comes free, unless it was carried out
   * and only its answer was lost.
   */
  private async giveUp({ tenantId, syncId }: Approval): Promise<void> {
    const sync = await this.syncs.one(tenantId, syncId);
    if (!sync?.approving) return;
    const ended = await this.closer.close(sync, { status: 'failed', reason: 'approval-failed', actor: '' });
    if (!ended) await this.settler.catchUp(sync);
  }

  /** The reconciler's event says the same; whoever is first moves the sync. */
  private async approved(approval: Approval, decided: reconcilerV1.DecidedPlan): Promise<string> {
    const { tenantId, syncId } = approval;
    const own = decided.syncId === syncId;
    const { leaversOnly } = approval;
    const marker = { kind: 'approved', at: new Date(decided.decidedAt), leaversOnly } as const;
    const released = { tenantId, number: approval.number, marker: { kind: 'released' } as const };
    const markers = [{ tenantId, number: own ? approval.number : decided.number, marker }, ...(own ? [] : [released])];
    await this.dataSource.transaction((tx) => this.progress.take(tx, markers));
    return decided.syncId;
  }

  /** The OK goes along to a new sync: it holds if that comes to the same changes. Without PeopleHR nothing is applied. */
  private async readAgain(approval: Approval, error: GrpcError): Promise<string> {
    const mayStart = await this.connected.has(approval.tenantId);
    const next = await this.dataSource.transaction((tx) =>
      this.release(tx, approval, mayStart, async (started) => {
        await this.repository.put(tx, { ...approval, number: started.number, syncId: started.id, askedAt: new Date() });
        await this.syncs.save(tx, [{ ...started, okHash: approval.hash }]);
      }),
    );
    const syncId = next ?? (mayStart ? await this.newestAfter(approval) : undefined);
    if (syncId === undefined) throw refusal('answer-too-old', tooOldSentence, {}, { cause: error });
    return syncId;
  }

  /** The plan waits on, without the slot; one that is outdated gives the slot to a new sync. */
  private async refused(approval: Approval, error: GrpcError): Promise<unknown> {
    const outdated = error.reason === 'plan-outdated';
    const mayStart = outdated && (await this.connected.has(approval.tenantId));
    const next = await this.dataSource.transaction((tx) => this.release(tx, approval, mayStart));
    if (!outdated) return refusalOf(error, whereIs(approval.tenantId, approval.syncId));
    const syncId = next ?? (await this.newestAfter(approval));
    const where = syncId === undefined ? {} : whereIs(approval.tenantId, syncId);
    return refusal('plan-outdated', outdatedSentence(syncId !== undefined), where, { cause: error });
  }

  /** The new sync, if one was to be started and nobody had released the slot before. */
  private async release(
    tx: EntityManager,
    approval: Approval,
    mayStart: boolean,
    first: (started: SyncState) => Promise<void> = () => Promise.resolve(),
  ): Promise<string | undefined> {
    const { tenantId, number, syncId, hash, actor, askedAt } = approval;
    await this.syncs.lockTenants(tx, [tenantId]);
    const sync = await this.syncs.one(tenantId, syncId, tx);
    if (!sync?.approving) return undefined;
    await this.progress.take(tx, [{ tenantId, number, marker: { kind: 'released' } }]);
    if (!mayStart) return undefined;
    const next = {
      tenantId,
      mode: 'apply',
      trigger: 'manual',
      requestedBy: actor,
      syncId: derivedId('sync-after', tenantId, syncId, hash, askedAt.toISOString()),
    } as const;
    const [started] = await this.starter.startWithin(tx, [next], async ([made]) => {
      if (made) await first(made.sync);
    });
    return started?.sync.id;
  }

  /** What another telling of the same OK has started. */
  private async newestAfter({ tenantId, number }: Approval): Promise<string | undefined> {
    const [newest] = await this.syncs.page(tenantId, 1, undefined);
    return newest && newest.number > number ? newest.id : undefined;
  }
}

const tooOldSentence =
  'These changes are from more than a day ago, so PeopleHR has to be read again before they are applied, and it is not connected. Nothing was applied. Connect PeopleHR, then start a new sync; until then you can apply only the leavers.';

const outdatedSentence = (checked: boolean): string =>
  `These are no longer the newest changes: people, settings or decisions have changed since. Nothing was applied. ${
    checked ? 'A new check has been started: look at what it finds.' : 'Start a new sync, then look at its changes.'
  }`;
