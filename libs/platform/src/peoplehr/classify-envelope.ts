import type { FailureReason } from '@people-sync/contracts';
import { withoutLookalikes, withoutSecret } from './without-secret';

/** What stood under `Result`: PeopleHR answers with a list, one object, or `""` for nothing. */
export type ResultKind = 'array' | 'empty-array' | 'object' | 'empty-text' | 'null' | 'missing' | 'other';

/** One answer of PeopleHR, without its employees: enough to tell whether it counts. */
export interface AnswerHead {
  readonly httpStatus: number;
  /** The whole body arrived and was one JSON object. False for HTML, an empty body, JSON that breaks off. */
  readonly parsed: boolean;
  /** Why it is not, for support: nothing of the body is in it. */
  readonly defect?: string;
  /** As sent: `isError` or `IsError`, a boolean or its word. */
  readonly isError?: unknown;
  /** As sent: PeopleHR's own status, a number or its digits. */
  readonly status?: unknown;
  readonly message?: unknown;
  readonly result: ResultKind;
}

/** `ok`: the answer counts. Otherwise why not, and what PeopleHR said, for support. */
export type Verdict =
  { readonly ok: true } | { readonly ok: false; readonly reason: FailureReason; readonly said: string };

const THROTTLED = /limited to/i;
const BLOCKED = /suspended|trial has expired/i;
const NO_ACCESS = /no access|access denied/i;
const ABOUT_THE_KEY = /api ?key/i;

/**
 * Whether an answer of PeopleHR counts, by all of its signs: business errors come with HTTP 200, a throttled call
 * looks like success without data, and no single field can be believed alone (PeopleHR swagger 3.1 and captures).
 * @param wanted the kind of Result the action gives: a list for GetAllEmployeeDetail, an object for GetCompanyInformation.
 * @param apiKey what was asked with; it is not in `said`, however PeopleHR spells it
 */
export function classifyEnvelope(answer: AnswerHead, wanted: 'array' | 'object', apiKey: string): Verdict {
  const message = typeof answer.message === 'string' ? answer.message.trim() : '';
  const no = (reason: FailureReason): Verdict => ({ ok: false, reason, said: said(answer, message, apiKey) });

  if (answer.httpStatus === 429) return no('throttled');
  if (answer.httpStatus === 403 || answer.httpStatus === 408 || answer.httpStatus >= 500) return no('unavailable');
  if (answer.httpStatus !== 200) return no('unexpected-answer');
  if (!answer.parsed) return no('unavailable');
  if (THROTTLED.test(message)) return no('throttled');

  const status = statusOf(answer.status);
  const isError = isErrorOf(answer.isError);
  if (status === 0 && isError === false) {
    if (answer.result === wanted) return { ok: true };
    const isEmpty = answer.result === 'empty-text' || answer.result === 'empty-array';
    return no(isEmpty && wanted === 'array' ? 'no-employees' : 'unexpected-answer');
  }
  if (BLOCKED.test(message)) return no('account-blocked');
  if (NO_ACCESS.test(message)) return no('missing-permission');
  if (status === 1 || status === 2 || (status === 5 && ABOUT_THE_KEY.test(message))) return no('invalid-api-key');
  if (status === 6) return no('unavailable');
  if (status === 10) return no('no-employees');
  return no('unexpected-answer');
}

function isErrorOf(value: unknown): boolean | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === true || word === 'true') return true;
  return word === false || word === 'false' ? false : undefined;
}

function statusOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,3}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

const MAX_SAID = 200;

/** Kept with the failed sync. Bounded; the key, and an address, in PeopleHR's text are nobody's business. */
function said(answer: AnswerHead, message: string, apiKey: string): string {
  const text = withoutLookalikes(withoutSecret(message, apiKey))
    .replace(/\S+@\S+/g, '[email]')
    .slice(0, MAX_SAID);
  const status = statusOf(answer.status);
  const parts = [
    `HTTP ${answer.httpStatus}`,
    ...(answer.defect === undefined || answer.httpStatus !== 200 ? [] : [answer.defect]),
    ...(status === undefined ? [] : [`Status ${status}`]),
    ...(text === '' ? [] : [`"${text}"`]),
  ];
  return parts.join(', ');
}
