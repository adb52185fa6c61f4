import { rowFields } from '../companies/employee-row';

/** What a column of a saved query can show: what is kept of an employee, and what is known of their manager or contract. */
export const columnFields = [
  ...rowFields,
  'reportsTo',
  'reportsToEmail',
  'fullTimeEquivalent',
  'holidayAllowanceDays',
] as const;

/** The source of a column. */
export type ColumnField = (typeof columnFields)[number];

/** Whom a saved query lists. */
export const audiences = ['current', 'leavers', 'everybody'] as const;

/** A query that an administrator made in PeopleHR's Query Builder: column titles, as they like them, in their order. */
export interface SavedQuery {
  readonly who: (typeof audiences)[number];
  readonly columns: ReadonlyMap<string, ColumnField>;
}

/** The name of the query that every company has at first. */
export const FIRST_QUERY = 'Employees : Survey Feed (DO NOT REMOVE)';

const firstQuery: SavedQuery = {
  who: 'current',
  columns: new Map<string, ColumnField>([
    ['Employee Id', 'employeeId'],
    ['First Name', 'firstName'],
    ['Last Name', 'lastName'],
    ['Work Email', 'email'],
    ['Start Date', 'startDate'],
    ['Leaving Date', 'leavingDate'],
    ['Job Role', 'jobRole'],
    ['Department', 'department'],
    ['Location', 'location'],
    ['Reports To', 'reportsTo'],
    ['FTE', 'fullTimeEquivalent'],
    ['Holiday Allowance (Days)', 'holidayAllowanceDays'],
  ]),
};

/** A company's saved queries. PeopleHR lists them nowhere: whoever wants one must know its exact name. */
export class SavedQueries {
  private readonly byName = new Map<string, SavedQuery>([[FIRST_QUERY, firstQuery]]);

  get(name: string): SavedQuery | undefined {
    return this.byName.get(name);
  }

  /** Makes a query, or changes it without a word to those who use it. */
  put(name: string, query: SavedQuery): void {
    this.byName.set(name, query);
  }

  /** False if there was none of this name. */
  remove(name: string): boolean {
    return this.byName.delete(name);
  }

  all(): [string, SavedQuery][] {
    return [...this.byName];
  }

  /** The first one only. */
  reset(): void {
    this.byName.clear();
    this.byName.set(FIRST_QUERY, firstQuery);
  }
}
