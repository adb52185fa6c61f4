/** A field as an administrator calls it: over its values, and inside a sentence if that has other words. */
type Names = readonly [title: string, label?: string];

/** Fields of a person, of the People table as well as of PeopleHR. */
const names: Readonly<Record<string, Names>> = {
  employeeId: ['Employee ID', 'employee ID'],
  orgEmployeeId: ['Employee ID', 'employee ID'],
  weThriveId: ['WeThrive record ID', 'WeThrive record ID'],
  uniqueKey: ['PeopleHR record key', 'PeopleHR record key'],
  email: ['Email', 'email address'],
  name: ['Name'],
  firstName: ['First name'],
  lastName: ['Last name'],
  jobRole: ['Team', 'team (Job Role)'],
  team: ['Team', 'team (Job Role)'],
  location: ['Location'],
  department: ['Department'],
  unit: ['Unit'],
  manager: ['Manager', 'manager (Reports To)'],
  reportsTo: ['Manager', 'manager (Reports To)'],
  reportsToEmployeeId: ['Employee ID of the manager', "manager's employee ID"],
  reportsToEmail: ['Email of the manager', "manager's email address"],
  company: ['Company'],
  employmentType: ['Employment type'],
  status: ['Status'],
  startDate: ['Start date'],
  leavingDate: ['Leaving date'],
};

/** What an administrator calls a field, inside a sentence. */
export function fieldLabel(field: string): string {
  const known = names[field];
  if (!known) return field;
  const [title, label = title.toLowerCase()] = known;
  return label;
}

/** What an administrator calls a field, over its values. */
export const fieldTitle = (field: string): string => names[field]?.[0] ?? field;
