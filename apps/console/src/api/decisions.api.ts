import type { Decision } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { type Page, queryOf } from './page';

/** One of four cases that only a person can settle; with a sync for its changes alone, which wait. */
export type DecisionRequest = { readonly syncId?: string } & Settlement;

type Settlement =
  | { readonly employeeId: string; readonly samePersonAs: string }
  | { readonly personId: string; readonly missing: 'left' | 'keep' }
  | { readonly personId: string; readonly leaver: 'left' | 'not-yet' }
  | { readonly personId: string; readonly leaveOut: true; readonly reason: string };

/** What somebody settled. */
export class DecisionsApi {
  constructor(private readonly company: CompanyClient) {}

  /** Those that hold, newest first. */
  list(limit: number, cursor: string | null, person?: string): Promise<Page<Decision>> {
    return this.company.get(`/decisions${queryOf({ person, limit, cursor })}`);
  }

  /** What was settled for the changes of a sync alone, which wait. */
  ofSync(sync: string, limit: number): Promise<Page<Decision>> {
    return this.company.get(`/decisions${queryOf({ sync, tentative: 'true', limit })}`);
  }

  settle(request: DecisionRequest): Promise<Decision> {
    return this.company.post('/decisions', request);
  }

  undo(id: string): Promise<void> {
    return this.company.remove(`/decisions/${id}`);
  }
}
