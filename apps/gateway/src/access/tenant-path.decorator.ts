import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNotFoundResponse,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { KnownTenantGuard } from './known-tenant.guard';
import { RateLimitGuard } from './rate-limit.guard';

/** A controller under `/v1/tenants/{tenant}`: rate limit, then 404 for tenants that do not exist. */
export const TenantPath = (path = '') =>
  applyDecorators(
    Controller(`v1/tenants/:tenant${path === '' ? '' : `/${path}`}`),
    UseGuards(RateLimitGuard, KnownTenantGuard),
    ApiBearerAuth(),
    ApiUnauthorizedResponse({ description: 'No valid token' }),
    ApiNotFoundResponse({ description: 'No such thing, or not yours' }),
    ApiTooManyRequestsResponse({ description: 'Too many requests: see Retry-After' }),
  );
