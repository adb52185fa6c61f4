import { type Answer, isList, type ListAnswer } from '../answers/answer';
import { runsQuery } from '../answers/actions';
import { type Envelope, noRecord, oldSuccess, refusals, refused, success, throttled } from '../answers/envelope';
import { queryBusy } from '../answers/query-actions';
import { rowOf } from '../companies/employee-row';
import { echoed } from './echoed-key';
import type { Fault, FaultName } from './fault';
import { lied } from './lies';

const insteadOf: Partial<Record<FaultName, Envelope>> = {
  'invalid-key': refusals.keyMalformed,
  'key-does-not-exist': refusals.keyUnknown,
  'no-grant': refusals.noGrant,
  'access-denied': refusals.accessDenied,
  suspended: refusals.suspended,
  'trial-expired': refusals.trialExpired,
  'status-6': refusals.serverFault,
  'no-employees': noRecord,
  'no-employees-empty-list': success([]),
  'result-empty-text': success(''),
  'result-null': success(null),
  'result-empty-object': success({}),
  'message-row': oldSuccess([{ Message: 'Please try after some time' }]),
  'wrong-company': success({ CompanyId: 99_999, SubDomain: 'someoneelse', CompanyName: 'Someone Else Ltd' }),
};

/** What PeopleHR says instead of the right answer. @param perMinute the limit that a throttled call names */
export function bent(answer: Answer, fault: Fault, action: string, perMinute: number): Answer {
  const { fault: name, isError = true, status = 5 } = fault;
  if (name === 'throttled') return throttled(perMinute, isError, status);
  if (name === 'key-echoed') return refused(status, `API key ${echoed(fault.key, fault.value)} does not exists.`);
  if (name === 'key-in-company-name')
    return isList(answer) ? answer : renamed(answer, `Tiles of ${echoed(fault.key, fault.value)}`);
  if (name === 'query-busy') return queryBusy(fault.status === 5);
  if (name === 'no-grant' && runsQuery(action)) return refusals.noQueryGrant;
  return insteadOf[name] ?? (isList(answer) ? (lied(answer, fault) ?? bentList(answer, name)) : answer);
}

const renamed = (answer: Envelope, CompanyName: string): Envelope =>
  success(typeof answer.Result === 'object' ? { ...answer.Result, CompanyName } : answer.Result);

/** The lie stands at the end, where a reader who believes the first rows is caught. */
function bentList({ company, rows }: ListAnswer, fault: FaultName): Answer {
  const [first] = rows;
  if (fault === 'result-object' && first) return success(company.record(first));
  if (fault === 'result-page' && first)
    return success({ Result: [company.record(first)], Pagination: { TotalRows: rows.length } });
  if (fault === 'duplicate-employee' && first) return { company, rows: [...rows, first] };
  if (fault === 'missing-employee-id') return { company, rows: [...rows, rowOf({ firstName: 'Nobody' })] };
  return { company, rows };
}

/** How `isError` is spelt under a fault: `text` is the beginning of an envelope. */
export function respelt(text: string, fault: FaultName): string {
  if (fault === 'is-error-pascal-case') return text.replace('"isError"', '"IsError"');
  return fault === 'is-error-text' ? text.replace(/"isError":(true|false)/, '"isError":"$1"') : text;
}
