import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { notFound } from '@people-sync/platform';
import { TenantsRepository } from '../tenants/tenants.repository';

const NO_KNOWN_TENANT = 'gateway:no-known-tenant';

/** The call is what makes the tenant. */
export const NewTenant = () => SetMetadata(NO_KNOWN_TENANT, true);

/** The call is about all tenants. */
export const AllTenants = () => SetMetadata(NO_KNOWN_TENANT, true);

/** Unknown tenants answer 404 everywhere, over both doors. Runs after the platform's guard: strangers learn nothing. */
@Injectable()
export class KnownTenantGuard implements CanActivate {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(NO_KNOWN_TENANT, context.getHandler())) return true;
    const tenantId = context.getType() === 'http' ? pathTenant(context) : messageTenant(context);
    if (tenantId === undefined || !(await this.tenants.exists(tenantId))) throw notFound();
    return true;
  }
}

function pathTenant(context: ExecutionContext): string | undefined {
  const request: { params: Record<string, unknown> } = context.switchToHttp().getRequest();
  return text(request.params['tenant']);
}

function messageTenant(context: ExecutionContext): string | undefined {
  const message: Record<string, unknown> = context.switchToRpc().getData();
  return text(message['tenant']);
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
