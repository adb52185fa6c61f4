import type { status } from '@grpc/grpc-js';

/**
 * An end of a call that is none of ours: what gRPC itself, or whoever stands between, says without a reason. Services refuse
 * by `refusal`; this is for those that play an end that is not theirs. It asks for no second try.
 */
export class GrpcException extends Error {
  override readonly name = 'GrpcException';
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }
}
