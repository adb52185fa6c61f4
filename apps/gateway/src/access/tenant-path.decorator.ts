import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { Bounded } from '../places/bounded.decorator';
import { ActingUserGuard } from './acting-user.guard';
import { Callable } from './callable.decorator';
import { KnownTenantGuard } from './known-tenant.guard';

/** A controller under `/v1/tenants/{tenant}`: bounded, then 404 for tenants that do not exist. */
export const TenantPath = (path = '') =>
  applyDecorators(
    Controller(`v1/tenants/:tenant${path === '' ? '' : `/${path}`}`),
    Bounded(),
    UseGuards(KnownTenantGuard, ActingUserGuard),
    Callable(),
  );
