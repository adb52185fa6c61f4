/** Fields of a person, of the People table as well as of PeopleHR, as an administrator calls them. */
const names: Readonly<Record<string, string>> = {
  name: 'Name',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'Email',
  team: 'Team',
  jobRole: 'Team',
  location: 'Location',
  department: 'Department',
  manager: 'Manager',
  reportsTo: 'Manager',
  reportsToEmployeeId: 'Employee ID of the manager',
  reportsToEmail: 'Email of the manager',
  unit: 'Unit',
  status: 'Status',
  orgEmployeeId: 'Employee ID',
  employeeId: 'Employee ID',
  weThriveId: 'WeThrive record ID',
  uniqueKey: 'PeopleHR record key',
  company: 'Company',
  employmentType: 'Employment type',
  startDate: 'Start date',
  leavingDate: 'Leaving date',
};

/** What an administrator calls a field. */
export const fieldName = (field: string): string => names[field] ?? field;
