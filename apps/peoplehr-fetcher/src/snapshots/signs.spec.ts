import { failureReasons } from '@people-sync/contracts';
import { atOnce } from '../rig/at-once.testkit';
import { people, type WireRecord } from '../rig/captured-record.testkit';
import { AnswerInProgress, type Outcome } from './read-answer';

const NOW = new Date('2026-03-10T02:00:00Z');
const outcomeOf = (body: string): Outcome => {
  const terms = { digestKey: Buffer.alloc(32, 3), erased: new Set<string>(), startedAt: NOW };
  const answer = new AnswerInProgress(terms, 1024 * 1024, 'a-key-of-peoplehr');
  atOnce(answer.push(Buffer.from(body)));
  return atOnce(answer.end(200, NOW));
};
const reasonFor = (body: string): string => {
  const outcome = outcomeOf(body);
  return outcome.ok ? 'a snapshot' : outcome.reason;
};

/** Two people, as short as they may be. */
const [ada, ben]: [WireRecord, WireRecord] = [{ EmployeeId: 'PW1' }, { EmployeeId: { DisplayValue: 'PW2' } }];
const GOOD = 'The request processed successfully.';
const envelope = (changes: object = {}) =>
  JSON.stringify({ isError: false, Status: 0, Message: GOOD, Result: [ada, ben], ...changes });

/** What each sign of an answer was seen to be, or could be: [value, does it speak for a good answer]. */
const flags: [unknown, boolean][] = [
  [false, true],
  ['false', true],
  ['False', true],
  [' FALSE ', true],
  [true, false],
  ['True', false],
  [null, false],
  [0, false],
  ['', false],
  [undefined, false],
];
const statuses: [unknown, boolean][] = [
  [0, true],
  ['0', true],
  [undefined, false],
  [null, false],
  ['', false],
  [-1, false],
  [77, false],
  [false, false],
  ...[1, 2, 5, 6, 10].map((code): [unknown, boolean] => [code, false]),
  ['10', false],
];
const results: [unknown, boolean][] = [
  [[ada], true],
  [[ada, ben], true],
  [undefined, false],
  ['', false],
  [' ', false],
  [null, false],
  [{}, false],
  [[], false],
  [0, false],
  [false, false],
  ['PW1', false],
  [ada, false],
  [{ Result: [ada, ben], Pagination: { TotalRows: 2 } }, false],
  [JSON.stringify([ada, ben]), false],
  [[ada, ben, ada], false],
  [[ada, {}], false],
  [[ada, null], false],
  [[ada, 'PW2'], false],
  [[ada, [ben]], false],
  [[[ada, ben]], false],
  [[ada, { EmployeeId: '' }], false],
  [[ada, { EmployeeId: ' \u0000 ' }], false],
  [[ada, { EmployeeId: null }], false],
  [[ada, { EmployeeId: true }], false],
  [[ada, { EmployeeId: {} }], false],
  [[ada, { EmployeeId: { DisplayValue: '' } }], false],
  [[ada, { EmployeeId: { Value: 'PW2' } }], false],
  [[ada, { employeeid: 'PW2' }], false],
  [[ada, { EmployeeId: ' PW1 ' }], false],
  [[{ Message: 'Please try after some time, query execution is already in progress' }], false],
];
const messages: [unknown, boolean][] = [
  [GOOD, true],
  [undefined, true],
  ['API calls will be Limited To a 30 per minute', false],
];

describe('all signs of an answer together', () => {
  it('make a snapshot only if every one of them speaks for it; otherwise the reason is named', () => {
    const wrong: string[] = [];
    let [tried, good] = [0, 0];
    for (const [isError, flagIsGood] of flags)
      for (const [Status, statusIsGood] of statuses)
        for (const [Result, resultIsGood] of results)
          for (const [Message, messageIsGood] of messages) {
            const key = ['isError', 'IsError', 'ISERROR'][tried++ % 3] ?? '';
            const body = JSON.stringify({ [key]: isError, Status, Message, Result });
            const shouldCount = flagIsGood && statusIsGood && resultIsGood && messageIsGood;
            const outcome = outcomeOf(body);
            const isNamed = outcome.ok || (failureReasons.includes(outcome.reason) && outcome.detail !== '');
            if (outcome.ok !== shouldCount || !isNamed) wrong.push(body);
            if (outcome.ok) good++;
          }
    expect(wrong).toEqual([]);
    expect(good).toBe(4 * 2 * 2 * 2);
    expect(tried).toBeGreaterThan(9_000);
  });
});

