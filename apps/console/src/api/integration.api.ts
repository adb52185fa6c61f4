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

  connect(apiKey: string): Promise<Integration> {
    return this.company.put('/integrations/peoplehr', { apiKey });
  }

  disconnect(): Promise<void> {
    return this.company.remove('/integrations/peoplehr');
  }
}
