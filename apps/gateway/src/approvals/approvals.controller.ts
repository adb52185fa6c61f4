import { Body, Delete, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { MAX_LEFT_OUT, Plan, Sync, UndoneRejection } from '@people-sync/contracts/api';
import { type BodyLimits, smallJson, TakesBody } from '@people-sync/platform';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { IdPipe } from '../access/id.pipe';
import { TenantPath } from '../access/tenant-path.decorator';
import type { Answer } from '../idempotency/answer';
import { Changing } from '../idempotency/changing.decorator';
import { classOf } from '../shapes/class-of';
import { ApprovePlanBody, LeaveOutOfPlanBody, RejectPlanBody } from './approval.dto';
import { Approvals } from './approvals';

/** Everybody who may be left out. */
export const APPROVAL_LIMITS = {
  bytes: 262_144,
  json: { ...smallJson, items: MAX_LEFT_OUT, values: MAX_LEFT_OUT + 10 },
} satisfies Partial<BodyLimits>;

@ApiTags('syncs')
@TenantPath('syncs/:syncId')
export class ApprovalsController {
  constructor(private readonly approvals: Approvals) {}

  @Post('approve')
  @TakesBody(APPROVAL_LIMITS)
  @HttpCode(202)
  @Changing({ isDecision: true })
  @ApiAcceptedResponse({
    type: classOf(Sync),
    description:
      "The sync that is applied; the newer one if it was superseded; a new one if PeopleHR's answer is more than a day old: it reads PeopleHR again, and is applied if it comes to the same changes",
  })
  approve(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
    @Body() body: ApprovePlanBody,
  ): Promise<Answer<Sync>> {
    return this.approvals.approve(caller, tenant, id, body);
  }

  @Post('reject')
  @TakesBody(APPROVAL_LIMITS)
  @HttpCode(200)
  @Changing({ isDecision: true })
  @ApiOkResponse({ type: classOf(Sync) })
  reject(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
    @Body() body: RejectPlanBody,
  ): Promise<Sync> {
    return this.approvals.reject(caller, tenant, id, body);
  }

  @Delete('rejection')
  @HttpCode(200)
  @Changing({ isDecision: true })
  @ApiOkResponse({ type: classOf(UndoneRejection), description: 'Every no to these changes is taken back, as one' })
  undoRejection(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
  ): Promise<UndoneRejection> {
    return this.approvals.undoRejection(caller, tenant, id);
  }

  @Put('plan/left-out')
  @TakesBody(APPROVAL_LIMITS)
  @HttpCode(200)
  @Changing({ isDecision: true })
  @ApiOkResponse({ type: classOf(Plan), description: 'The changes as they are from now on, under another hash' })
  leaveOut(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
    @Body() body: LeaveOutOfPlanBody,
  ): Promise<Plan> {
    return this.approvals.leaveOut(caller, tenant, id, body);
  }
}
