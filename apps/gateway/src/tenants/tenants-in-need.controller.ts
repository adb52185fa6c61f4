import { Controller, Get, Query } from '@nestjs/common';
import { ApiForbiddenResponse, ApiOkResponse, ApiTags, ApiTooManyRequestsResponse } from '@nestjs/swagger';
import { Callable } from '../access/callable.decorator';
import { PlatformOnly } from '../access/readers.decorator';
import type { Page } from '../paging/page.dto';
import { Bounded } from '../places/bounded.decorator';
import { type TenantInNeedJson, TenantInNeedPage, TenantsQuery } from './tenant-in-need.dto';
import { TenantsInNeed } from './tenants-in-need';

@ApiTags('tenants')
@Callable()
@ApiTooManyRequestsResponse({ description: 'Too many requests: see Retry-After' })
@Controller('v1/tenants')
@Bounded()
export class TenantsInNeedController {
  constructor(private readonly tenants: TenantsInNeed) {}

  @Get()
  @PlatformOnly()
  @ApiOkResponse({ type: TenantInNeedPage, description: 'Which customers need somebody, by tenant' })
  @ApiForbiddenResponse({ description: 'Your role does not allow this' })
  list(@Query() query: TenantsQuery): Promise<Page<TenantInNeedJson>> {
    return this.tenants.list(query);
  }
}
