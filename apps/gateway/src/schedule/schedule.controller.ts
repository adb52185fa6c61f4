import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Schedule } from '@people-sync/contracts/api';
import { TakesBody } from '@people-sync/platform';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { classOf } from '../shapes/class-of';
import { SetScheduleBody } from './schedule.dto';
import { Schedules } from './schedules';

@ApiTags('schedule')
@TenantPath('schedule')
export class ScheduleController {
  constructor(private readonly schedules: Schedules) {}

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(Schedule) })
  get(@Param('tenant') tenant: string): Promise<Schedule> {
    return this.schedules.get(tenant);
  }

  @Put()
  @TakesBody()
  @Changing()
  @ApiOkResponse({ type: classOf(Schedule) })
  set(@Param('tenant') tenant: string, @Body() body: SetScheduleBody): Promise<Schedule> {
    return this.schedules.set(tenant, body);
  }
}
