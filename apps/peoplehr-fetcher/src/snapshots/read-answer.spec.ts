import { createHmac } from 'node:crypto';
import { type Employee, employeeFields, isTextJson, MAX_PEOPLE } from '@people-sync/contracts';
import { employeeDigest, snapshotDigest } from '@people-sync/reconciliation';
import { propertyRuns } from '@people-sync/testing/property-runs';
import * as fc from 'fast-check';
import { wireNames } from '../answers/employee-fields';
import { atOnce } from '../rig/at-once.testkit';
import { TooLargeError } from './memory-budget';
import { AnswerInProgress, BYTES_A_TURN, type Outcome, ROWS_A_TURN } from './read-answer';
import type { Snapshot, SnapshotTerms } from './snapshot-builder';

const NOW = new Date('2026-03-10T02:00:00Z');
const KEY = Buffer.alloc(32, 3);
const TERMS: SnapshotTerms = { digestKey: KEY, erased: new Set(), startedAt: NOW };

const outcomeOf = (body: string, httpStatus = 200, terms = TERMS, takenAt = NOW): Outcome => {
  const answer = new AnswerInProgress(terms, 16 * 1024 * 1024, 'a-key-of-peoplehr');
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += 1000) atOnce(answer.push(bytes.subarray(at, at + 1000)));
  return atOnce(answer.end(httpStatus, takenAt));
};
const envelope = (changes: object) =>
  JSON.stringify({ isError: false, Status: 0, Message: 'ok', Result: [], ...changes });

const H = (value: string) => ({ DisplayValue: value, FieldHistory: [] });
const E = (value: string) => ({ DisplayValue: value, FieldHistoryForEffectiveDate: [] });
/** An employee as in the capture of 2023, with canaries where nothing may be taken from. */
const worker = (id: string, extra: object = {}) => ({
  EmployeeId: H(id),
  Title: H('CANARY-TITLE'),
  FirstName: H(' Ines '),
  LastName: H('Faulkner'),
  EmailId: H('Ines.Faulkner@Northwind-Tiles.example'),
  StartDate: H('2024-02-05'),
  DateOfBirth: H('CANARY-BIRTH'),
  JobRole: { DisplayValue: 'Kiln Technician', FieldHistoryForJobRole: ['CANARY-HISTORY'] },
  Company: E('Northwind Tiles'),
  Location: E('Stoke-on-Trent'),
  Department: E('Production'),
  ReportsTo: E('Grace Hopwood'),
  ReportsToEmployeeId: { DisplayValue: 'PW0' },
  ReportsToEmailAddress: { DisplayValue: 'Grace@Northwind-Tiles.example' },
  NISNumber: H('CANARY-NI'),
  EmploymentType: E('Full Time'),
  EmployeeStatus: { DisplayValue: '1' },
  Gender: H('CANARY-GENDER'),
  ContactDetail: { Address: H('CANARY-ADDRESS'), PersonalEmail: H('CANARY-EMAIL'), Mobile: H('CANARY-PHONE') },
  OtherContact: [{ Name: { DisplayValue: 'CANARY-CONTACT' } }],
  BankDetail: { BankName: H('CANARY-BANK'), AccountNumber: H('CANARY-BANK'), EmployeeId: H('CANARY-BANK') },
  LeavingDate: '',
  ReasonForLeaving: 'CANARY-REASON',
  UniqueKey: '2f9586ab-3f96-4cc2-b930-2da45ac437b1',
  lstFieldHistoryJobrole: null,
  ...extra,
});
const leaver = (id: string, leavingDate: string) =>
  worker(id, { EmployeeStatus: { DisplayValue: '2' }, LeavingDate: leavingDate });

const snapshotOf = (rows: readonly unknown[], terms = TERMS, takenAt = NOW): Snapshot => {
  const outcome = outcomeOf(envelope({ Result: rows }), 200, terms, takenAt);
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome.snapshot;
};
const employeesOf = (rows: readonly unknown[], terms = TERMS, takenAt = NOW): Employee[] => {
  const snapshot = snapshotOf(rows, terms, takenAt);
  return Array.from({ length: snapshot.rows.length }, (_, i) => JSON.parse(snapshot.rows.text(i)) as Employee);
};
const idDigest = (id: string) => createHmac('sha256', KEY).update(id).digest('hex');

