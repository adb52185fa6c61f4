import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { forbidden, invalidRequest, notFound, unauthenticated } from '../http/problem.exception';
import { attachIdentity, PUBLIC, ROLES } from './access.decorator';
import { bearerOf, callHeader, tenantOf } from './bearer';
import { identityFrom, type Role } from './identity';
import { TokenRefusedError, TokenVerifier } from './token-verifier';

const BY_DEFAULT: readonly Role[] = ['peoplesync.admin', 'peoplesync.platform'];

/**
 * Lets people and the platform in, over HTTP and gRPC alike. No or a bad token: 401, always the same answer.
 * Another tenant than the token's: 404, as if there were none. A role too few: 403.
 */
@Injectable()
export class UserGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const identity = identityFrom(await this.claims(context), actingUser(context));
    if (!identity) throw unauthenticated();
    const tenant = tenantOf(context);
    if (tenant !== undefined && !identity.maySee(tenant)) throw notFound();
    const allowed = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, targets) ?? BY_DEFAULT;
    if (!allowed.some((role) => identity.has(role))) throw forbidden();
    attachIdentity(context, identity);
    return true;
  }

  private async claims(context: ExecutionContext): Promise<Readonly<Record<string, unknown>>> {
    const token = bearerOf(context);
    if (token === undefined) throw unauthenticated();
    try {
      return await this.verifier.verify(token);
    } catch (error) {
      if (error instanceof TokenRefusedError) throw unauthenticated();
      throw error;
    }
  }
}

/** `Acting-User`: 1 to 200 printable characters. */
function actingUser(context: ExecutionContext): string | undefined {
  const value = callHeader(context, 'acting-user')?.trim();
  if (value === undefined || value === '') return undefined;
  if (value.length > 200 || /\p{Cc}/u.test(value)) {
    throw invalidRequest([{ field: 'Acting-User', message: 'Acting-User must be 1 to 200 printable characters' }]);
  }
  return value;
}
