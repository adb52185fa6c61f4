import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { ApiNotFoundResponse, ApiTooManyRequestsResponse } from '@nestjs/swagger';
import { Callable } from './callable.decorator';
import { KnownTenantGuard } from './known-tenant.guard';
import { RateLimitGuard } from './rate-limit.guard';

/** A controller under `/v1/tenants/{tenant}`: rate limit, then 404 for tenants that do not exist. */
export const TenantPath = (path = '') =>
  applyDecorators(
    Controller(`v1/tenants/:tenant${path === '' ? '' : `/${path}`}`),
    UseGuards(RateLimitGuard, KnownTenantGuard),
    Callable(),
    ApiNotFoundResponse({ description: 'No such thing, or not yours' }),
    ApiTooManyRequestsResponse({ description: 'Too many requests: see Retry-After' }),
  );