describe('the lies of PeopleHR, one by one', () => {
  const refusal = (Status: number, Message: string, more: object = {}) =>
    envelope({ isError: true, Status, Message, Result: '', ...more });

  it.each([
    // Facts, section 2: no record.
    ['no-employees', envelope({ Status: 10, Message: 'No records found.', Result: '' })],
    ['no-employees', refusal(10, 'No record found.')],
    ['no-employees', refusal(10, 'No detail has been found.', { Result: {} })],
    ['no-employees', envelope({ Status: 10, Result: null })],
    ['no-employees', envelope({ Status: 10, Result: [ada] })],
    ['no-employees', envelope({ Result: '' })],
    ['no-employees', envelope({ Result: [] })],
    // Errors, whatever isError and Result say.
    ...[true, false, 'true', 'false'].flatMap((isError): [string, string][] =>
      ['', null, {}, [], [ada]].flatMap((Result): [string, string][] => [
        ['invalid-api-key', refusal(1, 'API key is missing.', { isError, Result })],
        ['invalid-api-key', refusal(2, 'Invalid API Key.', { isError, Result })],
        ['invalid-api-key', refusal(5, 'API Key does not exists.', { isError, Result })],
        ['missing-permission', refusal(5, 'No access on employee schema.', { isError, Result })],
        ['missing-permission', refusal(5, 'Access Denied.', { isError, Result })],
        ['account-blocked', refusal(5, 'This company has been suspended.', { isError, Result })],
        ['account-blocked', refusal(5, 'Your trial has expired.', { isError, Result })],
        ['unavailable', refusal(6, 'Oops! Something went wrong.', { isError, Result })],
        ['throttled', refusal(5, 'API calls will be limited to a 50 per minute', { isError, Result })],
        ['throttled', refusal(0, 'API calls will be limited to a 50 per minute', { isError, Result })],
        ['unexpected-answer', refusal(3, 'Action is missing.', { isError, Result })],
        ['unexpected-answer', refusal(4, 'Invalid Action.', { isError, Result })],
        ['unexpected-answer', refusal(5, 'IncludeLeavers contains invalid data.', { isError, Result })],
        ['unexpected-answer', refusal(7, 'No json data found.', { isError, Result })],
        ['unexpected-answer', refusal(8, 'Either empty or no Form Data.', { isError, Result })],
        ['unexpected-answer', refusal(9, 'Invalid json data.', { isError, Result })],
      ]),
    ),
    // What a client read under another name.
    ['unexpected-answer', envelope({ Result: undefined, Results: [ada, ben] })],
    ['unexpected-answer', envelope({ Result: undefined, Output: [ada, ben] })],
    ['unexpected-answer', envelope({ isError: undefined, error: false })],
    // A client that could not read the answer made this of it.
    ['unexpected-answer', refusal(0, '')],
    // A query's answers, busy and not.
    ['unexpected-answer', envelope({ Result: [{ Message: 'Please try after some time' }] })],
    ['unexpected-answer', refusal(5, 'Please try after some time, query execution is already in progress')],
    ['unexpected-answer', envelope({ Result: [{ 'Employee Id': 'PW1', 'First Name': 'Ada' }] })],
    // What stands in front of PeopleHR, with HTTP 200.
    ['unavailable', '<!DOCTYPE html><html><body>Scheduled maintenance</body></html>'],
    ['unavailable', ''],
    ['unavailable', 'null'],
    ['unavailable', '""'],
    ['unavailable', JSON.stringify([ada, ben])],
    ['unavailable', `${envelope()}<script></script>`],
    ['unavailable', `callback(${envelope()})`],
  ])('%s: %s', (reason, body) => {
    expect(reasonFor(body)).toBe(reason);
  });

  it('do not tell support whom they are about, only the administrator', () => {
    const rows = people(3).map((row) => ({ ...row, EmployeeId: { DisplayValue: 'PW7' } }));
    const outcome = outcomeOf(envelope({ Result: rows }));
    expect(outcome).toEqual({
      ok: false,
      reason: 'employee-twice',
      detail: 'Result has the same EmployeeId in rows 1 and 2',
      about: 'PW7',
    });
  });
});
