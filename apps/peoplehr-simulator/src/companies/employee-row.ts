/** What the control interface can set of an employee. */
export const rowFields = [
  'employeeId',
  'title',
  'firstName',
  'lastName',
  'email',
  'startDate',
  'jobRole',
  'company',
  'location',
  'department',
  'reportsToEmployeeId',
  'reportsToName',
  'employmentType',
  'status',
  'leavingDate',
  'reasonForLeaving',
  'uniqueKey',
] as const;

/** A field of an employee as the simulator keeps them. */
export type RowField = (typeof rowFields)[number];

/**
 * One employee as a simulated PeopleHR keeps them: plain texts, `''` for missing, dates `yyyy-MM-dd`. `status` is "1"
 * (current) or "2" (leaver), `reportsToEmployeeId` the manager's EmployeeId, `''` at the top; `reportsToName` is shown
 * only of a manager who is in no row. Never changed in place.
 */
export type EmployeeRow = Readonly<Record<RowField, string>>;

const unset: EmployeeRow = {
  employeeId: '',
  title: '',
  firstName: '',
  lastName: '',
  email: '',
  startDate: '2020-01-06',
  jobRole: '',
  company: '',
  location: '',
  department: '',
  reportsToEmployeeId: '',
  reportsToName: '',
  employmentType: 'Full Time',
  status: '1',
  leavingDate: '',
  reasonForLeaving: '',
  uniqueKey: '',
};

/** A whole row from some of its values: somebody current, full time, without email, if nothing else is said. */
export function rowOf(values: Partial<EmployeeRow>): EmployeeRow {
  return { ...unset, ...values };
}

/** Whether nothing is left to be filled in. */
export const isWhole = (values: Partial<EmployeeRow>): values is EmployeeRow =>
  rowFields.every((name) => values[name] !== undefined);
