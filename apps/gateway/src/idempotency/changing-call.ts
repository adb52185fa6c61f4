import { createHash } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import type { ExecutionContext } from '@nestjs/common';
import { canonicalOf, peopleSyncRpcs, type Rpc } from '@people-sync/contracts/api';
import { identityOf, invalidRequest, tenantOf } from '@people-sync/platform';
import { rpcOf } from '../platform-door/message.interceptor';
import type { ChangingCall } from './once';

type Fields = Readonly<Record<string, unknown>>;

/** The parts of Express's request that are read here. */
interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Fields;
  readonly query: Fields;
  readonly body?: unknown;
}

/**
 * The call as its caller named it; undefined if they did not, or if it changes nothing. Over either door the same request is
 * one call; a file is another than the list that it holds.
 * @throws ProblemException 400 `invalid-request` for a name that is none.
 */
export function changingCallOf(context: ExecutionContext): ChangingCall | undefined {
  const key = keyOf(context);
  if (key === undefined) return undefined;
  const request = context.getType() === 'http' ? ofRoute(context.switchToHttp().getRequest()) : ofRpc(context);
  return request && { tenantId: tenantOf(context) ?? '', subject: identityOf(context).subject, key, request };
}

function keyOf(context: ExecutionContext): string | undefined {
  const key = context.getType() === 'http' ? headerOf(context) : metadataOf(context);
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidRequest([
    { field: 'Idempotency-Key', message: 'Idempotency-Key must be 1 to 255 printable characters without spaces' },
  ]);
}

function headerOf(context: ExecutionContext): string | undefined {
  const value = context.switchToHttp().getRequest<HttpRequest>().headers['idempotency-key'];
  return typeof value === 'string' ? value : undefined;
}

function metadataOf(context: ExecutionContext): string | undefined {
  const metadata: unknown = context.switchToRpc().getContext();
  const [value] = metadata instanceof Metadata ? metadata.get('idempotency-key') : [];
  return typeof value === 'string' ? value : undefined;
}

const rpcs: readonly (readonly [string, Rpc])[] = Object.entries(peopleSyncRpcs);

/** Every route with a twin, as what its paths match. */
const routes = rpcs.flatMap(([name, rpc]) =>
  rpc.routes.map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, path: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`), name, rpc };
  }),
);

function ofRpc(context: ExecutionContext): readonly unknown[] | undefined {
  const name = rpcOf(context);
  return asked(name, peopleSyncRpcs[name], context.switchToRpc().getData<Fields>());
}

/** A route that has no twin is what its address and its body are. */
function ofRoute({ method, path, query, body }: HttpRequest): readonly unknown[] | undefined {
  const fields: Fields = { ...query, ...(isFields(body) ? body : {}) };
  const file = Buffer.isBuffer(body) ? [createHash('sha256').update(body).digest('hex')] : [];
  for (const route of routes) {
    const inPath = route.method === method ? route.path.exec(path)?.groups : undefined;
    if (inPath) return asked(route.name, route.rpc, { ...fields, ...inPath }, file);
  }
  return [method, path, fields, ...file];
}

const asked = (name: string, rpc: Rpc, fields: Fields, file: readonly string[] = []): readonly unknown[] | undefined =>
  rpc.changesNothing(fields) ? undefined : [name, canonicalOf(rpc.request, fields), ...file];

const isFields = (body: unknown): body is Fields =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body);
