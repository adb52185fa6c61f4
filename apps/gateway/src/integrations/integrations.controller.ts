import { Body, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TakesBody } from '@people-sync/platform';
import { Integration } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import type { Answer } from '../idempotency/answer';
import { Changing } from '../idempotency/changing.decorator';
import { TakesNoPlace } from '../places/place.interceptor';
import { classOf } from '../shapes/class-of';
import { ConnectPeopleHrBody } from './integration.dto';
import { Integrations } from './integrations';

@ApiTags('integrations')
@TenantPath('integrations/peoplehr')
export class IntegrationsController {
  constructor(private readonly integrations: Integrations) {}

  @Put()
  @TakesBody()
  @Changing()
  @TakesNoPlace()
  @ApiOkResponse({ type: classOf(Integration) })
  @ApiCreatedResponse({ type: classOf(Integration) })
  connect(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Body() body: ConnectPeopleHrBody,
  ): Promise<Answer<Integration>> {
    return this.integrations.connect(caller, tenant, body);
  }

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(Integration) })
  get(@Param('tenant') tenant: string): Promise<Integration> {
    return this.integrations.get(tenant);
  }

  @Delete()
  @HttpCode(204)
  @Changing()
  @ApiNoContentResponse({ description: 'Disconnected; the people stay' })
  disconnect(@CurrentCaller() caller: Caller, @Param('tenant') tenant: string): Promise<void> {
    return this.integrations.disconnect(caller, tenant);
  }
}
