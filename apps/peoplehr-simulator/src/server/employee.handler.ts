import type { IncomingMessage, ServerResponse } from 'node:http';
import { act, type Answer, isAction } from '../answers/actions';
import { readAction, readRequest } from '../answers/employee-request';
import { type Envelope, refusals, throttled } from '../answers/envelope';
import { UNKNOWN_KEY } from '../calls/call-log';
import { bent, respelt } from '../faults/answer-faults';
import type { Fault } from '../faults/fault';
import type { SimulatedPeopleHr } from '../simulated-peoplehr';
import { firstBytes, piecesOf, readBody, send } from './body';
import { answerHead, answerInFront } from './front-door';

const MAX_REQUEST = 64 * 1024;

/**
 * POST /Employee in all its spellings: PeopleHR's checks in their order, the ordered fault, the answer.
 * What stands in front of PeopleHR refuses before the limit counts, as a CDN does.
 */
export async function answerEmployee(
  peopleHr: SimulatedPeopleHr,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = (await readBody(request, MAX_REQUEST)) ?? '';
  const { refusal, key, action, answer } = understood(peopleHr, text);
  peopleHr.calls.record(key, action, request.headers['user-agent'] ?? '');
  if (refusal) return answerWhole(response, refusal);

  const fault = peopleHr.faults.take(key, action);
  if (fault && (await answerInFront(fault, response))) return;
  const limit = peopleHr.limits.of(key);
  if (!peopleHr.limits.admits(key, performance.now()))
    return answerWhole(response, throttled(limit.perMinute ?? 0, limit.isError, limit.status));
  const right = answer();
  if (!fault) return answerWhole(response, right);
  return answerFaultily(response, bent(right, fault, limit.perMinute ?? 50), fault);
}

/** Who asks for what; or a refusal that comes before limits and faults. */
function understood(
  peopleHr: SimulatedPeopleHr,
  text: string,
):
  | { readonly refusal: Envelope; readonly key: string; readonly action: string; readonly answer?: undefined }
  | { readonly refusal?: undefined; readonly key: string; readonly action: string; readonly answer: () => Answer } {
  const request = readRequest(text);
  if ('refusal' in request) return { refusal: request.refusal, key: UNKNOWN_KEY, action: 'none' };
  const { key, body } = request;
  const company = peopleHr.directory.behind(key);
  if (!company) return { refusal: refusals.keyUnknown, key: UNKNOWN_KEY, action: 'none' };
  const action = readAction(request);
  if (typeof action !== 'string') return { refusal: action.refusal, key, action: 'none' };
  return { key, action: isAction(action) ? action : 'other', answer: () => act(company, action, body) };
}

async function answerWhole(response: ServerResponse, answer: Answer): Promise<void> {
  answerHead(response, 200, 'application/json; charset=utf-8');
  if (
    await send(
      response,
      piecesOf(answer, (text) => text),
    )
  )
    response.end();
}

/** The answer in another spelling, or only the beginning of it. */
async function answerFaultily(response: ServerResponse, answer: Answer, fault: Fault): Promise<void> {
  const pieces = () => piecesOf(answer, (text) => respelt(text, fault.fault));
  const cut = fault.fault === 'truncated-json' || fault.fault === 'reset-mid-body';
  const most = cut ? cutAt(pieces(), fault.at) : Number.POSITIVE_INFINITY;
  answerHead(response, 200, 'application/json; charset=utf-8');
  if (!(await send(response, firstBytes(pieces(), most)))) return;
  if (fault.fault === 'reset-mid-body') response.socket?.resetAndDestroy();
  else response.end();
}

/** Where the answer ends: before its last byte in any case. */
function cutAt(pieces: Iterable<Buffer>, at: number | undefined): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return Math.min(at ?? Math.floor(length / 2), length - 1);
}
