import { Payload } from '@nestjs/microservices';
import { CurrentIdentity, Identity, type peoplesyncV1 } from '@people-sync/platform';
import { defer, finalize, from, map, type Observable, switchMap } from 'rxjs';
import { idOf } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { ApproveBody, LeaveOutBody, RejectBody } from '../approvals/approval.dto';
import { Approvals } from '../approvals/approvals';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { PageQuery } from '../paging/page.dto';
import { OpenAnswers } from '../places/open-answers';
import { TakesNoPlace } from '../places/place.interceptor';
import { PlanQuery } from '../plans/plan.dto';
import { Plans } from '../plans/plans';
import { StartSyncBody } from '../syncs/sync.dto';
import { Syncs } from '../syncs/syncs';
import { checked } from './checked';
import { PeopleSyncRpcs } from './rpcs.decorator';
import { planMessage, syncMessage } from './sync-messages';

/** Syncs and their plans: the HTTP door's operations in other words. */
@PeopleSyncRpcs(
  'startSync',
  'getSync',
  'watchSync',
  'listSyncs',
  'cancelSync',
  'getPlan',
  'approvePlan',
  'rejectPlan',
  'leaveOutOfPlan',
  'undoRejection',
)
export class SyncsDoorController {
  constructor(
    private readonly syncs: Syncs,
    private readonly plans: Plans,
    private readonly approvals: Approvals,
    private readonly open: OpenAnswers,
  ) {}

  async startSync(
    @Payload() request: peoplesyncV1.StartSyncRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Sync> {
    const { mode } = await checked(StartSyncBody, {}, { mode: request.mode });
    return syncMessage((await this.syncs.start({ identity, key }, request.tenant, mode)).body);
  }

  @Readers()
  async getSync(@Payload() { tenant, syncId }: peoplesyncV1.SyncRequest): Promise<peoplesyncV1.Sync> {
    return syncMessage(await this.syncs.get(tenant, idOf(syncId)));
  }

  @Readers()
  @TakesNoPlace()
  watchSync(@Payload() { tenant, syncId }: peoplesyncV1.SyncRequest): Observable<peoplesyncV1.Sync> {
    return defer(() => {
      const leave = this.open.enter(tenant);
      return from(this.syncs.watch(tenant, idOf(syncId))).pipe(
        switchMap((states) => states.pipe(map(syncMessage))),
        finalize(leave),
      );
    });
  }

  @Readers()
  async listSyncs(
    @Payload() { tenant, limit, cursor }: peoplesyncV1.ListSyncsRequest,
  ): Promise<peoplesyncV1.ListSyncsResponse> {
    const { items, nextCursor } = await this.syncs.list(tenant, await checked(PageQuery, {}, { limit, cursor }));
    return { items: items.map(syncMessage), nextCursor: nextCursor ?? '' };
  }

  async cancelSync(
    @Payload() { tenant, syncId }: peoplesyncV1.SyncRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Sync> {
    return syncMessage((await this.syncs.cancel({ identity, key }, tenant, idOf(syncId))).body);
  }

  @Readers()
  async getPlan(@Payload() request: peoplesyncV1.GetPlanRequest): Promise<peoplesyncV1.Plan> {
    const { tenant, syncId, limit, cursor, group } = request;
    const query = await checked(PlanQuery, {}, { limit, cursor, group });
    return planMessage(await this.plans.get(tenant, idOf(syncId), query));
  }

  async approvePlan(
    @Payload() request: peoplesyncV1.ApprovePlanRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Sync> {
    const { tenant, syncId, planHash, exclude, leaversOnly } = request;
    const body = await checked(ApproveBody, { planHash, exclude, leaversOnly });
    return syncMessage((await this.approvals.approve({ identity, key }, tenant, idOf(syncId), body)).body);
  }

  async rejectPlan(
    @Payload() { tenant, syncId, planHash, also, notNow }: peoplesyncV1.RejectPlanRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Sync> {
    const body = await checked(RejectBody, { planHash, also, notNow });
    return syncMessage((await this.approvals.reject({ identity, key }, tenant, idOf(syncId), body)).body);
  }

  async leaveOutOfPlan(
    @Payload() { tenant, syncId, planHash, people }: peoplesyncV1.LeaveOutOfPlanRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Plan> {
    const body = await checked(LeaveOutBody, { planHash, people });
    return planMessage((await this.approvals.leaveOut({ identity, key }, tenant, idOf(syncId), body)).body);
  }

  async undoRejection(
    @Payload() { tenant, syncId }: peoplesyncV1.SyncRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.UndoneRejection> {
    return (await this.approvals.undoRejection({ identity, key }, tenant, idOf(syncId))).body;
  }
}
