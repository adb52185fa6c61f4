import type { status } from '@grpc/grpc-js';
import type { RefusalFacts } from './grpc-exception';

/** What a call to another service ended with, if not with an answer. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  /** What the refusal named beside its message. */
  readonly facts: RefusalFacts;
  constructor(
    readonly code: status,
    /** The service's own word, e.g. `plan-outdated`; empty if the call never got to it. */
    readonly reason: string,
    message: string,
    /** `package.Service/Method`. */
    readonly method: string,
    options: ErrorOptions & { readonly facts?: RefusalFacts } = {},
  ) {
    super(message, options);
    this.facts = options.facts ?? {};
  }
}
