import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, reconcilerV1 } from '@people-sync/platform';
import { Approval, type Decided } from './approval';
import { ApprovePlanRequest, LeaveOutOfPlanRequest, RejectPlanRequest } from './approval.dto';
import { planRefusal } from './plan-refusal';
import { Revisions } from './revisions';

type Deciding = Pick<reconcilerV1.ReconcilerController, 'approvePlan' | 'rejectPlan' | 'leaveOutOfPlan'>;

/** Takes a person's yes or no to a plan that waits, and whom they leave out of it meanwhile. */
@Controller()
@AllowServices('gateway')
export class ApprovalController implements Deciding {
  constructor(
    private readonly approval: Approval,
    private readonly revisions: Revisions,
  ) {}

  @GrpcMethod('Reconciler', 'ApprovePlan')
  async approvePlan({ leaversOnly, ...request }: ApprovePlanRequest): Promise<reconcilerV1.DecidedPlan> {
    return answer(await this.approval.approve({ ...request, part: leaversOnly ? 'leavers' : 'all' }));
  }

  @GrpcMethod('Reconciler', 'RejectPlan')
  async rejectPlan({ notNow, ...request }: RejectPlanRequest): Promise<reconcilerV1.DecidedPlan> {
    return answer(await this.approval.reject({ ...request, remembers: notNow ? 'nothing' : 'what-made-it-wait' }));
  }

  @GrpcMethod('Reconciler', 'LeaveOutOfPlan')
  async leaveOutOfPlan(request: LeaveOutOfPlanRequest): Promise<reconcilerV1.RevisedPlan> {
    const revised = await this.revisions.leaveOut(request);
    if (revised.kind !== 'revised') throw planRefusal(revised);
    const { syncId, number, hash, itemCount } = revised.plan;
    return { syncId, number, hash, itemCount };
  }
}

function answer(decided: Decided): reconcilerV1.DecidedPlan {
  if (decided.kind !== 'decided') throw planRefusal(decided);
  const { syncId, number, state, decidedBy, decidedAt } = decided.plan;
  return { syncId, number, state, decidedBy: decidedBy ?? '', decidedAt: decidedAt?.toISOString() ?? '' };
}
