import type { CompanyClient } from './company.client';

/** Brings in people who are in WeThrive already. */
export class ImportsApi {
  constructor(protected readonly company: CompanyClient) {}
}
