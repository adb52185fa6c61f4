import type { Static } from '@sinclair/typebox';
import { exactly, Nullable, Text } from './primitives';

/**
 * Rows in one answer of PeopleHR at most, leavers included; there are no more in anything else that names people of one
 * company. The largest company that PeopleSync is built for has half as many.
 */
export const MAX_PEOPLE = 100_000;

/** PeopleHR's own limits are 15 to 254 characters (swagger 3.1); what is longer is cut by the fetcher, never refused here. */
const short = () => Nullable(Text(254));

/**
 * An employee in PeopleHR's words: the only personal data that leave the fetcher.
 * Strings are trimmed, addresses and `uniqueKey` are lower case, dates are `yyyy-MM-dd` (of a snapshot also what was
 * received, if it cannot be read as a day), and what is missing is null.
 */
export const Employee = exactly({
  employeeId: Text(254),
  uniqueKey: short(),
  email: short(),
  firstName: short(),
  lastName: short(),
  jobRole: short(),
  location: short(),
  department: short(),
  /** The manager's name, as PeopleHR prints it. */
  reportsTo: short(),
  reportsToEmployeeId: short(),
  reportsToEmail: short(),
  /** Used for scope only. */
  company: short(),
  /** Used for scope only. */
  employmentType: short(),
  /** "1" is current, "2" a leaver; other codes are reported, never acted upon. */
  status: short(),
  startDate: short(),
  leavingDate: short(),
});
export type Employee = Static<typeof Employee>;

/** The names of an employee's fields, in their canonical order. */
export type EmployeeField = keyof Employee;
export const employeeFields: readonly EmployeeField[] = [
  'employeeId',
  'uniqueKey',
  'email',
  'firstName',
  'lastName',
  'jobRole',
  'location',
  'department',
  'reportsTo',
  'reportsToEmployeeId',
  'reportsToEmail',
  'company',
  'employmentType',
  'status',
  'startDate',
  'leavingDate',
];
