import type { DecidedBefore, DecidedState, Plan, Sync, SyncStatus, UndoneRejection } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { noCounts } from '@people-sync/contracts';
import { invalidRequest, MOST_TOLD, notFound, type ProblemException, refusal } from '@people-sync/platform';
import { refusalSentence } from '@people-sync/wording';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller';
import { Answer } from '../idempotency/answer';
import { orNone } from '../neighbours/or-none';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { alreadyDecided, orRefusal, refusalOf } from '../neighbours/refusals';
import { PlanQuery } from '../plans/plan.dto';
import { noPlan, Plans } from '../plans/plans';
import { EndingsRepository } from '../syncs/endings.repository';
import { SyncProgress } from '../syncs/sync-progress';
import { countsOf } from '../syncs/sync-settler';
import type { SyncState } from '../syncs/sync-state';
import { addressOf, Syncs, whereIs } from '../syncs/syncs';
import { SyncsRepository } from '../syncs/syncs.repository';
import type { ApprovePlanBody, LeaveOutOfPlanBody, RejectPlanBody } from './approval.dto';
import { ApprovalCourier } from './approval-courier';
import { type Approval, ApprovalsRepository } from './approvals.repository';
import { onApproval, onRejection, type Refused } from './verdict';

/** A no as the reconciler is told it. */
interface No {
  readonly hash: string;
  readonly also: string[];
  readonly notNow: boolean;
}

type GivenApproval = Omit<Approval, 'number' | 'syncId' | 'askedAt'>;

