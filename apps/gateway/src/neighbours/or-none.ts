import { status } from '@grpc/grpc-js';
import { GrpcError } from '@people-sync/platform';

/** The answer of a call; undefined if the neighbour has no such thing. */
export async function orNone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GrpcError && error.code === status.NOT_FOUND) return undefined;
    throw error;
  }
}
