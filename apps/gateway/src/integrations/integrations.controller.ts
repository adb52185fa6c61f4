import type { ServerResponse } from 'node:http';
import { Body, Delete, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentIdentity, Identity } from '@people-sync/platform';
import { Readers } from '../access/readers.decorator';
import { TakesBody } from '../access/takes-body.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { respond } from '../idempotency/respond';
import { TakesNoPlace } from '../places/place.interceptor';
import { ConnectBody, type IntegrationJson, IntegrationView } from './integration.dto';
import { Integrations } from './integrations';

@ApiTags('integrations')
@TenantPath('integrations/peoplehr')
export class IntegrationsController {
  constructor(private readonly integrations: Integrations) {}

  @Put()
  @TakesBody()
  @Changing()
  @TakesNoPlace()
  @ApiOkResponse({ type: IntegrationView })
  @ApiCreatedResponse({ type: IntegrationView })
  @ApiUnprocessableEntityResponse({ description: 'invalid-api-key, missing-permission, account-blocked' })
  @ApiConflictResponse({
    description: 'wrong-company (offeredCompany, connectedCompany: their names): confirm with replaceCompany',
  })
  @ApiServiceUnavailableResponse({ description: 'peoplehr-unavailable: nothing is stored' })
  async connect(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Body() body: ConnectBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<IntegrationJson> {
    return respond(response, await this.integrations.connect({ identity, key }, tenant, body));
  }

  @Get()
  @Readers()
  @ApiOkResponse({ type: IntegrationView })
  get(@Param('tenant') tenant: string): Promise<IntegrationJson> {
    return this.integrations.get(tenant);
  }

  @Delete()
  @HttpCode(204)
  @Changing()
  @ApiNoContentResponse({ description: 'Disconnected; the people stay' })
  async disconnect(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<void> {
    respond(response, await this.integrations.disconnect({ identity, key }, tenant));
  }
}
