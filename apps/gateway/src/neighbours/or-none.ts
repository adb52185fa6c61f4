import { status } from '@grpc/grpc-js';
import { GrpcError } from '@people-sync/platform';

/** What is not connected has no connection. */
const isAboutNothing = ({ code, reason }: GrpcError): boolean =>
  code === status.NOT_FOUND || reason === 'not-connected';

/** The answer of a call; undefined if the neighbour has no such thing. */
export async function orNone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GrpcError && isAboutNothing(error)) return undefined;
    throw error;
  }
}
