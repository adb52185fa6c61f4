import type { CompanyClient } from './company.client';
import { type Page, queryOf } from './page';

export interface Counts {
  readonly seen: number;
  readonly joined: number;
  readonly rejoined: number;
  readonly changed: number;
  readonly left: number;
  readonly waiting: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly missing: number;
}

export type SyncStatus =
  | 'queued'
  | 'requested'
  | 'fetching'
  | 'comparing'
  | 'held'
  | 'applying'
  | 'completed'
  | 'completed-with-problems'
  | 'previewed'
  | 'rejected'
  | 'expired'
  | 'superseded'
  | 'failed'
  | 'cancelled';

export type SyncMode = 'apply' | 'preview' | 'repair';

export interface Sync {
  readonly id: string;
  readonly number: number;
  readonly mode: SyncMode;
  readonly trigger: 'manual' | 'schedule' | 'webhook' | 'platform';
  readonly status: SyncStatus;
  readonly reason: string | null;
  /** The sentence for an administrator, with the next step. */
  readonly message: string;
  readonly counts: Counts;
  /** Open problems after it. */
  readonly problems: number;
  readonly requestedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly requestedBy: string;
  /** Set once there is a list of changes. */
  readonly planHash: string | null;
  /** Not empty if the changes waited, or wait, for an OK. */
  readonly heldBecause: readonly string[];
  /** The same in words, each for itself. */
  readonly heldReasons: readonly string[];
  /** Since when changes have waited, over all checks that found them. */
  readonly heldSince: string | null;
  /** The newer sync that took its place. */
  readonly supersededBy: string | null;
  /** `approving` while a given OK has not been carried out yet. */
  readonly step: string | null;
}

/** Syncs: what runs, and what ran. */
export class SyncsApi {
  constructor(private readonly company: CompanyClient) {}

  /** Starts one, or returns the running one of the same mode. */
  start(mode: SyncMode): Promise<Sync> {
    return this.company.post('/syncs', { mode });
  }

  cancel(id: string): Promise<Sync> {
    return this.company.post(`/syncs/${id}/cancel`);
  }

  get(id: string): Promise<Sync> {
    return this.company.get(`/syncs/${id}`);
  }

  /** Newest first. */
  list(limit: number, cursor: string | null = null): Promise<Page<Sync>> {
    return this.company.get(`/syncs${queryOf({ limit, cursor })}`);
  }

  /** Every state until it is final or held; ends early when `signal` aborts. */
  watch(id: string, signal: AbortSignal): AsyncGenerator<Sync> {
    return this.company.events(`/syncs/${id}/events`, signal);
  }
}
