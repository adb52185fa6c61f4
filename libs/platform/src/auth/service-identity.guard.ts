import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ServiceConfig } from '../config/service.config';
import { openMessage } from '../grpc/messages/sealed-message';
import { forbidden, unauthenticated } from '../http/problem.exception';
import { type AllowedService, PUBLIC, SERVICES } from './access.decorator';
import { carrierOf } from './bearer';
import { Callers } from './callers';

/**
 * Lets only the services in that `@AllowServices` names, by their token's subject; a handler without it is closed. Their
 * message is opened here, and nobody else's.
 */
@Injectable()
export class ServiceIdentityGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly reflector: Reflector,
    private readonly config: ServiceConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (!this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) {
      const service = await this.caller(context);
      const allowed = this.reflector.getAllAndOverride<readonly AllowedService[] | undefined>(SERVICES, targets) ?? [];
      const names = allowed.map((one) => (typeof one === 'string' ? one : one(this.config)));
      if (service === undefined || !names.includes(service)) throw forbidden();
    }
    openMessage(context);
    return true;
  }

  /** The calling service's name; undefined if the token is good but its subject is no service of this installation. */
  private async caller(context: ExecutionContext): Promise<string | undefined> {
    const claims = await this.callers.claimsOf(carrierOf(context));
    if (!claims) throw unauthenticated();
    const { sub } = claims;
    const prefix = this.config.SERVICE_AUTH_SUBJECT_PREFIX ?? '';
    return typeof sub === 'string' && sub.startsWith(prefix) ? sub.slice(prefix.length) : undefined;
  }
}