describe("what PeopleHR's answer comes to", () => {
  it.each([
    ['no-employees', 'success with nothing', envelope({ Result: '' })],
    ['no-employees', 'success with an empty list', envelope({})],
    ['no-employees', 'no records', envelope({ Status: 10, Message: 'No record found.', Result: '' })],
    [
      'throttled',
      'the limit told as success',
      envelope({ Message: 'API calls will be limited to a 50 per minute', Result: '' }),
    ],
    [
      'throttled',
      'the limit told as an error',
      envelope({ isError: true, Status: 5, Message: 'API calls will be Limited To a 30 per minute', Result: '' }),
    ],
    [
      'throttled',
      'the limit told beside employees',
      envelope({ Message: 'will be limited to 30', Result: [worker('PW1')] }),
    ],
    ['invalid-api-key', 'no key', envelope({ isError: true, Status: 1, Message: 'API key is missing.' })],
    [
      'invalid-api-key',
      'a malformed key',
      envelope({ isError: true, Status: 2, Message: 'Invalid API Key.', Result: {} }),
    ],
    [
      'invalid-api-key',
      'an unknown key',
      envelope({ isError: true, Status: 5, Message: 'API key does not exists.', Result: null }),
    ],
    [
      'missing-permission',
      'no grant',
      envelope({ isError: true, Status: 5, Message: 'No access on employee schema.' }),
    ],
    [
      'missing-permission',
      'no grant in version 4',
      envelope({ isError: 'True', Status: 5, Message: 'Access Denied.' }),
    ],
    [
      'account-blocked',
      'a suspended company',
      envelope({ isError: true, Status: 5, Message: 'This company has been suspended.' }),
    ],
    ['account-blocked', 'an ended trial', envelope({ isError: true, Status: 5, Message: 'Your trial has expired.' })],
    [
      'unavailable',
      'a fault of the server',
      envelope({ isError: true, Status: 6, Message: 'Oops! Something went wrong.' }),
    ],
    ['unavailable', 'a page of HTML', '<html>Maintenance</html>'],
    ['unavailable', 'an empty body', ''],
    ['unavailable', 'JSON that breaks off', envelope({ Result: [worker('PW1')] }).slice(0, -1)],
    ['unavailable', 'JSON with something behind it', `${envelope({ Result: [worker('PW1')] })}x`],
    ['unexpected-answer', 'an error beside employees', envelope({ isError: true, Result: [worker('PW1')] })],
    ['unexpected-answer', 'a status nobody knows beside employees', envelope({ Status: 77, Result: [worker('PW1')] })],
    ['unexpected-answer', 'one object', envelope({ Result: worker('PW1') })],
    ['unexpected-answer', 'no word about errors', envelope({ isError: undefined, Result: [worker('PW1')] })],
    ['unexpected-answer', 'somebody without an EmployeeId', envelope({ Result: [worker('PW1'), worker(' \u0000 ')] })],
    [
      'unexpected-answer',
      'a row that is no employee',
      envelope({ Result: [worker('PW1'), { Message: 'Please try after some time' }] }),
    ],
    ['unexpected-answer', 'a row that is no object', envelope({ Result: ['PW1'] })],
    [
      'employee-twice',
      'the same EmployeeId twice',
      envelope({ Result: [worker('PW1'), worker('PW2'), worker(' PW1')] }),
    ],
    ['unexpected-answer', 'more than anybody has', envelope({ Message: 'x'.repeat(2 * 1024 * 1024) })],
  ])('is %s for %s', (reason, _, body) => {
    expect(outcomeOf(body)).toMatchObject({ ok: false, reason });
  });

  it.each([
    ['unavailable', 403],
    ['unavailable', 500],
    ['unavailable', 502],
    ['throttled', 429],
    ['unexpected-answer', 404],
    ['unexpected-answer', 302],
  ])('is %s for HTTP %d, whatever the body', (reason, httpStatus) => {
    expect(outcomeOf(envelope({ Result: [worker('PW1')] }), httpStatus)).toMatchObject({ ok: false, reason });
  });

  it('says for support which rows are wrong, and for the administrator who is listed twice', () => {
    expect(outcomeOf(envelope({ Result: [worker('PW1'), worker('PW2'), worker('PW1')] }))).toMatchObject({
      reason: 'employee-twice',
      detail: 'Result has the same EmployeeId in rows 1 and 3',
      about: 'PW1',
    });
    expect(outcomeOf(envelope({ Result: [worker('PW1'), worker('')] }))).toMatchObject({
      detail: 'Result has no EmployeeId in row 2',
    });
  });

  it('is a snapshot of every employee, each with the fields that may leave and no other', () => {
    const body = envelope({ Result: [worker('PW1'), worker('PW2')] });
    expect(body.split('CANARY').length - 1).toBeGreaterThan(20);
    const [employee, ...others] = employeesOf([worker('PW1'), worker('PW2')]);
    expect(employee).toEqual({
      employeeId: 'PW1',
      uniqueKey: '2f9586ab-3f96-4cc2-b930-2da45ac437b1',
      email: 'ines.faulkner@northwind-tiles.example',
      firstName: 'Ines',
      lastName: 'Faulkner',
      jobRole: 'Kiln Technician',
      location: 'Stoke-on-Trent',
      department: 'Production',
      reportsTo: 'Grace Hopwood',
      reportsToEmployeeId: 'PW0',
      reportsToEmail: 'grace@northwind-tiles.example',
      company: 'Northwind Tiles',
      employmentType: 'Full Time',
      status: '1',
      startDate: '2024-02-05',
      leavingDate: null,
    });
    expect(others).toHaveLength(1);
    expect(JSON.stringify(snapshotOf([worker('PW1'), worker('PW2')]))).not.toContain('CANARY');
  });

  it("has the digests of the rules' canonical form", () => {
    const { rows, digests, digest } = snapshotOf([worker('PW1'), worker('PW2', { FirstName: H('Zoë 🏺') })]);
    const expected = [0, 1].map((i) => employeeDigest(JSON.parse(rows.text(i)) as Employee, KEY));
    expect(digests).toEqual(expected);
    expect(digest).toBe(snapshotDigest(expected));
  });

  it('tells which fields were there at all and how many have which status', () => {
    const { UniqueKey: _, ReportsToEmployeeId: __, ...ofTheYear2015 } = worker('PW1');
    const snapshot = snapshotOf([
      ofTheYear2015,
      { ...ofTheYear2015, EmployeeId: 312, EmployeeStatus: { DisplayValue: '7' } },
    ]);
    expect(snapshot.fieldsPresent).toEqual(
      employeeFields.filter((field) => field !== 'uniqueKey' && field !== 'reportsToEmployeeId'),
    );
    expect(snapshot.statusCounts).toEqual({ '1': 1, '7': 1 });
    expect(JSON.parse(snapshot.rows.text(1))).toMatchObject({ employeeId: '312', uniqueKey: null });
  });

  it('counts at most fifty status codes apart', () => {
    const rows = Array.from({ length: 80 }, (_, i) => worker(`PW${i}`, { EmployeeStatus: `s${i}${'x'.repeat(100)}` }));
    const counts = snapshotOf(rows).statusCounts;
    expect(Object.keys(counts)).toHaveLength(51);
    expect(counts['other']).toBe(30);
    expect(Object.keys(counts).every((code) => code.length <= 32)).toBe(true);
  });
});

