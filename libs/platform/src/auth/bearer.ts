import { IncomingMessage } from 'node:http';
import type { ExecutionContext } from '@nestjs/common';
import { Metadata } from '@grpc/grpc-js';

/** Longer than the tokens of identity providers that write every group into them; in characters. */
const LONGEST_AUTHORIZATION = 8192;

/** A value that came with the call: an HTTP header, or gRPC metadata of the same name. Several count as none. */
export const callHeader = (context: ExecutionContext, name: string): string | undefined =>
  headerIn(carrierOf(context), name);

/** Metadata of gRPC that is bytes; several count as none, and HTTP has none. */
export function binaryHeader(context: ExecutionContext, name: `${string}-bin`): Buffer | undefined {
  const carrier = carrierOf(context);
  const [value, ...more] = carrier instanceof Metadata ? carrier.get(name) : [];
  return Buffer.isBuffer(value) && more.length === 0 ? value : undefined;
}

/** The token of `Authorization: Bearer …`. What is too long to be one, or is not of three parts, is not even looked at. */
export function bearerOf(carrier: object): string | undefined {
  const header = headerIn(carrier, 'authorization') ?? '';
  if (header.length > LONGEST_AUTHORIZATION) return undefined;
  return /^bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header)?.[1];
}

function headerIn(carrier: object, name: string): string | undefined {
  if (carrier instanceof IncomingMessage) {
    // In `headers` of several only one is left, or they are joined.
    const times = carrier.rawHeaders.filter((word, index) => index % 2 === 0 && word.toLowerCase() === name).length;
    const value = carrier.headers[name];
    return times === 1 && typeof value === 'string' ? value : undefined;
  }
  const [value, ...more] = carrier instanceof Metadata ? carrier.get(name) : [];
  return typeof value === 'string' && more.length === 0 ? value : undefined;
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
