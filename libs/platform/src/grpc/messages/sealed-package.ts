import type { AnyDefinition, PackageDefinition, ServiceDefinition } from '@grpc/proto-loader';
import { type MessageLimits, USUAL } from './message-limits';
import { shapeOf } from './message-shape';
import { SealedMessage } from './sealed-message';

/** Services whose requests arrive sealed. */
export interface SealedPackage {
  readonly definition: PackageDefinition;
  /** Of the longest message that one of them takes. */
  readonly mostBytes: number;
}

/**
 * The same definition, but that requests arrive as SealedMessage.
 * @throws Error if a limit names no method, or a method gets a stream: nobody would open what is in it.
 */
export function sealPackage(definition: PackageDefinition, limits: MessageLimits): SealedPackage {
  const unused = new Set(Object.keys(limits));
  let mostBytes = USUAL.bytes;
  const sealed = Object.entries(definition).map(([name, type]): [string, AnyDefinition] => {
    if (!isService(type)) return [name, type];
    const methods = Object.entries(type).map(([method, rpc]) => {
      const key = `${name.slice(name.lastIndexOf('.') + 1)}/${method}`;
      if (rpc.requestStream) throw new Error(`${key} gets a stream of requests, which no guard opens`);
      unused.delete(key);
      const limit = limits[key] ?? USUAL;
      mostBytes = Math.max(mostBytes, limit.bytes);
      const kind = {
        shape: shapeOf(requestOf(name, rpc.requestType.type), definition),
        limit,
        decode: rpc.requestDeserialize,
      };
      return [method, { ...rpc, requestDeserialize: (bytes: Buffer) => new SealedMessage(bytes, kind) }] as const;
    });
    return [name, Object.fromEntries(methods)];
  });
  if (unused.size > 0) throw new Error(`there is no method ${[...unused].join(', ')}`);
  return { definition: Object.fromEntries(sealed), mostBytes };
}

const isService = (type: AnyDefinition): type is ServiceDefinition =>
  !('format' in type && typeof type.format === 'string');

/** Requests are in their service's package. */
function requestOf(service: string, type: object): string {
  return `${service.slice(0, service.lastIndexOf('.') + 1)}${String(Reflect.get(type, 'name'))}`;
}
