/** PeopleHR's envelope, in its key order and spelling. */
export interface Envelope {
  readonly isError: boolean | string;
  readonly Status: number;
  readonly Message: string;
  readonly Result: unknown;
}

/** A refusal: HTTP 200 all the same. */
export const refused = (status: number, message: string): Envelope => ({
  isError: true,
  Status: status,
  Message: message,
  Result: '',
});

/** Success with a result. */
export const success = (result: unknown): Envelope => ({
  isError: false,
  Status: 0,
  Message: 'The request processed successfully.',
  Result: result,
});

/** PeopleHR's own texts, misspelt as they are. */
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
  noJson: refused(8, 'Either empty or no Form Data.'),
  badJson: refused(9, 'Invalid json data.'),
  leaversInvalid: refused(5, 'IncludeLeavers contains invalid data.'),
  employeeIdMissing: refused(5, 'EmployeeId is missing.'),
  employeeIdLong: refused(5, 'EmployeeId contains more than 15 characters.'),
  employeeUnknown: refused(5, 'EmployeeId does not exists.'),
} as const;

/** Over the rate limit: the message alone tells. */
export const throttled = (perMinute: number, isError: boolean): Envelope => ({
  isError,
  Status: isError ? 5 : 0,
  Message: `API calls will be limited to a ${perMinute} per minute`,
  Result: '',
});

/** A company without (current) people. */
export const noEmployees: Envelope = { isError: false, Status: 10, Message: 'No record found.', Result: '' };
