import { type DataOf, type Employee, ofMapped, type OfMapped, type PeopleImported } from '@people-sync/contracts';

/**
 * What a sync writes into a person. Unit and custom fields are not among it: they belong to the customer
 * (WeThrive, "Connecting PeopleHR": leave Unit empty, custom fields stay as they are).
 */
export interface SyncedFields extends OfMapped<string | null> {
  /** Lower case. */
  readonly email: string | null;
  readonly name: string;
  readonly orgEmployeeId: string | null;
}

/** What only an import brings: the customer's own. */
export interface OwnFields {
  readonly unit: string | null;
  readonly weThriveId: string | null;
}

/** Kept beside a person and never shown: who is first in line for a licence, and whom they report to. */
export interface PlacementFields {
  /** `yyyy-MM-dd`; null if PeopleHR has none that can be read as a day. */
  readonly startDate: string | null;
  readonly reportsToEmployeeId: string | null;
  readonly reportsToEmail: string | null;
}

/**
 * PeopleHR's words become WeThrive's: Email > Email, First and Last Name > Name, EmployeeId > Org employee ID, and the
 * mapped fields (Job Role > Team, Location, Department, Reports To > Manager). Nobody can change the mapping.
 */
export function syncedFields(employee: Employee): SyncedFields {
  return {
    email: employee.email,
    name: nameOf(employee.firstName, employee.lastName),
    ...ofMapped(({ from }) => employee[from]),
    orgEmployeeId: employee.employeeId,
  };
}

/** What orders the queue for licences and finds the manager. */
export function placementFields(employee: Employee): PlacementFields {
  return {
    startDate: employee.startDate !== null && DAY.test(employee.startDate) ? employee.startDate : null,
    reportsToEmployeeId: employee.reportsToEmployeeId,
    reportsToEmail: employee.reportsToEmail,
  };
}

/** Somebody who was in WeThrive before the first sync, as they were given. */
export type ImportedPerson = DataOf<typeof PeopleImported>['people'][number];

/** Their fields; nobody knows yet when they started or whom they report to. */
export function importedFields(person: ImportedPerson): SyncedFields & PlacementFields & OwnFields {
  const { email, name, orgEmployeeId, unit, weThriveId } = person;
  const given: Partial<OfMapped<string | null>> = person;
  return {
    ...{ email, name, orgEmployeeId, unit, weThriveId },
    ...ofMapped(({ field }) => given[field] ?? null),
    startDate: null,
    reportsToEmployeeId: null,
    reportsToEmail: null,
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** First and last name with single spaces; one of them may be missing. */
function nameOf(first: string | null, last: string | null): string {
  return `${first ?? ''} ${last ?? ''}`.trim().replace(/\s+/g, ' ');
}
