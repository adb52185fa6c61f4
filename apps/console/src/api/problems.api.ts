import type { CompanyClient } from './company.client';
import { type Page, queryOf } from './page';

/** Something that needs a person's attention. */
export interface Problem {
  readonly id: string;
  /** A stable word. */
  readonly code: string;
  /** The sentence for an administrator, with the next step. */
  readonly message: string;
  readonly personId: string | null;
  readonly employeeId: string | null;
  /** Whom it is about. */
  readonly name: string | null;
  /** What PeopleHR sent. */
  readonly received: string | null;
  /** The other side of a clash. */
  readonly other: string | null;
  readonly otherPersonId: string | null;
  /** Of 'is this the same person?': the address and the start date (ISO 8601) that PeopleHR has now. */
  readonly rowEmail: string | null;
  readonly rowStartDate: string | null;
  /** Likewise: the status code, and the leaving date as it was received. */
  readonly rowStatus: string | null;
  readonly rowLeavingDate: string | null;
  /** How many people it is about. */
  readonly affected: number;
  readonly syncId: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly setAsideAt: string | null;
  /** Of somebody missing whom a newer answer has, which nobody accepted: when that was read. */
  readonly seenAt: string | null;
}

/** Problems, and when the answer was read that they are from. */
export type ProblemsPage = Page<Problem> & { readonly asOf: string | null };

/** Open problems of one cause. */
export interface ProblemCause {
  readonly code: string;
  readonly title: string;
  readonly count: number;
  readonly people: number;
}

export type ProblemState = 'open' | 'set-aside';

/** What needs a person's attention. */
export class ProblemsApi {
  constructor(private readonly company: CompanyClient) {}

  list(state: ProblemState, limit: number, cursor: string | null): Promise<ProblemsPage> {
    return this.company.get(`/problems${queryOf({ state, limit, cursor })}`);
  }

  csv(state: ProblemState): Promise<Blob> {
    return this.company.csv(`/problems${queryOf({ state })}`);
  }

  /** Those that a sync found, also settled ones. */
  ofSync(syncId: string, limit: number, cursor: string | null): Promise<ProblemsPage> {
    return this.company.get(`/syncs/${syncId}/problems${queryOf({ limit, cursor })}`);
  }

  /** Open ones, by cause. */
  async summary(): Promise<readonly ProblemCause[]> {
    return (await this.company.get<{ readonly items: readonly ProblemCause[] }>('/problems/summary')).items;
  }

  /** It is not raised again until it changes. */
  setAside(id: string): Promise<Problem> {
    return this.company.post(`/problems/${id}/set-aside`);
  }
}
