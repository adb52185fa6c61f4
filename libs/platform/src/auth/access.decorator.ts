import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { ServiceConfig } from '../config/service.config';
import { carrierOf } from './bearer';
import { Identity, type Role } from './identity';

export const PUBLIC = 'peoplesync:public';
export const ROLES = 'peoplesync:roles';
export const SERVICES = 'peoplesync:services';

/** No token is asked for: the handler checks its caller itself, or has nothing to protect. By gRPC any good token is. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Who may call, on a method or a whole controller. Without it: administrators and the platform, never an auditor. */
export const Roles = (...allowed: Role[]) => SetMetadata(ROLES, allowed);

/** A service's name, or where the configuration says it. */
export type AllowedService = string | ((config: ServiceConfig) => string);

/** Which services may call. Without it nobody may. */
export const AllowServices = (...services: AllowedService[]) => SetMetadata(SERVICES, services);

const IDENTITY = Symbol('identity');

export function attachIdentity(context: ExecutionContext, identity: Identity): void {
  Reflect.set(carrierOf(context), IDENTITY, identity);
}

/** The verified caller, for guards after the platform's; only of handlers that are not public. */
export function identityOf(context: ExecutionContext): Identity {
  const identity: unknown = Reflect.get(carrierOf(context), IDENTITY);
  if (identity instanceof Identity) return identity;
  throw new Error('the handler is public or has no guard, so it has no identity');
}

/** The verified caller, as a handler's parameter; only in handlers that are not public. */
export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext) => identityOf(context));
