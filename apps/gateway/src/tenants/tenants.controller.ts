import type { ServerResponse } from 'node:http';
import { Body, Get, Param, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentIdentity, Identity } from '@people-sync/platform';
import { NewTenant } from '../access/known-tenant.guard';
import { PlatformOnly, Readers } from '../access/readers.decorator';
import { TakesBody } from '../access/takes-body.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { respond } from '../idempotency/respond';
import { PutTenantBody, TenantName, type TenantJson, TenantView } from './tenant.dto';
import { Tenants } from './tenants';

@ApiTags('tenants')
@TenantPath()
export class TenantsController {
  constructor(private readonly tenants: Tenants) {}

  @Put()
  @TakesBody()
  @PlatformOnly()
  @NewTenant()
  @Changing()
  @ApiOkResponse({ type: TenantView })
  @ApiCreatedResponse({ type: TenantView })
  async put(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param() { tenant }: TenantName,
    @Body() body: PutTenantBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<TenantJson> {
    return respond(response, await this.tenants.put({ identity, key }, tenant, body));
  }

  @Get()
  @Readers()
  @ApiOkResponse({ type: TenantView })
  get(@Param('tenant') tenant: string): Promise<TenantJson> {
    return this.tenants.get(tenant);
  }
}
