import type { ServerResponse } from 'node:http';
import { Body, Delete, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type BodyLimits, CurrentIdentity, Identity, smallJson } from '@people-sync/platform';
import { IdPipe } from '../access/id.pipe';
import { TakesBody } from '../access/takes-body.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { respond } from '../idempotency/respond';
import { type PlanJson, PlanView } from '../plans/plan.dto';
import { type SyncJson, SyncView } from '../syncs/sync.dto';
import {
  ApproveBody,
  LeaveOutBody,
  MAX_EXCLUDED,
  RejectBody,
  type UndoneRejectionJson,
  UndoneRejectionView,
} from './approval.dto';
import { Approvals } from './approvals';

/** Everybody who may be left out. */
export const APPROVAL_LIMITS = {
  bytes: 262_144,
  json: { ...smallJson, items: MAX_EXCLUDED, values: MAX_EXCLUDED + 10 },
} satisfies Partial<BodyLimits>;

@ApiTags('syncs')
@TenantPath('syncs/:id')
export class ApprovalsController {
  constructor(private readonly approvals: Approvals) {}

  @Post('approve')
  @TakesBody(APPROVAL_LIMITS)
  @HttpCode(202)
  @Changing()
  @ApiAcceptedResponse({
    type: SyncView,
    description:
      "The sync that is applied; the newer one if it was superseded; a new one if PeopleHR's answer is more than a day old: it reads PeopleHR again, and is applied if it comes to the same changes",
  })
  @ApiConflictResponse({
    description:
      'plan-outdated (sync: where the newest changes are), sync-running, already-decided, exclusion-clash (detail names the people), answer-too-old (PeopleHR is not connected, and has to be read again first)',
  })
  @ApiUnprocessableEntityResponse({ description: 'not-in-plan' })
  async approve(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Param('id', IdPipe) id: string,
    @Body() body: ApproveBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SyncJson> {
    return respond(response, await this.approvals.approve({ identity, key }, tenant, id, body));
  }

  @Post('reject')
  @TakesBody(APPROVAL_LIMITS)
  @HttpCode(200)
  @Changing()
  @ApiOkResponse({ type: SyncView })
  @ApiConflictResponse({ description: 'plan-outdated (sync: where the newest changes are), already-decided' })
  @ApiUnprocessableEntityResponse({ description: 'not-in-plan' })
  async reject(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Param('id', IdPipe) id: string,
    @Body() body: RejectBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SyncJson> {
    return respond(response, await this.approvals.reject({ identity, key }, tenant, id, body));
  }

  @Delete('rejection')
  @HttpCode(200)
  @Changing()
  @ApiOkResponse({ type: UndoneRejectionView, description: 'Every no to these changes is taken back, as one' })
  async undoRejection(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<UndoneRejectionJson> {
    return respond(response, await this.approvals.undoRejection({ identity, key }, tenant, id));
  }

  @Put('plan/left-out')
  @TakesBody(APPROVAL_LIMITS)
  @HttpCode(200)
  @Changing()
  @ApiOkResponse({ type: PlanView, description: 'The changes as they are from now on, under another hash' })
  @ApiConflictResponse({
    description: 'plan-outdated (sync: where the newest changes are), already-decided, exclusion-clash',
  })
  @ApiUnprocessableEntityResponse({ description: 'not-in-plan' })
  async leaveOut(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Param('id', IdPipe) id: string,
    @Body() body: LeaveOutBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<PlanJson> {
    return respond(response, await this.approvals.leaveOut({ identity, key }, tenant, id, body));
  }
}
