import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { openMessage } from '../grpc/messages/sealed-message';
import { forbidden, notFound } from '../http/problem.exception';
import { attachIdentity, PUBLIC, ROLES } from './access.decorator';
import { tenantOf } from './bearer';
import { Callers } from './callers';
import type { Identity, Role } from './identity';

const BY_DEFAULT: readonly Role[] = ['peoplesync.admin', 'peoplesync.platform'];

/**
 * Lets people and the platform in, over HTTP and gRPC alike. Nobody, or a bad token: 401, always the same answer.
 * Another tenant than the caller's: 404, as if there were none. A role too few: 403. Over gRPC the role comes first: the
 * message, which names the tenant, is opened for whoever may make this call, and stays sealed to everybody else.
 */
@Injectable()
export class UserGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets);
    const identity = isPublic ? undefined : await this.callers.of(context);
    if (identity) {
      const allowed = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets) ?? BY_DEFAULT;
      mayActOn(tenantOf(context), identity);
      if (!allowed.some((role) => identity.has(role))) throw forbidden();
      attachIdentity(context, identity);
    }
    openMessage(context);
    // Over HTTP the path named it before.
    if (identity) mayActOn(tenantOf(context), identity);
    return true;
  }
}

function mayActOn(tenant: string | undefined, identity: Identity): void {
  if (tenant !== undefined && !identity.maySee(tenant)) throw notFound();
}
