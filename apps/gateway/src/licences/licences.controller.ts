import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TakesBody } from '@people-sync/platform';
import { Licences as LicencesShape } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { PlatformOnly, Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { classOf } from '../shapes/class-of';
import { Licences } from './licences';
import { SetLicencesBody } from './licences.dto';

@ApiTags('licences')
@TenantPath('licences')
export class LicencesController {
  constructor(private readonly licences: Licences) {}

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(LicencesShape) })
  get(@Param('tenant') tenant: string): Promise<LicencesShape> {
    return this.licences.get(tenant);
  }

  @Put()
  @TakesBody()
  @PlatformOnly()
  @Changing()
  @ApiOkResponse({ type: classOf(LicencesShape) })
  set(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Body() body: SetLicencesBody,
  ): Promise<LicencesShape> {
    return this.licences.set(caller, tenant, body);
  }
}
