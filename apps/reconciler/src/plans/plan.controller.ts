import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, refusal, readPage, reconcilerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { TenantsRepository } from '../tenants/tenants.repository';
import { GetPlanRequest } from './plan.dto';
import { groupMessage, itemMessage, planMessage } from './plan-message';
import { PlanItemsRepository } from './plan-items.repository';
import { PlansRepository } from './plans.repository';
import { GOOD_FOR_MS, isUpToDate } from './up-to-date';

type Reading = Pick<reconcilerV1.ReconcilerController, 'getPlan'>;

const PAGE = 100;
const GROUPS = 100;

/** Shows plans. */
@Controller()
@AllowServices('gateway')
export class PlanController implements Reading {
  constructor(
    private readonly dataSource: DataSource,
    private readonly plans: PlansRepository,
    private readonly items: PlanItemsRepository,
    private readonly tenants: TenantsRepository,
  ) {}

  /** The plan of one sync, with one page of its items: leavers, then changes, then joiners. */
  @GrpcMethod('Reconciler', 'GetPlan')
  async getPlan(request: GetPlanRequest): Promise<reconcilerV1.GetPlanResponse> {
    const { tenantId, syncId, groupId } = request;
    const plan = await this.plans.find(tenantId, syncId);
    if (!plan) throw refusal('no-plan', 'No plan was made for this sync.');
    const from = Number(request.cursor || 0);
    const limit = request.limit || PAGE;
    const read = (count: number) => this.items.page({ tenantId, syncId, groupId }, from, count);
    const { rows: items, nextCursor } = await readPage(limit, read, ({ idx }) => String(idx + 1));
    const { groups, groupCount } =
      from === 0 && groupId === ''
        ? await this.items.groups(tenantId, syncId, GROUPS)
        : { groups: [], groupCount: undefined };
    const waits = plan.state === 'held';
    const totals = waits ? await this.items.totals(tenantId, syncId) : { leavers: 0, counted: 0 };
    const tenant = waits ? await this.tenants.find(this.dataSource.manager, tenantId) : undefined;
    const newest =
      plan.state === 'superseded' ? await this.plans.newest(this.dataSource.manager, tenantId, syncId) : null;
    return {
      ...planMessage(plan),
      supersededBy: newest?.syncId ?? '',
      outdated: waits && (!tenant || !isUpToDate(plan, tenant)),
      heldSince: tenant?.heldSince ?? '',
      freshUntil: waits ? new Date(plan.takenAt.getTime() + GOOD_FOR_MS).toISOString() : '',
      ...totals,
      groups: groups.map(groupMessage),
      groupCount,
      items: items.map((item) => itemMessage(item, plan)),
      nextCursor,
    };
  }
}
