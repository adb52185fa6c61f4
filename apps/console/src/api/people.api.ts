import type { FilterValues, PeoplePage, Person, PersonVersion } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { type Page, queryOf } from './page';

/** What the People table is narrowed to; empty strings narrow nothing. */
export interface PeopleQuery {
  readonly search: string;
  readonly status: string;
  readonly team: string;
  readonly location: string;
  readonly department: string;
  /** A manager's name. */
  readonly manager: string;
  /** A manager's person id: whoever reports to them, not to others of their name. */
  readonly reportsTo: string;
  /** A column, or `-` and a column; empty: by name. It narrows nothing. */
  readonly sort: string;
}

/** Of one page of the table. */
const ROWS = 250;

/** The People table. */
export class PeopleApi {
  constructor(private readonly company: CompanyClient) {}

  list(query: PeopleQuery, cursor: string | null): Promise<PeoplePage> {
    return this.company.get(`/people${queryOf({ limit: ROWS, ...query, cursor })}`);
  }

  /** How many people were active at an instant. */
  async countActive(at: string): Promise<number> {
    const page = await this.company.get<PeoplePage>(`/people${queryOf({ status: 'active', asOf: at, limit: 1 })}`);
    return page.total;
  }

  /** How many active people report to somebody. */
  async countReports(reportsTo: string): Promise<number> {
    const page = await this.company.get<PeoplePage>(`/people${queryOf({ status: 'active', reportsTo, limit: 1 })}`);
    return page.total;
  }

  /** Everybody that matches. */
  csv(query: PeopleQuery): Promise<Blob> {
    return this.company.csv(`/people${queryOf({ ...query })}`);
  }

  filterValues(): Promise<FilterValues> {
    return this.company.get('/people/filters');
  }

  get(id: string): Promise<Person> {
    return this.company.get(`/people/${id}`);
  }

  /** Newest first. */
  history(id: string, cursor: string | null = null): Promise<Page<PersonVersion>> {
    return this.company.get(`/people/${id}/history${queryOf({ limit: 100, cursor })}`);
  }
}
