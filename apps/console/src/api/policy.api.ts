import type { CompanyClient } from './company.client';

/** Who should be in WeThrive, and what waits for an OK. */
export class PolicyApi {
  constructor(protected readonly company: CompanyClient) {}
}
