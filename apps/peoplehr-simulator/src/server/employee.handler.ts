import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { act, type Answer, isList } from '../answers/actions';
import { readRequest } from '../answers/employee-request';
import { type Envelope, noEmployees, refusals, success, throttled } from '../answers/envelope';
import { rowOf } from '../companies/employee-row';
import type { Tenancy } from '../companies/tenancy';
import type { Fault, Faults } from '../faults/fault';
import { pieces, readBody, write } from './body';

const SLOW_MS = 31_000;
const html = (title: string): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** POST /Employee in all its spellings: the checks in PeopleHR's order, the ordered fault, the answer. */
export async function answerEmployee(
  tenancy: Tenancy,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  tenancy.userAgents.add(request.headers['user-agent'] ?? '');
  const text = await readBody(request);
  const parsed = readRequest(text ?? '');
  if ('refusal' in parsed) return send(response, parsed.refusal);
  const { key, action, body } = parsed;
  const company = tenancy.behind(key);
  const within = tenancy.count(key, action, Date.now());
  const fault = faults.take(key);
  if (fault && (await spoil(fault, response))) return;
  if (!company) return send(response, refusals.keyUnknown);
  if (!within) return send(response, throttled(tenancy.perMinute, true));
  const answer = act(company, action, body);
  const bent = fault ? bend(fault, action, answer, tenancy.perMinute) : answer;
  if (fault?.fault === 'truncated-json') return truncate(response, bent, fault.at);
  if (fault?.fault === 'reset-mid-body') return breakOff(response, bent);
  if (fault?.fault === 'is-error-pascal-case')
    return sendText(response, [...pieces(bent)].join('').replace('"isError"', '"IsError"'));
  if (fault?.fault === 'is-error-text')
    return sendText(response, [...pieces(bent)].join('').replace('"isError":false', '"isError":"false"'));
  head(response, 200, 'application/json; charset=utf-8');
  await write(response, pieces(bent));
}

/** Faults of what stands before PeopleHR. True if the answer is given. */
async function spoil(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.fault) {
    case 'html-403':
      return page(response, 403, '403 Forbidden');
    case 'html-500':
      return page(response, 500, 'Runtime Error');
    case 'html-502':
      return page(response, 502, '502 Bad Gateway');
    case 'empty-body':
      head(response, 200, 'application/json');
      response.end();
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'slow-first-byte':
      await wait(fault.ms ?? SLOW_MS, undefined, { ref: false });
      return response.destroyed;
    default:
      return false;
  }
}

/** Faults of PeopleHR's own answer. */
function bend(fault: Fault, action: string, answer: Answer, perMinute: number): Answer {
  const own: Partial<Record<Fault['fault'], Envelope>> = {
    throttled: throttled(perMinute, fault.isError ?? true),
    'invalid-key': refusals.keyMalformed,
    'key-does-not-exist': refusals.keyUnknown,
    'no-grant': action === 'GetCompanyInformation' ? undefined : refusals.noGrant,
    'access-denied': refusals.accessDenied,
    suspended: refusals.suspended,
    'trial-expired': refusals.trialExpired,
    'status-6': refusals.serverFault,
  };
  const refusal = own[fault.fault];
  if (refusal) return refusal;
  if (fault.fault === 'wrong-company' && action === 'GetCompanyInformation') {
    return success({ CompanyId: 99_999, SubDomain: 'someoneelse', CompanyName: 'Someone Else Ltd' });
  }
  if (!isList(answer)) return answer;
  switch (fault.fault) {
    case 'no-employees':
      return noEmployees;
    case 'no-employees-empty-list':
      return success([]);
    case 'result-object':
      return success({ Employee: 'unexpected' });
    case 'duplicate-employee':
      return { ...answer, rows: [...answer.rows, ...answer.rows.slice(0, 1)] };
    case 'missing-employee-id':
      return { ...answer, rows: [...answer.rows, rowOf({ firstName: 'Nobody', lastName: 'Numberless' })] };
    default:
      return answer;
  }
}

async function truncate(response: ServerResponse, answer: Answer, at?: number): Promise<void> {
  const bytes = Buffer.from([...pieces(answer)].join(''));
  head(response, 200, 'application/json');
  await write(response, [bytes.subarray(0, at ?? Math.floor(bytes.length / 2))]);
}

async function breakOff(response: ServerResponse, answer: Answer): Promise<void> {
  const bytes = Buffer.from([...pieces(answer)].join(''));
  head(response, 200, 'application/json');
  await new Promise((resolve) => response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), resolve));
  response.socket?.resetAndDestroy();
}

function page(response: ServerResponse, status: number, title: string): true {
  head(response, status, 'text/html');
  response.end(html(title));
  return true;
}

function head(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'private', 'x-powered-by': 'ASP.NET' });
}

const send = (response: ServerResponse, answer: Envelope): Promise<void> => sendText(response, JSON.stringify(answer));

async function sendText(response: ServerResponse, text: string): Promise<void> {
  head(response, 200, 'application/json; charset=utf-8');
  await write(response, [text]);
}
