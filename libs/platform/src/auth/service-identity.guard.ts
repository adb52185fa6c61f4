import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ServiceConfig } from '../config/service.config';
import { forbidden, unauthenticated } from '../http/problem.exception';
import { type AllowedService, PUBLIC, SERVICES } from './access.decorator';
import { bearerOf } from './bearer';
import { TokenRefusedError, TokenVerifier } from './token-verifier';

/** Lets only the services in that `@AllowServices` names, by their token's subject; a handler without it is closed. */
@Injectable()
export class ServiceIdentityGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
    private readonly config: ServiceConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const service = await this.caller(context);
    const allowed = this.reflector.getAllAndOverride<readonly AllowedService[] | undefined>(SERVICES, targets) ?? [];
    const names = allowed.map((one) => (typeof one === 'string' ? one : one(this.config)));
    if (service === undefined || !names.includes(service)) throw forbidden();
    return true;
  }

  /** The calling service's name; undefined if the token is good but its subject is no service of this installation. */
  private async caller(context: ExecutionContext): Promise<string | undefined> {
    const token = bearerOf(context);
    if (token === undefined) throw unauthenticated();
    try {
      const { sub = '' } = await this.verifier.verify(token);
      const prefix = this.config.SERVICE_AUTH_SUBJECT_PREFIX ?? '';
      return sub.startsWith(prefix) ? sub.slice(prefix.length) : undefined;
    } catch (error) {
      if (error instanceof TokenRefusedError) throw unauthenticated();
      throw error;
    }
  }
}
