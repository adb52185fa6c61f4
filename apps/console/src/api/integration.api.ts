import type { CompanyClient } from './company.client';
import type { Sync } from './syncs.api';

export interface Integration {
  readonly status: 'connected' | 'broken' | 'not-connected';
  readonly companyName?: string | null;
  readonly keyHint?: string | null;
  readonly connectedAt?: string | null;
  /** Why it is broken, as a sentence. */
  readonly message?: string | null;
  readonly lastSuccessfulSync?: Sync | null;
  readonly lastSync?: Sync | null;
}

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
