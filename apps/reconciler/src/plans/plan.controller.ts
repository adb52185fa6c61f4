import { status } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, GrpcException, reconcilerV1 } from '@people-sync/platform';
import { GetPlanRequest } from './get-plan.dto';
import type { StoredPlanItem } from './plan-item.entity';
import { PlansRepository } from './plans.repository';

type Reading = Pick<reconcilerV1.ReconcilerController, 'getPlan'>;

const PAGE = 100;

/** Shows plans. */
@Controller()
@AllowServices('gateway')
export class PlanController implements Reading {
  constructor(private readonly plans: PlansRepository) {}

  /** A plan with one page of its items: leavers, changes, joiners. NOT_FOUND if none was made for this sync. */
  @GrpcMethod('Reconciler', 'GetPlan')
  async getPlan(request: GetPlanRequest): Promise<reconcilerV1.GetPlanResponse> {
    const { tenantId, syncId } = request;
    const plan = await this.plans.find(tenantId, syncId);
    if (!plan) throw new GrpcException(status.NOT_FOUND, 'no-plan', 'No plan was made for this sync.');
    const from = Number(request.cursor || 0);
    const limit = request.limit || PAGE;
    const items = await this.plans.page(tenantId, syncId, from, limit);
    const next = from + items.length;
    return {
      syncId,
      hash: plan.hash,
      outcome: plan.outcome,
      itemCount: plan.itemCount,
      heldBecause: plan.heldBecause,
      items: items.map(itemOf),
      nextCursor: next < plan.itemCount ? String(next) : '',
    };
  }
}

function itemOf(item: StoredPlanItem): reconcilerV1.PlanItem {
  return {
    personId: item.personId,
    employeeId: item.employeeId,
    name: item.name ?? '',
    kind: item.kind,
    proof: item.proof ?? '',
    changes: (item.changes ?? []).map((change) => ({
      field: change.field,
      oldValue: change.old ?? undefined,
      newValue: change.new ?? undefined,
    })),
  };
}
