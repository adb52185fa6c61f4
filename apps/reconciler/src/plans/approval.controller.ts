import { status } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, GrpcException, reconcilerV1 } from '@people-sync/platform';
import { Approval, type Decided } from './approval';
import { ApprovePlanRequest, RejectPlanRequest } from './plan.dto';

type Deciding = Pick<reconcilerV1.ReconcilerController, 'approvePlan' | 'rejectPlan'>;

/** Takes a person's yes or no to a plan that waits. */
@Controller()
@AllowServices('gateway')
export class ApprovalController implements Deciding {
  constructor(private readonly approval: Approval) {}

  @GrpcMethod('Reconciler', 'ApprovePlan')
  async approvePlan(request: ApprovePlanRequest): Promise<reconcilerV1.DecidedPlan> {
    return answer(await this.approval.approve(request));
  }

  @GrpcMethod('Reconciler', 'RejectPlan')
  async rejectPlan(request: RejectPlanRequest): Promise<reconcilerV1.DecidedPlan> {
    return answer(await this.approval.reject(request));
  }
}

const sentences = {
  'no-plan': 'No plan was made for this sync.',
  'plan-outdated': 'The plan is not the one that was shown, or things have changed since it was made.',
  'already-decided': 'Somebody has decided about this plan already.',
  'not-in-plan': 'Somebody who is to be left out is not in the plan.',
  'exclusion-clash': 'Others get what those who are left out were to give up',
} as const;

function answer(decided: Decided): reconcilerV1.DecidedPlan {
  if (decided.kind === 'decided') {
    const { syncId, number, state, decidedBy, decidedAt } = decided.plan;
    return { syncId, number, state, decidedBy: decidedBy ?? '', decidedAt: decidedAt?.toISOString() ?? '' };
  }
  const names = decided.kind === 'exclusion-clash' ? `: ${decided.names.join(', ')}.` : '';
  const code = decided.kind === 'no-plan' ? status.NOT_FOUND : status.FAILED_PRECONDITION;
  throw new GrpcException(code, decided.kind, `${sentences[decided.kind]}${names}`);
}
