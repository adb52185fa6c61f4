import type { Sync, SyncMode } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { type Page, queryOf } from './page';

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
