import type { ServerResponse } from 'node:http';
import { Body, Get, Param, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentIdentity, Identity } from '@people-sync/platform';
import { PlatformOnly, Readers } from '../access/readers.decorator';
import { TakesBody } from '../access/takes-body.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { respond } from '../idempotency/respond';
import { type LicencesJson, LicencesView, PutLicencesBody } from './licences.dto';
import { Licences } from './licences';

@ApiTags('licences')
@TenantPath('licences')
export class LicencesController {
  constructor(private readonly licences: Licences) {}

  @Get()
  @Readers()
  @ApiOkResponse({ type: LicencesView })
  get(@Param('tenant') tenant: string): Promise<LicencesJson> {
    return this.licences.get(tenant);
  }

  @Put()
  @TakesBody()
  @PlatformOnly()
  @Changing()
  @ApiOkResponse({ type: LicencesView })
  async set(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Body() { seats }: PutLicencesBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<LicencesJson> {
    return respond(response, await this.licences.set({ identity, key }, tenant, seats));
  }
}
