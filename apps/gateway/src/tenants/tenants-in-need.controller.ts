import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type ListedTenant, TenantPage } from '@people-sync/contracts/api';
import { Callable } from '../access/callable.decorator';
import { PlatformOnly } from '../access/readers.decorator';
import type { Page } from '../paging/page.dto';
import { Bounded } from '../places/bounded.decorator';
import { classOf } from '../shapes/class-of';
import { TenantsQuery } from './tenant-in-need.dto';
import { TenantsInNeed } from './tenants-in-need';

@ApiTags('tenants')
@Callable()
@Controller('v1/tenants')
@Bounded()
export class TenantsInNeedController {
  constructor(private readonly tenants: TenantsInNeed) {}

  @Get()
  @PlatformOnly()
  @ApiOkResponse({ type: classOf(TenantPage), description: 'All customers, by tenant, or those who need somebody' })
  list(@Query() query: TenantsQuery): Promise<Page<ListedTenant>> {
    return this.tenants.list(query);
  }
}
