import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';

/** The one call that needs no token: a cluster asks it whether the process may get traffic. */
export const HEALTH_CHECK = '/grpc.health.v1.Health/Check';

/** A symbol's or file's name, and what is around it. */
const LONGEST_QUESTION = 1024;

/** `grpc.health.v1` about the server as a whole; nothing of a request is decoded, nor kept. */
export function serveHealth(server: Server): HealthImplementation {
  const health = new HealthImplementation({ '': 'SERVING' });
  // Whoever names a service asks for one that is not known: a name of their own would be remembered for each.
  health.addToServer(reading(server, (bytes) => ({ service: isAboutServer(bytes) ? '' : 'unknown' })));
  return health;
}

/** Tells developers' tools what can be called here. */
export function serveReflection(server: Server, definition: PackageDefinition): void {
  new ReflectionService(definition).addToServer(
    reading(server, (bytes, decode) => (bytes.length > LONGEST_QUESTION ? {} : decode(bytes))),
  );
}

/** No field, or the field `service` with nothing in it. */
const isAboutServer = (bytes: Buffer): boolean =>
  bytes.length === 0 || (bytes.length === 2 && bytes[0] === 10 && bytes[1] === 0);

/** A server whose services, added by others, read their requests like this. */
function reading(server: Server, read: (bytes: Buffer, decode: (bytes: Buffer) => unknown) => unknown) {
  return {
    addService: (service: ServiceDefinition, implementation: UntypedServiceImplementation): void => {
      const methods = Object.entries(service).map(([name, method]) => {
        const decode = method.requestDeserialize;
        return [name, { ...method, requestDeserialize: (bytes: Buffer) => read(bytes, decode) }] as const;
      });
      server.addService(Object.fromEntries(methods), implementation);
    },
  };
}
