import { AnswerReader } from './answer/answer-reader';
import { classifyEnvelope, type AnswerHead } from './classify-envelope';

const good = { isError: false, Status: 0, Message: 'The request processed successfully.', Result: [{}] };

const KEY = 'b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1';

const headOf = (httpStatus: number, body: string): AnswerHead => {
  const nobody = { begin: () => undefined, element: () => undefined };
  const reader = new AnswerReader(nobody, {
    result: 'array',
    wireNames: { employeeId: 'EmployeeId' },
    maxBodyBytes: 1e6,
  });
  reader.push(Buffer.from(body));
  return reader.end(httpStatus);
};

/** What an answer of PeopleHR with HTTP 200 comes to. */
const outcome = (changes: Record<string, unknown>, wanted: 'array' | 'object' = 'array') => {
  const verdict = classifyEnvelope(headOf(200, JSON.stringify({ ...good, ...changes })), wanted, KEY);
  return verdict.ok ? 'ok' : verdict.reason;
};

describe('what counts as an answer from PeopleHR', () => {
  it.each([
    ['a list, in the words of the wire', {}],
    ['isError as a word in any case', { isError: undefined, IsError: 'False' }],
    ['Status as digits', { Status: '0' }],
  ])('accepts %s', (_, changes) => {
    expect(outcome(changes)).toBe('ok');
  });

  it.each([
    ['no-employees', 'no records', { Status: 10, Message: 'No records found.', Result: '' }],
    ['no-employees', 'no records, called an error', { isError: true, Status: 10, Result: '' }],
    ['no-employees', 'success with nothing', { Result: '' }],
    ['no-employees', 'success with an empty list', { Result: [] }],
    ['throttled', 'the limit as success', { Message: 'API calls will be limited to a 50 per minute', Result: '' }],
    [
      'throttled',
      'the limit as an error',
      { isError: true, Status: 5, Message: 'API calls will be Limited To a 30 per minute', Result: '' },
    ],
    ['invalid-api-key', 'no key', { isError: true, Status: 1, Message: 'API key is missing.', Result: '' }],
    ['invalid-api-key', 'a malformed key', { isError: true, Status: 2, Message: 'Invalid API Key.', Result: '' }],
    [
      'invalid-api-key',
      'an unknown key',
      { isError: true, Status: 5, Message: 'API key does not exists.', Result: '' },
    ],
    [
      'invalid-api-key',
      'an unknown key that is not called an error',
      { Status: 5, Message: 'API Key does not exists.', Result: '' },
    ],
    [
      'missing-permission',
      'no grant',
      { isError: true, Status: 5, Message: 'No access on employee schema.', Result: '' },
    ],
    [
      'missing-permission',
      'no grant in the words of version 4',
      { isError: true, Status: 5, Message: 'Access Denied.' },
    ],
    [
      'account-blocked',
      'a suspended company',
      { isError: true, Status: 5, Message: 'This company has been suspended.' },
    ],
    ['account-blocked', 'an ended trial', { isError: true, Status: 5, Message: 'Your trial has expired.' }],
    ['unavailable', 'a fault of the server', { isError: true, Status: 6, Message: 'Oops! Something went wrong.' }],
    ['unexpected-answer', 'an error without a status', { isError: true, Message: '' }],
    ['unexpected-answer', 'no word about errors', { isError: undefined }],
    ['unexpected-answer', 'a status nobody knows', { Status: 77 }],
    [
      'unexpected-answer',
      'a validation error that is not about the key',
      { isError: true, Status: 5, Message: 'IncludeLeavers contains invalid data.' },
    ],
    ['unexpected-answer', 'one object where a list is wished', { Result: { EmployeeId: 'PW1' } }],
    ['unexpected-answer', 'no result', { Result: null }],
  ])('says %s for %s', (reason, _, changes) => {
    expect(outcome(changes)).toBe(reason);
  });

  it('takes an object, and only an object, as the answer about the company', () => {
    expect(outcome({ Result: { CompanyId: 66446 } }, 'object')).toBe('ok');
    expect(outcome({ Result: '' }, 'object')).toBe('unexpected-answer');
  });

  it.each([
    ['unavailable', 403, '<html>Request blocked</html>'],
    ['unavailable', 502, '<html>Bad gateway</html>'],
    ['unavailable', 200, ''],
    ['unavailable', 200, '<html>Maintenance</html>'],
    ['unavailable', 200, '{"isError":false,"Status":0,"Message":"The requ'],
    ['unavailable', 200, '[]'],
    ['throttled', 429, ''],
    ['unexpected-answer', 404, 'not here'],
    ['unexpected-answer', 302, ''],
  ])('says %s for HTTP %d with %j', (reason, httpStatus, body) => {
    expect(classifyEnvelope(headOf(httpStatus, body), 'array', KEY)).toMatchObject({ ok: false, reason });
  });

  it('keeps what PeopleHR said for support, without addresses and not endlessly', () => {
    const head: AnswerHead = {
      httpStatus: 200,
      parsed: true,
      isError: true,
      status: 5,
      result: 'empty-text',
      message: `ask grace@example.com ${'x'.repeat(1000)}`,
    };
    const verdict = classifyEnvelope(head, 'array', KEY);
    expect(verdict).toMatchObject({ said: expect.stringMatching(/^HTTP 200, Status 5, "ask \[email\] x+"$/) });
    expect(verdict.ok ? '' : verdict.said.length).toBeLessThan(250);
  });

  it.each([
    ['', 'HTTP 200, an empty body'],
    ['<html>Maintenance</html>', 'HTTP 200, HTML, or other markup, instead of JSON'],
    ['{"isError":false,"Status":0,"Message":"The requ', 'HTTP 200, it breaks off'],
    [
      JSON.stringify({ isError: true, Status: 5, Message: `Key ${KEY.toUpperCase()} does not exists.` }),
      'HTTP 200, Status 5, "Key [key] does not exists."',
    ],
  ])('says for support what was wrong with %j, without the key', (body, said) => {
    expect(classifyEnvelope(headOf(200, body), 'array', KEY)).toMatchObject({ ok: false, said });
  });

  it('knows a refused key although the key stands in the words', () => {
    const Message = `API key ${KEY} does not exists.`;
    expect(outcome({ isError: true, Status: 5, Message, Result: '' })).toBe('invalid-api-key');
  });
});
