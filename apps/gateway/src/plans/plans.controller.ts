import { Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { type PlanJson, PlanQuery, PlanView } from './plan.dto';
import { Plans } from './plans';

@ApiTags('syncs')
@TenantPath('syncs/:id/plan')
export class PlansController {
  constructor(private readonly plans: Plans) {}

  @Get()
  @Readers()
  @ApiOkResponse({ type: PlanView })
  get(@Param('tenant') tenant: string, @Param('id', IdPipe) id: string, @Query() query: PlanQuery): Promise<PlanJson> {
    return this.plans.get(tenant, id, query);
  }
}
