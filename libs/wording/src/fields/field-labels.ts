/** Fields as PeopleHR and the People table name them, in an administrator's words. */
const labels: Readonly<Record<string, string>> = {
  employeeId: 'employee ID',
  orgEmployeeId: 'employee ID',
  weThriveId: 'WeThrive record ID',
  uniqueKey: 'PeopleHR record key',
  email: 'email address',
  name: 'name',
  firstName: 'first name',
  lastName: 'last name',
  jobRole: 'team (Job Role)',
  team: 'team',
  location: 'location',
  department: 'department',
  unit: 'unit',
  manager: 'manager',
  reportsTo: 'manager (Reports To)',
  reportsToEmployeeId: "manager's employee ID",
  reportsToEmail: "manager's email address",
  company: 'company',
  employmentType: 'employment type',
  status: 'status',
  startDate: 'start date',
  leavingDate: 'leaving date',
};

/** What an administrator calls a field. */
export const fieldLabel = (field: string): string => labels[field] ?? field;
