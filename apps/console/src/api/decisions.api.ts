import type { Decision } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { type Page, queryOf } from './page';

/** One of five cases that only a person can settle; with a sync for its changes alone, which wait. */
export type DecisionRequest = { readonly syncId?: string } & Settlement;

type Settlement =
  | { readonly employeeId: string; readonly samePersonAs: string }
  | { readonly employeeId: string; readonly newPerson: true }
  | { readonly personId: string; readonly missing: 'left' | 'keep' }
  | { readonly personId: string; readonly leaver: 'left' | 'not-yet' }
  | { readonly personId: string; readonly leaveOut: true; readonly reason: string };

/** What somebody settled. */
export class DecisionsApi {
  constructor(private readonly company: CompanyClient) {}

  /** Those that hold, newest first. */
  list(limit: number, cursor: string | null, personId?: string): Promise<Page<Decision>> {
    return this.company.get(`/decisions${queryOf({ personId, limit, cursor })}`);
  }

  /** What was settled for the changes of a sync alone, which wait. */
  ofSync(syncId: string, limit: number): Promise<Page<Decision>> {
    return this.company.get(`/decisions${queryOf({ syncId, tentative: 'true', limit })}`);
  }

  settle(request: DecisionRequest): Promise<Decision> {
    return this.company.post('/decisions', request);
  }

  undo(decisionId: string): Promise<void> {
    return this.company.remove(`/decisions/${decisionId}`);
  }
}
