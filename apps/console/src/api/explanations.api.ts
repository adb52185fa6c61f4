import type { CompanyClient } from './company.client';
import { queryOf } from './page';
import type { FieldChange } from './plans.api';

/** One thing that happened to somebody, or the last word on how they stand. */
export interface ExplanationStep {
  readonly at: string;
  readonly kind: string;
  readonly sentence: string;
  readonly syncId: string | null;
  /** Who decided it, if a person did. */
  readonly actor: string | null;
  readonly changes: readonly FieldChange[];
}

/** Why somebody is as they are, or why nothing happened. */
export interface Explanation {
  /** null: they never were in the People table. */
  readonly personId: string | null;
  readonly employeeId: string | null;
  readonly name: string | null;
  /** How it stands now as a stable word, e.g. `held` or `out-of-scope`. */
  readonly standing: string | null;
  /** How it stands now, and what to do next. */
  readonly summary: string;
  /** Oldest first. */
  readonly steps: readonly ExplanationStep[];
}

/** Why somebody is as they are, or why nothing happened. */
export class ExplanationsApi {
  constructor(private readonly company: CompanyClient) {}

  of(personId: string): Promise<Explanation> {
    return this.company.get(`/people/${personId}/why`);
  }

  /** About somebody who need not be in the table: by what an administrator has in hand. */
  find(question: { readonly employeeId: string } | { readonly email: string }): Promise<Explanation> {
    return this.company.get(`/why${queryOf({ ...question })}`);
  }
}
