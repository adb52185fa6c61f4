import type { IncomingMessage } from 'node:http';
import { Body, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { TakesBody } from '@people-sync/platform';
import { SessionCode } from '@people-sync/contracts/api';
import { PlatformOnly } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { classOf } from '../shapes/class-of';
import { ConsoleOrigin } from './console-origin';
import { SessionCodes } from './session-codes';
import { CreateSessionCodeBody } from './session.dto';

/** How the main platform sends an administrator into the console. Each call gives another code: no Idempotency-Key. */
@ApiTags('session')
@TenantPath('session-codes')
export class SessionCodesController {
  constructor(
    private readonly codes: SessionCodes,
    private readonly origin: ConsoleOrigin,
  ) {}

  @Post()
  @TakesBody()
  @PlatformOnly()
  @ApiCreatedResponse({ type: classOf(SessionCode), description: 'A one-time code; it is not shown again' })
  create(
    @Req() request: IncomingMessage,
    @Param('tenant') tenantId: string,
    @Body() { subject, roles }: CreateSessionCodeBody,
  ): Promise<SessionCode> {
    return this.codes.create({ subject, roles, tenantId }, this.origin.of(request));
  }
}
