import { Payload } from '@nestjs/microservices';
import type { Plan, Sync, SyncEvent, UndoneRejection } from '@people-sync/contracts/api';
import { defer, finalize, from, map, type Observable, switchMap } from 'rxjs';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { idOf } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { ApprovePlanBody, LeaveOutOfPlanBody, RejectPlanBody } from '../approvals/approval.dto';
import { Approvals } from '../approvals/approvals';
import type { Answer } from '../idempotency/answer';
import { type Page, PageQuery } from '../paging/page.dto';
import { OpenAnswers } from '../places/open-answers';
import { TakesNoPlace } from '../places/place.interceptor';
import { PlanQuery } from '../plans/plan.dto';
import { Plans } from '../plans/plans';
import { StartSyncBody, WatchSyncBody } from '../syncs/sync.dto';
import { Syncs } from '../syncs/syncs';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

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
    @Payload() { tenant, ...asked }: Asked<'startSync'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Answer<Sync>> {
    const { mode } = await checked(StartSyncBody, asked);
    return this.syncs.start(caller, tenant, mode);
  }

  @Readers()
  async getSync(@Payload() { tenant, syncId }: Asked<'getSync'>): Promise<Sync> {
    return this.syncs.get(tenant, idOf(syncId));
  }

  @Readers()
  @TakesNoPlace()
  watchSync(@Payload() { tenant, syncId, ...asked }: Asked<'watchSync'>): Observable<SyncEvent> {
    return defer(() => checked(WatchSyncBody, asked)).pipe(
      switchMap(({ lastEventId }) => {
        const id = idOf(syncId);
        const leave = this.open.enter(tenant);
        return from(this.syncs.watch(tenant, id, lastEventId)).pipe(
          switchMap((told) => told),
          finalize(leave),
        );
      }),
      map(({ eventId, sync }) => ({ kind: sync ? 'state' : 'heartbeat', eventId, sync })),
    );
  }

  @Readers()
  async listSyncs(@Payload() { tenant, ...asked }: Asked<'listSyncs'>): Promise<Page<Sync>> {
    return this.syncs.list(tenant, await checked(PageQuery, asked));
  }

  async cancelSync(@Payload() { tenant, syncId }: Asked<'cancelSync'>, @CurrentCaller() caller: Caller): Promise<Sync> {
    return this.syncs.cancel(caller, tenant, idOf(syncId));
  }

  @Readers()
  async getPlan(@Payload() { tenant, syncId, ...asked }: Asked<'getPlan'>): Promise<Plan> {
    return this.plans.get(tenant, idOf(syncId), await checked(PlanQuery, asked));
  }

  async approvePlan(
    @Payload() { tenant, syncId, ...asked }: Asked<'approvePlan'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Answer<Sync>> {
    const body = await checked(ApprovePlanBody, asked);
    return this.approvals.approve(caller, tenant, idOf(syncId), body);
  }

  async rejectPlan(
    @Payload() { tenant, syncId, ...asked }: Asked<'rejectPlan'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Sync> {
    const body = await checked(RejectPlanBody, asked);
    return this.approvals.reject(caller, tenant, idOf(syncId), body);
  }

  async leaveOutOfPlan(
    @Payload() { tenant, syncId, ...asked }: Asked<'leaveOutOfPlan'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Plan> {
    const body = await checked(LeaveOutOfPlanBody, asked);
    return this.approvals.leaveOut(caller, tenant, idOf(syncId), body);
  }

  async undoRejection(
    @Payload() { tenant, syncId }: Asked<'undoRejection'>,
    @CurrentCaller() caller: Caller,
  ): Promise<UndoneRejection> {
    return this.approvals.undoRejection(caller, tenant, idOf(syncId));
  }
}
