import type { CompanyClient } from './company.client';

export interface Licences {
  /** null: unlimited. */
  readonly seats: number | null;
  readonly active: number;
  readonly waiting: number;
}

/** How many licences there are, and who uses them. */
export class LicencesApi {
  constructor(private readonly company: CompanyClient) {}

  get(): Promise<Licences> {
    return this.company.get('/licences');
  }
}
