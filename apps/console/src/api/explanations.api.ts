import type { CompanyClient } from './company.client';

/** Why somebody is as they are, or why nothing happened. */
export class ExplanationsApi {
  constructor(protected readonly company: CompanyClient) {}
}
