import { type Answer, isList, type ListAnswer } from '../answers/actions';
import { type Envelope, noRecord, refusals, success, throttled } from '../answers/envelope';
import { rowOf } from '../companies/employee-row';
import type { Fault, FaultName } from './fault';

const refusalOf: Partial<Record<FaultName, Envelope>> = {
  'invalid-key': refusals.keyMalformed,
  'key-does-not-exist': refusals.keyUnknown,
  'no-grant': refusals.noGrant,
  'access-denied': refusals.accessDenied,
  suspended: refusals.suspended,
  'trial-expired': refusals.trialExpired,
  'status-6': refusals.serverFault,
  'no-employees': noRecord,
  'no-employees-empty-list': success([]),
  'wrong-company': success({ CompanyId: 99_999, SubDomain: 'someoneelse', CompanyName: 'Someone Else Ltd' }),
};

/** What PeopleHR says instead of the right answer. @param perMinute the limit that a throttled call names */
export function bent(answer: Answer, fault: Fault, perMinute: number): Answer {
  if (fault.fault === 'throttled') return throttled(perMinute, fault.isError ?? true, fault.status ?? 5);
  return refusalOf[fault.fault] ?? (isList(answer) ? bentList(answer, fault.fault) : answer);
}

/** The lie stands at the end, where a reader who believes the first rows is caught. */
function bentList({ company, rows }: ListAnswer, fault: FaultName): Answer {
  const [first] = rows;
  if (fault === 'result-object' && first) return success(company.record(first));
  if (fault === 'duplicate-employee' && first) return { company, rows: [...rows, first] };
  if (fault === 'missing-employee-id') return { company, rows: [...rows, rowOf({ firstName: 'Nobody' })] };
  return { company, rows };
}

/** How `isError` is spelt under a fault: `text` is the beginning of an envelope. */
export function respelt(text: string, fault: FaultName): string {
  if (fault === 'is-error-pascal-case') return text.replace('"isError"', '"IsError"');
  return fault === 'is-error-text' ? text.replace(/"isError":(true|false)/, '"isError":"$1"') : text;
}
