import type { Explanation } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { queryOf } from './page';

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
