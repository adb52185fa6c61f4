import type { Integration } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';

/** The connection to PeopleHR. */
export class IntegrationApi {
  constructor(private readonly company: CompanyClient) {}

  get(): Promise<Integration> {
    return this.company.get('/integrations/peoplehr');
  }

  /** @param replaceCompany another company than the one before stands behind this key, and that is meant. */
  connect(apiKey: string, replaceCompany: boolean): Promise<Integration> {
    return this.company.put('/integrations/peoplehr', { apiKey, replaceCompany });
  }

  disconnect(): Promise<void> {
    return this.company.remove('/integrations/peoplehr');
  }
}
