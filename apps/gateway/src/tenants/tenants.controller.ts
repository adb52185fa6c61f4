import { Body, Get, Param, Patch, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TakesBody } from '@people-sync/platform';
import { CreatedTenant, Tenant } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { NewTenant } from '../access/known-tenant.guard';
import { PlatformOnly, Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import type { Answer } from '../idempotency/answer';
import { Changing } from '../idempotency/changing.decorator';
import { classOf } from '../shapes/class-of';
import { UpdateTenantBody, CreateTenantBody, TenantName } from './tenant.dto';
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
  @ApiOkResponse({ type: classOf(CreatedTenant), description: 'It was there already, with these settings' })
  @ApiCreatedResponse({ type: classOf(CreatedTenant) })
  create(
    @CurrentCaller() caller: Caller,
    @Param() { tenant }: TenantName,
    @Body() body: CreateTenantBody,
  ): Promise<Answer<CreatedTenant>> {
    return this.tenants.create(caller, tenant, body);
  }

  @Patch()
  @TakesBody()
  @Changing()
  @ApiOkResponse({ type: classOf(Tenant), description: 'As it is from now on; what was not given is as it was' })
  update(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Body() body: UpdateTenantBody,
  ): Promise<Tenant> {
    return this.tenants.update(caller, tenant, body);
  }

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(Tenant) })
  get(@Param('tenant') tenant: string): Promise<Tenant> {
    return this.tenants.get(tenant);
  }
}
