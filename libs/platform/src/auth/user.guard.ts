import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { forbidden, notFound } from '../http/problem.exception';
import { attachIdentity, PUBLIC, ROLES } from './access.decorator';
import { tenantOf } from './bearer';
import { Callers } from './callers';
import type { Role } from './identity';

const BY_DEFAULT: readonly Role[] = ['peoplesync.admin', 'peoplesync.platform'];

/**
 * Lets people and the platform in, over HTTP and gRPC alike. Nobody, or a bad token: 401, always the same answer.
 * Another tenant than the caller's: 404, as if there were none. A role too few: 403.
 */
@Injectable()
export class UserGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const identity = await this.callers.of(context);
    const tenant = tenantOf(context);
    if (tenant !== undefined && !identity.maySee(tenant)) throw notFound();
    const allowed = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets) ?? BY_DEFAULT;
    if (!allowed.some((role) => identity.has(role))) throw forbidden();
    attachIdentity(context, identity);
    return true;
  }
}
