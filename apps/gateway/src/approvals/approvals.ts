import { Injectable } from '@nestjs/common';
import { notFound, ProblemException } from '@people-sync/platform';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller';
import type { Answer } from '../idempotency/answer';
import { Once } from '../idempotency/once';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { refusalOf, refusals } from '../neighbours/refusals';
import { noPlan } from '../plans/plans';
import type { SyncJson } from '../syncs/sync.dto';
import { EndingsRepository } from '../syncs/endings.repository';
import { SyncProgress } from '../syncs/sync-progress';
import type { SyncState } from '../syncs/sync-state';
import { addressOf, Syncs } from '../syncs/syncs';
import { SyncsRepository } from '../syncs/syncs.repository';
import type { ApproveBody, RejectBody } from './approval.dto';
import { ApprovalCourier } from './approval-courier';
import { type Approval, ApprovalsRepository } from './approvals.repository';
import { onApproval, onRejection, type Refused } from './verdict';

/** What somebody says to a held plan, over either door. */
@Injectable()
export class Approvals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ApprovalsRepository,
    private readonly syncsRepository: SyncsRepository,
    private readonly syncs: Syncs,
    private readonly progress: SyncProgress,
    private readonly endings: EndingsRepository,
    private readonly courier: ApprovalCourier,
    private readonly reconciler: ReconcilerClient,
    private readonly once: Once,
  ) {}

  /**
   * 202 with the sync that is applied: the newer one if the named one was superseded with an equal hash. If the
   * reconciler does not answer now, the OK is kept and told again until it does.
   * @throws ProblemException 404; 409 `plan-outdated` (`sync`: where the newest changes are), `sync-running`,
   * `already-decided`, `exclusion-clash`; 422 `not-in-plan`.
   */
  approve({ identity, key }: Caller, tenantId: string, id: string, body: ApproveBody): Promise<Answer<SyncJson>> {
    const { subject, actor } = identity;
    const exclude = body.exclude.map((personId) => personId.toLowerCase()).sort();
    const request = ['approve-plan', tenantId, id, body.planHash, exclude];
    return this.once.run({ tenantId, subject, key, request }, async () => {
      const given = { tenantId, hash: body.planHash, exclude, actor };
      const { approval, done } = await this.dataSource.transaction((tx) => this.take(tx, id, given));
      const syncId = done ? approval.syncId : await this.courier.tell(approval);
      const sync = await this.syncs.get(tenantId, syncId);
      return { status: 202, body: sync, location: addressOf(tenantId, syncId) };
    });
  }

  /**
   * Nothing of the plan is applied.
   * @throws ProblemException 404; 409 `plan-outdated` (`sync`: where the newest changes are), `already-decided`.
   */
  reject({ identity, key }: Caller, tenantId: string, id: string, body: RejectBody): Promise<Answer<SyncJson>> {
    const { subject, actor } = identity;
    const { planHash: hash } = body;
    return this.once.run({ tenantId, subject, key, request: ['reject-plan', tenantId, id, hash] }, async () => {
      const sync = await this.newest(tenantId, id);
      const verdict = onRejection(sync, hash);
      if (verdict.kind === 'refused') throw refused(verdict.reason, sync);
      const syncId = verdict.kind === 'done' ? sync.id : await this.tellNo(sync, hash, actor);
      return { status: 200, body: await this.syncs.get(tenantId, syncId) };
    });
  }

  /** The OK and the slot commit together, or neither. */
  private async take(
    tx: EntityManager,
    id: string,
    given: Omit<Approval, 'number' | 'syncId' | 'askedAt'>,
  ): Promise<{ readonly approval: Approval; readonly done: boolean }> {
    const { tenantId, hash } = given;
    const tenant = (await this.syncsRepository.lockTenants(tx, [tenantId])).get(tenantId);
    if (!tenant) throw notFound();
    const sync = await this.newest(tenantId, id, tx);
    const verdict = onApproval(sync, await this.syncsRepository.liveOrNamed(tx, [tenantId], []), hash);
    // Somebody has disconnected PeopleHR: it waits only to be ended.
    if (sync.status === 'held' && (await this.endings.isWanted(tx, sync))) throw refused('already-decided', sync);
    const approval: Approval = { ...given, number: sync.number, syncId: sync.id, askedAt: tenant.now };
    switch (verdict.kind) {
      case 'refused':
        throw refused(verdict.reason, sync);
      case 'done':
        return { approval, done: true };
      case 'pending': {
        const pending = (await this.repository.one(tx, tenantId, sync.number)) ?? approval;
        // Somebody else's OK that leaves other people out is not this one.
        if (pending.exclude.join() !== approval.exclude.join()) throw refused('already-decided', sync);
        return { approval: pending, done: false };
      }
      case 'take-slot':
        await this.repository.put(tx, approval);
        await this.syncsRepository.save(tx, [{ ...sync, approving: true, statusSince: tenant.now }]);
        await this.syncsRepository.tellWatchers(tx, [tenantId]);
        return { approval, done: false };
    }
  }

  private async tellNo(sync: SyncState, hash: string, actor: string): Promise<string> {
    const { tenantId, id: syncId } = sync;
    try {
      const decided = await this.reconciler.calls.rejectPlan({ tenantId, syncId, hash, actor });
      const number = decided.syncId === syncId ? sync.number : decided.number;
      const marker = { kind: 'rejected', at: new Date(decided.decidedAt) } as const;
      await this.dataSource.transaction((tx) => this.progress.take(tx, [{ tenantId, number, marker }]));
      return decided.syncId;
    } catch (error) {
      throw refusalOf(error, { sync: addressOf(tenantId, syncId) });
    }
  }

  /** The sync whose plan it is now. */
  private async newest(tenantId: string, id: string, tx?: EntityManager): Promise<SyncState> {
    const sync = await this.syncsRepository.one(tenantId, id, tx);
    if (!sync) throw notFound();
    if (sync.supersededBy === null) return sync;
    return (await this.syncsRepository.one(tenantId, sync.supersededBy, tx)) ?? sync;
  }
}

function refused(reason: Refused, sync: SyncState): ProblemException {
  if (reason === 'no-plan') return noPlan();
  const link = { sync: addressOf(sync.tenantId, sync.id) };
  if (reason === 'sync-running') {
    return new ProblemException(
      409,
      reason,
      'Another sync is running, and nothing was applied. Wait until it has ended, then look at the changes again.',
    );
  }
  return new ProblemException(409, reason, refusals[reason]?.sentence ?? '', reason === 'plan-outdated' ? link : {});
}
