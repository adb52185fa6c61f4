/** One employee as a simulated PeopleHR keeps them: plain values, `''` for missing. */
export interface EmployeeRow {
  employeeId: string;
  title: string;
  firstName: string;
  lastName: string;
  email: string;
  startDate: string;
  jobRole: string;
  company: string;
  location: string;
  department: string;
  /** The manager's EmployeeId; '' at the top. */
  reportsToEmployeeId: string;
  employmentType: string;
  /** "1" current, "2" leaver. */
  status: string;
  leavingDate: string;
  reasonForLeaving: string;
  uniqueKey: string;
}

const DEFAULTS: EmployeeRow = {
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
  employmentType: 'Full Time',
  status: '1',
  leavingDate: '',
  reasonForLeaving: '',
  uniqueKey: '',
};

/** The names that the control interface accepts for a row. */
export const rowFields: readonly (keyof EmployeeRow)[] = [
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
  'employmentType',
  'status',
  'leavingDate',
  'reasonForLeaving',
  'uniqueKey',
];

/** A whole row from some of its values. */
export function rowOf(values: Partial<EmployeeRow>): EmployeeRow {
  return { ...DEFAULTS, ...values };
}
