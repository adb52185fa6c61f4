import type { Tenant } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';

/** The company itself. */
export class CompanyApi {
  constructor(private readonly company: CompanyClient) {}

  get(): Promise<Tenant> {
    return this.company.get('');
  }

  /** Days begin and end by it. @param timeZone IANA name. */
  setTimeZone(timeZone: string): Promise<Tenant> {
    return this.company.patch('', { timeZone });
  }
}
