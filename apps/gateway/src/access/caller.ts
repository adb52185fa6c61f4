import { derivedId } from '@people-sync/contracts';
import type { Identity } from '@people-sync/platform';

/** A call that its caller named. */
export interface NamedCall {
  readonly tenantId: string;
  /** The token's subject: two callers may use the same word. */
  readonly subject: string;
  /** Idempotency-Key. */
  readonly key: string;
  /** The same for whoever takes it over after a crash. */
  readonly firstMade: Date;
}

/** Who makes a changing call. */
export class Caller {
  constructor(
    readonly identity: Identity,
    private readonly named: NamedCall | undefined,
  ) {}

  /**
   * The id of what this call makes: the same call made again, after a crash too, finds by it what it had made. Undefined if
   * its caller did not name it.
   */
  idOf(kind: 'sync'): string | undefined {
    if (!this.named) return undefined;
    const { tenantId, subject, key, firstMade } = this.named;
    return derivedId(kind, tenantId, subject, key, firstMade.toISOString());
  }
}
