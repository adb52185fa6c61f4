import type { FailureReason } from '@people-sync/contracts';
import { OversizedError } from './answer/answer-errors';
import { AnswerReader } from './answer/answer-reader';
import type { PeopleHrCalls } from '../metrics/peoplehr-calls';
import { classifyEnvelope } from './classify-envelope';
import { type Company, companyIn, companyWireNames } from './company-in';
import { type PeopleHrHttp, PeopleHrUnavailableError } from './http/peoplehr-http.client';

/** The company, or why there is none; `said` is for support, without the key. */
export type CompanyAnswer =
  | { readonly ok: true; readonly company: Company }
  | { readonly ok: false; readonly reason: FailureReason; readonly said: string };

/** The answer has some hundred bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Asks PeopleHR whose key it is (GetCompanyInformation): the way to test a key, since it needs no permission ticked.
 * @throws the signal's reason only; every answer, and the lack of one, has its outcome
 */
export async function askCompany(
  http: PeopleHrHttp,
  apiKey: string,
  calls: PeopleHrCalls,
  signal?: AbortSignal,
): Promise<CompanyAnswer> {
  const ended = calls('GetCompanyInformation');
  const answer = await companyAnswer(http, apiKey, signal);
  ended(answer.ok ? 'ok' : answer.reason);
  return answer;
}

async function companyAnswer(http: PeopleHrHttp, apiKey: string, signal?: AbortSignal): Promise<CompanyAnswer> {
  let company: Company | undefined;
  const sink = {
    begin: () => (company = undefined),
    element: (fields: Parameters<typeof companyIn>[0]) => (company = companyIn(fields, apiKey)),
  };
  const reader = new AnswerReader(sink, {
    result: 'object',
    wireNames: companyWireNames,
    maxBodyBytes: MAX_BODY_BYTES,
  });
  try {
    const taker = { take: (chunk: Buffer) => reader.push(chunk) };
    const httpStatus = await http.ask(apiKey, { Action: 'GetCompanyInformation' }, taker, signal);
    const verdict = classifyEnvelope(reader.end(httpStatus), 'object', apiKey);
    if (!verdict.ok) return verdict;
    return company ? { ok: true, company } : { ok: false, reason: 'unexpected-answer', said: 'no CompanyId' };
  } catch (error) {
    if (error instanceof PeopleHrUnavailableError) return { ok: false, reason: 'unavailable', said: error.message };
    if (error instanceof OversizedError) return { ok: false, reason: 'unexpected-answer', said: error.message };
    throw error;
  }
}
