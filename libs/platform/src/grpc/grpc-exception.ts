import { status } from '@grpc/grpc-js';

/** Names that a refusal is about, each under a word: an answer that is to be shown may carry them beside its sentence. */
export type RefusalFacts = Readonly<Record<string, string>>;

/**
 * What a gRPC handler throws: reaches the caller as this code and message, with `reason` and `facts` in the trailing
 * metadata.
 */
export class GrpcException extends Error {
  override readonly name = 'GrpcException';
  readonly facts: RefusalFacts;
  constructor(
    readonly code: status,
    /** Stable kebab-case word that callers branch on. */
    readonly reason: string,
    message: string,
    options: ErrorOptions & { readonly facts?: RefusalFacts } = {},
  ) {
    super(message, options);
    this.facts = options.facts ?? {};
  }
}