describe('somebody whose record is too large', () => {
  it('is told of as anybody else if it is by what nobody needs: a photo, a history, contacts', () => {
    const photo = { EmployeeImage: '/9j4AAQ'.repeat(40_000) };
    const contacts = { OtherContact: Array(3_000).fill({ Name: { DisplayValue: 'CANARY' } }) };
    expect(employeesOf([worker('PW1', photo), worker('PW2', contacts)])).toEqual(
      employeesOf([worker('PW1'), worker('PW2')]),
    );
  });

  it('has a field that cannot be read if it is by that field, and the others are told of', () => {
    const title = H('Kiln Technician, '.repeat(6_000));
    const [first, second] = employeesOf([worker('PW1', { JobRole: title, EmailId: title }), worker('PW2')]);
    expect(first).toMatchObject({ employeeId: 'PW1', firstName: 'Ines' });
    for (const value of [first?.jobRole, first?.email]) {
      expect(value).toMatch(/^kiln technician, .*\ufffd$/i);
      expect(value?.length).toBeLessThanOrEqual(254);
    }
    expect(second).toMatchObject({ jobRole: 'Kiln Technician' });
  });
});

describe('an answer of more people than one company has', () => {
  const head = '{"isError":false,"Status":0,"Message":"ok","Result":[';
  const tiny = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `{"EmployeeId":"${(from + i).toString(36)}"}`).join();
  const begin = (terms = TERMS) => new AnswerInProgress(terms, 512 * 1024 * 1024, 'a-key-of-peoplehr');
  const some = tiny(1, MAX_PEOPLE);

  it('is read to the last that may be, and no further: the first row beyond it ends it', () => {
    const answer = begin();
    expect(atOnce(answer.push(Buffer.from(`${head}{"EmployeeId":"0"},${some}`)))).toBe(true);
    expect(atOnce(answer.push(Buffer.from(',{"EmployeeId":"one too many"}')))).toBe(false);
    expect(atOnce(answer.push(Buffer.from(']}')))).toBe(false);
    expect(atOnce(answer.end(200, NOW))).toEqual({
      ok: false,
      reason: 'answer-too-large',
      detail: 'Result has more than 100000 rows',
    });
    const whole = begin();
    atOnce(whole.push(Buffer.from(`${head}{"EmployeeId":"0"},${some}]}`)));
    expect(atOnce(whole.end(200, NOW))).toMatchObject({ ok: true, snapshot: { rows: { length: MAX_PEOPLE } } });
  });

  it('is none the less for being in several lists, or of rows that are no people', () => {
    for (const body of [`${head}${some}],"Result":[${some}]}`, `${head}${'{},'.repeat(MAX_PEOPLE)}{}]}`]) {
      const answer = begin();
      expect(atOnce(answer.push(Buffer.from(body)))).toBe(false);
      expect(atOnce(answer.end(200, NOW))).toMatchObject({ ok: false, reason: 'answer-too-large' });
    }
  });

  it('is read in turns of few rows, however short they are, and of few bytes, however long', () => {
    const recent = `"EmployeeStatus":"2","LeavingDate":"2026-03-10"`;
    for (const [row, most] of [
      ['{}', 5_000],
      [`{"EmployeeId":"#"}`, 5_000],
      [`{"EmployeeId":"#",${recent}}`, 5_000],
      [`{"EmployeeId":"#","X":"${'x'.repeat(100_000)}"}`, 50],
    ] as const) {
      const rows = Array.from({ length: most }, (_, i) => row.replace('#', `PW${i}`)).join();
      const bytes = Buffer.from(`${head}${rows}]}`);
      const answer = begin();
      const pushing = [...answer.push(bytes)].length;
      expect(pushing).toBeGreaterThanOrEqual(Math.floor(bytes.length / BYTES_A_TURN));
      // The kilobyte with which it is passed is read to its end.
      expect(most / (pushing + 1)).toBeLessThanOrEqual(ROWS_A_TURN + 1024 / row.length + 1);
      const ending = [...answer.end(200, NOW)].length;
      if (row.includes(recent)) expect(most / (ending + 1)).toBeLessThanOrEqual(ROWS_A_TURN);
    }
  });

  it('has everything counted that is held of it, in the rows and beside them', () => {
    const most = 50_000;
    let counted = 0;
    const answer = begin({ ...TERMS, onGrow: (grown) => (counted += grown) });
    atOnce(answer.push(Buffer.from(`${head}${tiny(0, most)}]}`)));
    const outcome = atOnce(answer.end(200, NOW));
    if (!outcome.ok) throw new Error(outcome.detail);
    const { rows, digests } = outcome.snapshot;
    let bytes = 0;
    for (let index = 0; index < most; index++) bytes += rows.text(index).length + (digests[index]?.length ?? 0);
    // Where each row stands, each digest as an object of its own, and the index of those who were seen.
    expect(counted).toBeGreaterThan(bytes + most * (12 + 24 + 100));
    // And not so much more that a company of the largest size would not fit.
    expect(counted).toBeLessThan(most * 900);
  });

  it('ends as soon as it holds more than one answer may', () => {
    let left = 300_000;
    const answer = begin({
      ...TERMS,
      onGrow: (grown) => {
        left -= grown;
        if (left < 0) throw new TooLargeError('the employees take more than 300000 bytes');
      },
    });
    expect(atOnce(answer.push(Buffer.from(`${head}${tiny(0, 5_000)}]}`)))).toBe(false);
    expect(atOnce(answer.end(200, NOW))).toEqual({
      ok: false,
      reason: 'answer-too-large',
      detail: 'the employees take more than 300000 bytes',
    });
  });
});

