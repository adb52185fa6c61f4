/** PeopleHR's envelope, in its key order and spelling. */
export interface Envelope {
  readonly isError: boolean;
  readonly Status: number;
  readonly Message: string;
  readonly Result: unknown;
}

const SUCCESS = 'The request processed successfully.';

/** A refusal: HTTP 200 all the same. */
export const refused = (status: number, message: string): Envelope => ({
  isError: true,
  Status: status,
  Message: message,
  Result: '',
});

/** Success with a result. */
export const success = (result: unknown): Envelope => ({ isError: false, Status: 0, Message: SUCCESS, Result: result });

/** The same in the words of PeopleHR's older actions, Query among them (captures of 2018 and 2023). */
export const oldSuccess = (result: unknown): Envelope => ({
  ...success(result),
  Message: 'The requested processed successfully.',
});

/** PeopleHR's own texts, misspelt as they are (swagger 3.1 and the official error lists). */
export const refusals = {
  keyMissing: refused(1, 'API key is missing.'),
  keyMalformed: refused(2, 'Invalid API Key.'),
  keyUnknown: refused(5, 'API key does not exists.'),
  actionMissing: refused(3, 'Action is missing.'),
  actionEmpty: refused(4, 'Action cannot be empty.'),
  actionInvalid: refused(4, 'Invalid Action.'),
  noGrant: refused(5, 'No access on employee schema.'),
  accessDenied: refused(5, 'Access Denied.'),
  suspended: refused(5, 'This company has been suspended.'),
  trialExpired: refused(5, 'Your trial has expired.'),
  serverFault: refused(6, 'Oops! Something went wrong.'),
  noJson: refused(7, 'No json data found.'),
  noBody: refused(8, 'Either empty or no Form Data.'),
  badJson: refused(9, 'Invalid json data.'),
  leaversEmpty: refused(5, 'IncludeLeavers cannot be empty.'),
  leaversInvalid: refused(5, 'IncludeLeavers contains invalid data.'),
  employeeIdMissing: refused(5, 'EmployeeId is missing.'),
  employeeIdEmpty: refused(5, 'EmployeeId cannot be empty.'),
  employeeIdInvalid: refused(5, 'EmployeeId contains invalid data.'),
  employeeIdLong: refused(5, 'EmployeeId contains more than 15 characters.'),
  employeeUnknown: refused(5, 'EmployeeId does not exists.'),
  employeeIdTaken: refused(5, 'EmployeeId already exists.'),
  limitInvalid: refused(5, 'Limit contains invalid data.'),
  offsetInvalid: refused(5, 'Offset contains invalid data.'),
  queryNameMissing: refused(5, 'QueryName is missing.'),
  queryNameInvalid: refused(5, 'Invalid query name.'),
  noQueryGrant: refused(5, 'No access to Query Builder schema.'),
  loginMissing: refused(5, 'EmailAddress is missing.'),
  loginRefused: refused(5, 'Invalid EmailAddress or Password.'),
} as const;

/** Over the rate limit: only the message tells. */
export const throttled = (perMinute: number, isError: boolean, status: number): Envelope => ({
  isError,
  Status: status,
  Message: `API calls will be limited to a ${perMinute} per minute`,
  Result: '',
});

/** Nobody was found, which is no error. */
export const noRecord: Envelope = { isError: false, Status: 10, Message: 'No record found.', Result: '' };

/** A query found nothing: another word, the same meaning (capture of 2018). */
export const noRecords: Envelope = { ...noRecord, Message: 'No records found.' };

/** What stands around the rows of a list that is not made in one piece. */
export const aroundList = { head: JSON.stringify(success([])).slice(0, -2), tail: ']}' } as const;
