import type { IncomingMessage, ServerResponse } from 'node:http';
import { act, isAction, type Resource, runsQuery } from '../answers/actions';
import type { Answer } from '../answers/answer';
import { readAction, readRequest } from '../answers/employee-request';
import { type Envelope, refusals, throttled } from '../answers/envelope';
import { queryBusy } from '../answers/query-actions';
import { UNKNOWN_KEY } from '../calls/call-log';
import type { Company } from '../companies/company';
import { today } from '../companies/dates';
import { bent, respelt } from '../faults/answer-faults';
import type { Fault } from '../faults/fault';
import type { SimulatedPeopleHr } from '../simulated-peoplehr';
import { firstBytes, piecesOf, readBody, send, trickling } from './body';
import { answerHead, answerInFront, SLOW_MS } from './front-door';
import { codingOf, packed } from './wrong-packing';

const MAX_REQUEST = 64 * 1024;

/** A call that PeopleHR understands. */
interface Call {
  readonly key: string;
  readonly action: string;
  readonly company: Company;
  readonly answer: () => Answer;
}

/** POST /Employee and /Query in all their spellings: PeopleHR's checks in their order, the ordered fault, the answer. */
export async function answerResource(
  peopleHr: SimulatedPeopleHr,
  resource: Resource,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = (await readBody(request, MAX_REQUEST)) ?? '';
  const call = understood(peopleHr, resource, text);
  const { key, action } = call;
  peopleHr.calls.record(key, isAction(action) ? action : action === '' ? 'none' : 'other', agentOf(request));
  if ('refusal' in call) return answerWhole(response, call.refusal);
  if (!runsQuery(action)) return answerCall(peopleHr, call, response);
  const end = peopleHr.queries.begin(call.company.id);
  try {
    await answerCall(peopleHr, end ? call : { ...call, answer: () => busy(call.company) }, response);
  } finally {
    end?.();
  }
}

/** What stands in front of PeopleHR refuses before the limit counts, as a CDN does. */
async function answerCall(peopleHr: SimulatedPeopleHr, call: Call, response: ServerResponse): Promise<void> {
  const { key, action } = call;
  const fault = peopleHr.faults.take(key, action);
  if (fault && (await answerInFront(fault, response))) return;
  const limit = peopleHr.limits.of(key);
  if (!peopleHr.limits.admits(key, performance.now()))
    return answerWhole(response, throttled(limit.perMinute ?? 0, limit.isError, limit.status));
  const right = call.answer();
  if (!fault) return answerWhole(response, right);
  return answerFaultily(response, bent(right, fault, action, limit.perMinute ?? 50), fault);
}

const busy = ({ habits }: Company): Answer => queryBusy(habits.busyAnswer === 'error-5');

const agentOf = (request: IncomingMessage): string => request.headers['user-agent'] ?? '';

/** Who asks for what; or a refusal that comes before limits and faults, with what is known of the call. */
function understood(
  peopleHr: SimulatedPeopleHr,
  resource: Resource,
  text: string,
): Call | { readonly key: string; readonly action: string; readonly refusal: Envelope } {
  const request = readRequest(text);
  if ('refusal' in request) return { refusal: request.refusal, key: UNKNOWN_KEY, action: '' };
  const { key, body } = request;
  const company = peopleHr.directory.behind(key);
  if (!company) return { refusal: refusals.keyUnknown, key: UNKNOWN_KEY, action: '' };
  const action = readAction(request);
  if (typeof action !== 'string') return { refusal: action.refusal, key, action: '' };
  return { key, action, company, answer: () => act(resource, company, action, body, today()) };
}

async function answerWhole(response: ServerResponse, answer: Answer): Promise<void> {
  answerHead(response, 200, 'application/json; charset=utf-8');
  const pieces = piecesOf(answer, (text) => text);
  if (await send(response, pieces)) response.end();
}

/** The answer in another spelling, or only the beginning of it. */
async function answerFaultily(response: ServerResponse, answer: Answer, fault: Fault): Promise<void> {
  const pieces = () =>
    packed(
      piecesOf(answer, (text) => respelt(text, fault.fault)),
      fault,
    );
  const cut = fault.fault === 'truncated-json' || fault.fault === 'reset-mid-body';
  const most = cut ? cutAt(pieces(), fault.at) : Number.POSITIVE_INFINITY;
  answerHead(response, 200, 'application/json; charset=utf-8', codingOf(fault));
  const bytes = firstBytes(pieces(), most);
  const paced = fault.fault === 'trickled' ? trickling(bytes, fault.ms ?? SLOW_MS) : bytes;
  if (!(await send(response, paced))) return;
  if (fault.fault === 'reset-mid-body') response.socket?.resetAndDestroy();
  else response.end();
}

/** Where the answer ends: before its last byte in any case. */
function cutAt(pieces: Iterable<Buffer>, at: number | undefined): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return Math.min(at ?? Math.floor(length / 2), length - 1);
}