describe('leavers in an answer', () => {
  const namesOf = (rows: readonly unknown[], startedAt = NOW, takenAt = NOW) =>
    employeesOf(rows, { ...TERMS, startedAt }, takenAt).map(({ employeeId, firstName }) => [employeeId, firstName]);

  it.each([
    ['whose LeavingDate is blank', ''],
    ['whose LeavingDate is no day', 'last spring'],
    ['who left more than two days ago', '2026-03-07'],
  ])('are told of by id, key, status and dates only: those %s', (_, leavingDate) => {
    const [employee] = employeesOf([leaver('PW1', leavingDate)]);
    const { employeeId, uniqueKey, status, startDate, leavingDate: left, ...rest } = employee!;
    expect([employeeId, uniqueKey?.length, status, startDate, left]).toEqual([
      'PW1',
      36,
      '2',
      '2024-02-05',
      leavingDate || null,
    ]);
    expect(Object.values(rest).every((value) => value === null)).toBe(true);
    expect(Object.keys(employee!)).toHaveLength(employeeFields.length);
  });

  it.each(['2026-03-08', '2026-03-10', '2026-12-31'])(
    'are told of in full until two days after their last: %s',
    (day) => {
      expect(namesOf([leaver('PW1', day)])).toEqual([['PW1', 'Ines']]);
    },
  );

  it('are judged by the time when the answer had been read, not when reading began', () => {
    const rows = [leaver('PW1', '2026-03-08'), leaver('PW2', '2026-03-09')];
    expect(namesOf(rows, NOW, new Date('2026-03-11T00:00:01Z'))).toEqual([
      ['PW1', null],
      ['PW2', 'Ines'],
    ]);
  });

  it('are those with the leaver status only', () => {
    expect(namesOf([worker('PW1', { LeavingDate: '2020-01-01' }), worker('PW2', { EmployeeStatus: '3' })])).toEqual([
      ['PW1', 'Ines'],
      ['PW2', 'Ines'],
    ]);
  });
});

