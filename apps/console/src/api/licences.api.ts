import type { Licences } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';

/** How many licences there are, and who uses them. */
export class LicencesApi {
  constructor(private readonly company: CompanyClient) {}

  get(): Promise<Licences> {
    return this.company.get('/licences');
  }
}
