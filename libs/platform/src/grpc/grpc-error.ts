import type { status } from '@grpc/grpc-js';
import type { Reason } from '@people-sync/contracts/api';
import type { InvalidField } from '../http/problem.exception';

/** What a call to another service ended with, if not with an answer. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  /** What the refusal said beside its message. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Seconds until the same call may be made again, if the refusal said so. */
  readonly retryAfter: number | undefined;
  /** What is wrong with which field of the request, by its name in the .proto file. */
  readonly violations: readonly InvalidField[];
  constructor(
    readonly code: status,
    /** Why the service refused; empty if the call never got to it, or if it knows reasons that are not known here yet. */
    readonly reason: Reason | '',
    message: string,
    /** `package.Service/Method`. */
    readonly method: string,
    options: ErrorOptions & Partial<Pick<GrpcError, 'said' | 'retryAfter' | 'violations'>> = {},
  ) {
    super(message, options);
    this.said = options.said ?? {};
    this.retryAfter = options.retryAfter;
    this.violations = options.violations ?? [];
  }
}
