import type { ExecutionContext } from '@nestjs/common';
import { Metadata } from '@grpc/grpc-js';

/** A value that came with the call: an HTTP header, or gRPC metadata of the same name. Several count as none. */
export function callHeader(context: ExecutionContext, name: string): string | undefined {
  const carrier = carrierOf(context);
  if (carrier instanceof Metadata) {
    const values = carrier.get(name);
    return values.length === 1 && typeof values[0] === 'string' ? values[0] : undefined;
  }
  const headers: unknown = Reflect.get(carrier, 'headers');
  const value: unknown = typeof headers === 'object' && headers !== null ? Reflect.get(headers, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The token of `Authorization: Bearer …`. */
export function bearerOf(context: ExecutionContext): string | undefined {
  return /^bearer +([\w.~+/=-]+)$/i.exec(callHeader(context, 'authorization') ?? '')?.[1];
}

/** The object that lives as long as the call: the HTTP request, or the gRPC call's metadata. */
export function carrierOf(context: ExecutionContext): object {
  const carrier: unknown =
    context.getType() === 'http' ? context.switchToHttp().getRequest() : context.switchToRpc().getContext();
  if (typeof carrier !== 'object' || carrier === null) throw new Error('a guard met a call of an unknown kind');
  return carrier;
}

/** The tenant the call is about: the path's `:tenant`, or the gRPC request's `tenant` or `tenantId`. */
export function tenantOf(context: ExecutionContext): string | undefined {
  const source: unknown =
    context.getType() === 'http' ? Reflect.get(carrierOf(context), 'params') : context.switchToRpc().getData();
  if (typeof source !== 'object' || source === null) return undefined;
  for (const name of ['tenant', 'tenantId']) {
    const value: unknown = Reflect.get(source, name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