describe('erased people in an answer', () => {
  it('are not in the snapshot, and their names are not told by those who report to them', () => {
    const terms = { ...TERMS, erased: new Set([idDigest('PW0'), idDigest('PW9')]) };
    const rows = [
      worker('PW9', { FirstName: H('ERASED') }),
      worker('PW1'),
      worker('PW2', { ReportsToEmployeeId: H('PW1') }),
    ];
    const employees = employeesOf(rows, terms);
    expect(employees.map((e) => [e.employeeId, e.reportsTo, e.reportsToEmployeeId, e.reportsToEmail])).toEqual([
      ['PW1', null, null, null],
      ['PW2', 'Grace Hopwood', 'PW1', 'grace@northwind-tiles.example'],
    ]);
    expect(snapshotOf(rows, terms)).toMatchObject({ statusCounts: { '1': 2 } });
  });
});

describe('whatever stands in a field', () => {
  /** Letters that become two when written small, halves of pairs, marks that are taken away, and all others. */
  const letters = fc.oneof(fc.constantFrom('İ', '𝔘', '\ud83c', '\u200b', '{', 'a', ' '), fc.string({ unit: 'binary' }));
  const odd = fc
    .tuple(fc.array(letters, { maxLength: 4 }), fc.nat({ max: 260 }))
    .map(([some, times]) => some.join('') + 'İ'.repeat(times));
  const field = fc.constantFrom(...employeeFields.filter((one) => one !== 'employeeId'));

  it('fits what may be sent on', () => {
    fc.assert(
      fc.property(fc.dictionary(field, odd), (values) => {
        const texts: Record<string, object> = {};
        for (const name of employeeFields) if (name in values) texts[wireNames[name]] = H(values[name] ?? '');
        const [employee] = employeesOf([worker('PW1', texts)]);
        for (const value of Object.values(employee ?? {})) expect((value ?? '').length).toBeLessThanOrEqual(254);
        expect(isTextJson(JSON.stringify(employee))).toBe(true);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it.each([
    ['a UniqueKey that is too long once it is written small', 'uniqueKey', 'İ'.repeat(128)],
    ['an address that would end in half a character', 'email', `İ${'a'.repeat(251)}𝔘`],
    ['the address of a manager that would end in half a character', 'reportsToEmail', `İ${'a'.repeat(251)}𝔘`],
  ] as const)('is marked as unreadable where it is too long: %s', (_what, name, value) => {
    const [employee] = employeesOf([worker('PW1', { [wireNames[name]]: H(value) })]);
    expect(employee?.[name]).toMatch(/\uFFFD$/);
    expect(employee?.[name]?.length).toBeLessThanOrEqual(254);
  });
});

it('knows the wire name of every field that may leave', () => {
  expect(Object.keys(wireNames)).toEqual([...employeeFields]);
});
