import { status } from '@grpc/grpc-js';

/** What a gRPC handler throws: reaches the caller as this code and message, with `reason` in the trailing metadata. */
export class GrpcException extends Error {
  override readonly name = 'GrpcException';
  constructor(
    readonly code: status,
    /** Stable kebab-case word that callers branch on. */
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
