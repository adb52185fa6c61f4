import type { CompanyClient } from './company.client';

/** The company that is worked for, as WeThrive has it. */
export interface Company {
  readonly name: string;
  /** IANA name: whose midnight ends a day. */
  readonly timeZone: string;
}

/** The company itself. */
export class CompanyApi {
  constructor(private readonly company: CompanyClient) {}

  get(): Promise<Company> {
    return this.company.get('');
  }
}