/** Where an OK stands: nobody was told of it yet, PeopleHR is read again for it, or the changes were decided about before. */
type Standing = 'to-be-told' | 'reads-again' | 'was-decided';

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
    private readonly plans: Plans,
  ) {}

  /**
   * 202 with the sync that is applied: the newer one if the named one was superseded with an equal hash; or, if PeopleHR's
   * answer is more than a day old, with a new one that reads it again and is applied if it comes to the same changes. If
   * the reconciler does not answer now, the OK is kept and told again until it does. The same OK again is answered alike;
   * one that leaves others out, or is to another part, than the one that was given is told which that was.
   * @throws ProblemException 404; 409 `plan-outdated` (`syncPath`: where the newest changes are), `sync-running`,
   * `already-decided` (`decided`: what, by whom, when), `exclusion-clash`, `answer-too-old` (PeopleHR is not connected); 422 `not-in-plan`.
   */
  async approve({ identity }: Caller, tenantId: string, id: string, body: ApprovePlanBody): Promise<Answer<Sync>> {
    const { actor } = identity;
    const exclude = body.leftOut.map((personId) => personId.toLowerCase()).sort();
    const { planHash: hash, leaversOnly } = body;
    await this.heardOf(await this.newest(tenantId, id), hash);
    const given = { tenantId, hash, exclude, leaversOnly, actor };
    const { approval, standing } = await this.dataSource.transaction((tx) => this.take(tx, id, given));
    const syncId = await this.carried(approval, standing);
    return new Answer(await this.syncs.get(tenantId, syncId), 202, addressOf(tenantId, syncId));
  }

  /**
   * Nothing of the plan is applied. What made it wait, and everything about those who are named, stays away until
   * PeopleHR's values change; not now: nothing is remembered.
   * @throws ProblemException 404; 409 `plan-outdated` (`syncPath`: where the newest changes are), `already-decided`; 422
   * `not-in-plan`, `invalid-request` if people are named and nothing is to be remembered.
   */
  async reject({ identity }: Caller, tenantId: string, id: string, body: RejectPlanBody): Promise<Sync> {
    const { planHash: hash, notNow } = body;
    const also = body.also.map((personId) => personId.toLowerCase()).sort();
    if (notNow && also.length > 0)
      throw invalidRequest([{ field: 'also', message: 'nobody is named where nothing is remembered' }]);
    const sync = await this.heardOf(await this.newest(tenantId, id), hash);
    const verdict = onRejection(sync, hash);
    if (verdict.kind === 'refused') throw refused(verdict.reason, sync);
    const syncId = await this.tellNo(sync, { hash, also, notNow }, identity.actor);
    return this.syncs.get(tenantId, syncId);
  }

  /**
   * Leaves exactly these people out of the changes that wait: they are judged again at once, and are others from then on.
   * @throws ProblemException 404; 409 `plan-outdated`, `already-decided`, `exclusion-clash`; 422 `not-in-plan`.
   */
  async leaveOut({ identity }: Caller, tenantId: string, id: string, body: LeaveOutOfPlanBody): Promise<Plan> {
    const people = body.leftOut.map((personId) => personId.toLowerCase()).sort();
    const { id: syncId } = await this.newest(tenantId, id);
    const asked = { tenantId, syncId, hash: body.planHash, people, actor: identity.actor };
    try {
      const revised = await this.reconciler.calls.leaveOutOfPlan(asked);
      return await this.plans.get(tenantId, revised.syncId, new PlanQuery());
    } catch (error) {
      throw refusalOf(error, whereIs(tenantId, syncId));
    }
  }

  /** Takes back, as one, every no that was said to this sync's changes and still holds. 404 if it never had any. */
  async undoRejection({ identity }: Caller, tenantId: string, id: string): Promise<UndoneRejection> {
    const { id: syncId } = await this.newest(tenantId, id);
    const { undone } = await this.reconciler.calls.undoRejection({ tenantId, syncId, actor: identity.actor });
    return { undone };
  }

  /**
   * The sync, with its plan as the reconciler has it now if somebody names another than was heard of: what was settled
   * for a plan that waits makes it another one, and its event may still be on its way.
   */
  private async heardOf(sync: SyncState, hash: string): Promise<SyncState> {
    if (sync.status !== 'held' || sync.approving || sync.planHash === hash) return sync;
    const { tenantId, id, number } = sync;
    const asked = { tenantId, syncId: id, limit: 1, cursor: '', groupId: '' };
    const plan = await orNone(this.reconciler.calls.getPlan(asked));
    if (plan?.hash !== hash || plan.state !== 'held') return sync;
    const counts = { ...noCounts, ...countsOf(plan.counts) };
    const marker = { kind: 'revised', hash, counts, problems: plan.problems } as const;
    await this.dataSource.transaction((tx) => this.progress.take(tx, [{ tenantId, number, marker }]));
    return { ...sync, planHash: hash };
  }

  /** The sync that is applied by an OK, or that reads PeopleHR again for it. */
  private async carried(approval: Approval, standing: Standing): Promise<string> {
    if (standing === 'reads-again') return approval.syncId;
    if (standing === 'to-be-told') return this.courier.tell(approval);
    const { tenantId, syncId, hash, exclude, leaversOnly, actor } = approval;
    const answer = { tenantId, syncId, hash, exclude: [...exclude], leaversOnly, actor };
    return (await orRefusal(this.reconciler.calls.approvePlan(answer), whereIs(tenantId, syncId))).syncId;
  }

  /** The OK and the slot commit together, or neither. */
  private async take(
    tx: EntityManager,
    id: string,
    given: GivenApproval,
  ): Promise<{ readonly approval: Approval; readonly standing: Standing }> {
    const { tenantId, hash } = given;
    const tenant = (await this.syncsRepository.lockTenants(tx, [tenantId])).get(tenantId);
    if (!tenant) throw notFound();
    const sync = await this.newest(tenantId, id, tx);
    const live = await this.syncsRepository.liveOrNamed(tx, [tenantId], []);
    const verdict = onApproval(sync, live, hash);
    // Somebody has disconnected PeopleHR: it waits only to be ended.
    if (sync.status === 'held' && (await this.endings.isWanted(tx, sync))) throw refused('already-decided', sync);
    const approval: Approval = { ...given, number: sync.number, syncId: sync.id, askedAt: tenant.now };
    switch (verdict.kind) {
      case 'refused': {
        // PeopleHR is read again for an OK to these changes.
        const again = live.find(({ okHash }) => okHash === hash);
        if (verdict.reason !== 'sync-running' || !again) throw refused(verdict.reason, sync);
        return { approval: await this.given(tx, again, approval), standing: 'reads-again' };
      }
      case 'was-decided':
        return { approval, standing: 'was-decided' };
      case 'pending':
        return { approval: await this.given(tx, sync, approval), standing: 'to-be-told' };
      case 'take-slot':
        await this.repository.put(tx, approval);
        await this.progress.approving(tx, sync, tenant.now);
        return { approval, standing: 'to-be-told' };
    }
  }

  /** The OK that was given to a sync, if this one says the same. */
  private async given(tx: EntityManager, sync: SyncState, approval: Approval): Promise<Approval> {
    const given = (await this.repository.one(tx, sync.tenantId, sync.number)) ?? approval;
    const { exclude, leaversOnly, actor, askedAt } = given;
    if (exclude.join() === approval.exclude.join() && leaversOnly === approval.leaversOnly) return given;
    const decided: DecidedBefore = {
      state: 'approving',
      decidedBy: actor,
      decidedAt: askedAt.toISOString(),
      leaversOnly,
      notNow: false,
      people: exclude.slice(0, MOST_TOLD),
      peopleCount: exclude.length,
    };
    throw alreadyDecided(decided, whereIs(given.tenantId, given.syncId));
  }

  private async tellNo(sync: SyncState, no: No, actor: string): Promise<string> {
    const { tenantId, id: syncId } = sync;
    try {
      const decided = await this.reconciler.calls.rejectPlan({ tenantId, syncId, actor, ...no });
      const number = decided.syncId === syncId ? sync.number : decided.number;
      const marker = { kind: 'rejected', at: new Date(decided.decidedAt), notNow: no.notNow } as const;
      await this.dataSource.transaction((tx) => this.progress.take(tx, [{ tenantId, number, marker }]));
      return decided.syncId;
    } catch (error) {
      throw refusalOf(error, whereIs(tenantId, syncId));
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

/** What that says of its changes; nothing of a sync whose changes still wait. */
const ends: Readonly<Partial<Record<SyncStatus, DecidedState>>> = {
  // Somebody is ending it.
  held: 'cancelled',
  applying: 'no-ok-needed',
  completed: 'no-ok-needed',
  'completed-with-problems': 'no-ok-needed',
  previewed: 'previewed',
  rejected: 'rejected',
  expired: 'expired',
  superseded: 'superseded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** How it ended without anybody's yes or no. */
const endOf = ({ status, finishedAt }: SyncState): DecidedBefore => ({
  state: ends[status] ?? null,
  decidedBy: null,
  decidedAt: finishedAt?.toISOString() ?? null,
  leaversOnly: false,
  notNow: false,
  people: [],
  peopleCount: 0,
});

function refused(reason: Refused, sync: SyncState): ProblemException {
  if (reason === 'no-plan') return noPlan();
  const where = whereIs(sync.tenantId, sync.id);
  if (reason === 'sync-running') {
    return refusal(
      reason,
      'Another sync is running, and nothing was applied. Wait until it has ended, then look at the changes again.',
    );
  }
  if (reason === 'already-decided') return alreadyDecided(endOf(sync), where);
  return refusal(reason, refusalSentence(reason, {}) ?? '', where);
}
