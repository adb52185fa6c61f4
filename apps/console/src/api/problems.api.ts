import type { Problem, ProblemPage, ProblemState, ProblemSummary } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { queryOf } from './page';

/** What needs a person's attention. */
export class ProblemsApi {
  constructor(private readonly company: CompanyClient) {}

  list(state: ProblemState, limit: number, cursor: string | null): Promise<ProblemPage> {
    return this.company.get(`/problems${queryOf({ state, limit, cursor })}`);
  }

  csv(state: ProblemState): Promise<Blob> {
    return this.company.csv(`/problems${queryOf({ state })}`);
  }

  /** Those that a sync found, also settled ones. */
  ofSync(syncId: string, limit: number, cursor: string | null): Promise<ProblemPage> {
    return this.company.get(`/syncs/${syncId}/problems${queryOf({ limit, cursor })}`);
  }

  /** Open ones, by cause and altogether. */
  summary(): Promise<ProblemSummary> {
    return this.company.get('/problems/summary');
  }

  /** It is not raised again until it changes. */
  setAside(id: string): Promise<Problem> {
    return this.company.post(`/problems/${id}/set-aside`);
  }
}
