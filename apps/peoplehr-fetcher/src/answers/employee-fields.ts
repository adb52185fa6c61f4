import type { EmployeeField } from '@people-sync/contracts';

/**
 * PeopleHR's name of each field that may leave the parse step (swagger 3.1 and the capture of 2023). Everything that
 * is not named here, bank details and birth dates first of all, is passed over as bytes and never becomes a string.
 */
export const wireNames = {
  employeeId: 'EmployeeId',
  uniqueKey: 'UniqueKey',
  email: 'EmailId',
  firstName: 'FirstName',
  lastName: 'LastName',
  jobRole: 'JobRole',
  location: 'Location',
  department: 'Department',
  reportsTo: 'ReportsTo',
  reportsToEmployeeId: 'ReportsToEmployeeId',
  reportsToEmail: 'ReportsToEmailAddress',
  company: 'Company',
  employmentType: 'EmploymentType',
  status: 'EmployeeStatus',
  startDate: 'StartDate',
  leavingDate: 'LeavingDate',
} as const satisfies Record<EmployeeField, string>;
