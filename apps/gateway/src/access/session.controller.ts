import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProperty, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { CurrentIdentity, Identity } from '@people-sync/platform';
import { RateLimitGuard } from './rate-limit.guard';
import { Readers } from './readers.decorator';
import type { Shape } from '../paging/shape';

/** Who the token is for. */
export class SessionView {
  @ApiProperty() subject: string;
  @ApiProperty({ type: [String] }) roles: readonly string[];
  @ApiProperty({ type: String, nullable: true, description: 'null for the platform, which may see any tenant' })
  tenant: string | null;
}
export type SessionJson = Shape<SessionView>;

@ApiTags('session')
@ApiBearerAuth()
@Controller('v1/session')
@UseGuards(RateLimitGuard)
export class SessionController {
  @Get()
  @Readers()
  @ApiOkResponse({ type: SessionView })
  @ApiUnauthorizedResponse({ description: 'No valid token' })
  session(@CurrentIdentity() identity: Identity): SessionJson {
    return { subject: identity.subject, roles: identity.roles, tenant: identity.tenant ?? null };
  }
}
