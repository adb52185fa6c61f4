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

export interface Person {
  readonly personId: string;
  readonly email: string | null;
  readonly name: string;
  readonly team: string | null;
  readonly location: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly unit: string | null;
  readonly status: 'active' | 'inactive' | 'waiting';
  readonly weThriveId: string | null;
  readonly orgEmployeeId: string | null;
  readonly updatedAt: string;
  /** The person they report to, as far as known. */
  readonly reportsTo: string | null;
  /** How many active people report to them. */
  readonly directReports: number;
  /** Imported, and never found in PeopleHR: no sync changes them. */
  readonly notFromPeopleHr: boolean;
}

export interface PersonVersion {
  readonly version: number;
  readonly kind: string;
  readonly syncId: string | null;
  readonly at: string;
  readonly changed: readonly string[];
  readonly oldEmail?: string | null;
  readonly person: Person;
}

/** The values that occur in the People table, for the filters. */
export interface FilterValues {
  readonly teams: readonly string[];
  readonly locations: readonly string[];
  readonly departments: readonly string[];
  readonly managers: readonly string[];
}

/** Of one page of the table. */
const ROWS = 250;

/** The People table. */
export class PeopleApi {
  constructor(private readonly company: CompanyClient) {}

  list(query: PeopleQuery, cursor: string | null): Promise<Page<Person>> {
    return this.company.get(`/people${queryOf({ limit: ROWS, ...query, cursor })}`);
  }

  /** How many people were active at an instant. */
  async countActive(at: string): Promise<number> {
    const page = await this.company.get<Page<Person>>(`/people${queryOf({ status: 'active', asOf: at, limit: 1 })}`);
    return page.total ?? 0;
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
