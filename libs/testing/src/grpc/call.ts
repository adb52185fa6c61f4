import { credentials, makeGenericClientConstructor, Metadata, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPaths } from '@people-sync/contracts';
import { loaderOptions } from '@people-sync/platform';

const SERVICE = 'wethrive.peoplesync.v1.PeopleSync';
const DEADLINE_MS = 30_000;

/**
 * Calls a method of the gateway's gRPC as the main platform does, on a connection of its own.
 * @throws gRPC's own error if the answer is none.
 */
export async function callGateway(
  address: string,
  token: string,
  method: string,
  request: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const definition = loadSync(protoPaths['wethrive.peoplesync.v1'], loaderOptions())[SERVICE] as ServiceDefinition;
  const Client = makeGenericClientConstructor(definition, SERVICE);
  const client = new Client(address, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  try {
    return await new Promise((resolve, reject) => {
      const call = client[method] as (...args: unknown[]) => unknown;
      call.call(client, request, metadata, { deadline: Date.now() + DEADLINE_MS }, (error: unknown, answer: never) =>
        error ? reject(error as Error) : resolve(answer),
      );
    });
  } finally {
    client.close();
  }
}
