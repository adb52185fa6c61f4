import type { CompanyClient } from './company.client';
import { type Page, queryOf } from './page';
import type { ChangeKind, FieldChange } from './plans.api';

/** What somebody settled, and what holds because of it. */
export interface Decision {
  readonly id: string;
  readonly kind:
    | 'same-person'
    | 'new-person'
    | 'missing-left'
    | 'missing-keep'
    | 'leaver-left'
    | 'leaver-not-yet'
    | 'leave-out'
    | 'kept';
  readonly employeeId: string | null;
  readonly personId: string | null;
  readonly name: string | null;
  readonly reason: string | null;
  /** Of kept ones: what is kept away. */
  readonly itemKind: ChangeKind | null;
  readonly changes: readonly FieldChange[];
  readonly decidedBy: string;
  readonly decidedAt: string;
  /** The sentence for an administrator. */
  readonly message: string;
  /** Of kept ones the sync whose changes somebody said no to. */
  readonly syncId: string | null;
  /** It is for changes that wait, and holds once they are applied. */
  readonly tentative: boolean;
}

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
