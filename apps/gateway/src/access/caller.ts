import type { Identity } from '@people-sync/platform';

/** Who makes a changing call, and what they named it. */
export class Caller {
  constructor(
    readonly identity: Identity,
    /** Idempotency-Key, if there is one. */
    readonly key: string | undefined,
  ) {}
}
