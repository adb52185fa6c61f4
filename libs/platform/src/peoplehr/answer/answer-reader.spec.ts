import { propertyRuns } from '@people-sync/testing/property-runs';
import * as fc from 'fast-check';
import { OversizedError } from './answer-errors';
import { AnswerReader } from './answer-reader';
import { parsedAnswer } from './parsed-answer.testkit';
import { MAX_TOKEN_BYTES } from './raw-token';
import type { RecordFields } from './record-fields';

const MAX_BODY = 64 * 1024 * 1024;
const wireNames = {
  employeeId: 'EmployeeId',
  uniqueKey: 'UniqueKey',
  email: 'EmailId',
  firstName: 'FirstName',
  jobRole: 'JobRole',
  department: 'Department',
  leavingDate: 'LeavingDate',
};
type Field = keyof typeof wireNames;
const fieldNames: readonly Field[] = [
  'employeeId',
  'uniqueKey',
  'email',
  'firstName',
  'jobRole',
  'department',
  'leavingDate',
];

/** What is told of one element: each wanted field that can be told, with its text. */
type Told = Partial<Record<Field, string | null>>;

const toldBy = (fields: RecordFields<Field>): Told =>
  Object.fromEntries(fieldNames.filter((f) => fields.has(f)).map((f) => [f, fields.text(f)]));

const read = (chunks: readonly Buffer[], result: 'array' | 'object' = 'array', maxBodyBytes = MAX_BODY) => {
  let told: Told[] = [];
  const sink = { begin: () => (told = []), element: (fields: RecordFields<Field>) => told.push(toldBy(fields)) };
  const reader = new AnswerReader(sink, { result, wireNames, maxBodyBytes });
  // Each chunk is overwritten as soon as it was taken, as a socket's buffer may be.
  for (const chunk of chunks) {
    const lent = Buffer.from(chunk);
    if (!reader.push(lent)) break;
    lent.fill(0xff);
  }
  const { defect: _, ...head } = reader.end(200);
  return { head, told: head.parsed ? told : [] };
};

/** The same by JSON.parse, with which the reader has to agree. */
const reference = (body: Buffer, result: 'array' | 'object' = 'array') => parsedAnswer(body, wireNames, result);

/** Cuts the body into chunks at these places. */
const cutAt = (body: Buffer, places: readonly number[]): Buffer[] => {
  const at = [...new Set(places.map((place) => place % (body.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => body.subarray(from, at[i] ?? body.length));
};

const worker = (n: number) => ({
  EmployeeId: { DisplayValue: `PW${n}`, FieldHistory: [] },
  FirstName: { DisplayValue: 'Zoë \\ "Z"', FieldHistory: [] },
  BankDetail: { AccountNumber: { DisplayValue: '12345678', FieldHistory: [] } },
  ContactDetail: { Address: { DisplayValue: '1 Kiln Lane<br />Stoke 🏺', FieldHistory: [] } },
  HolidayAllowanceMins: 13500.5e1,
  EmployeeImage: 'x'.repeat(50),
  LeavingDate: '',
  lstFieldHistoryJobrole: null,
});
const answerOf = (count: number) =>
  Buffer.from(
    JSON.stringify({
      isError: false,
      Status: 0,
      Message: 'ok',
      Result: Array.from({ length: count }, (_, n) => worker(n)),
    }),
  );

/** Any JSON value of moderate size; strings hold escapes, surrogates (lone ones too) and control characters. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(fc.constantFrom('"', '\\', '/', '\u0000', '\n', '\ud83c', '\udffa', 'é', '日', 'u0041', ' '), {
      maxLength: 8,
    })
    .map((a) => a.join('')),
);
/** A number as somebody may write it: more digits than a double has, exponents, a minus before zero. */
class Digits {
  constructor(readonly text: string) {}
}
const anyNumber = fc
  .stringMatching(/^-?(0|[1-9][0-9]{0,24})([.][0-9]{1,4})?([eE][+-]?[0-9]{1,2})?$/)
  .map((text) => new Digits(text));
const anyScalar = fc.oneof(
  anyText,
  anyNumber,
  fc.integer().map((n) => new Digits(String(n))),
  fc.boolean(),
  fc.constant(null),
);
const anyKey = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.values(wireNames)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'DisplayValue',
      'BankDetail',
      'employeeid',
      'EmployeeId ',
      '__proto__',
      '',
      'Result',
      'Status',
    ),
  },
  { weight: 1, arbitrary: anyText },
);
const nested = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, anyScalar, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.array(fc.tuple(anyKey, tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
})).value;
const wrapper = fc.tuple(anyScalar, nested).map(
  ([value, other]) =>
    new Map([
      ['FieldHistory', other],
      ['DisplayValue', value],
    ]),
);
const employee = fc.array(fc.tuple(anyKey, fc.oneof(wrapper, anyScalar, nested)), { maxLength: 12 });
const envelope = fc.record({
  isError: fc.constantFrom('isError', 'IsError', 'ISERROR'),
  isErrorValue: fc.constantFrom(false, true, 'false', 'True'),
  result: fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.oneof({ weight: 9, arbitrary: employee }, nested), { maxLength: 4 }) },
    nested,
  ),
  extra: fc.array(fc.tuple(anyText, nested), { maxLength: 2 }),
  message: anyScalar,
  status: anyScalar,
  resultFirst: fc.boolean(),
});

/** Writes JSON with the white space and escapes that a writer is free to choose. */
class Writer {
  constructor(private readonly choose: () => number) {}

  value(value: unknown): string {
    if (value instanceof Map) return this.object([...value] as [string, unknown][]);
    if (isPairs(value)) return this.object(value);
    if (Array.isArray(value))
      return `[${this.space()}${value.map((v) => this.value(v)).join(`${this.space()},${this.space()}`)}${this.space()}]`;
    if (value instanceof Digits) return value.text;
    return typeof value === 'string' ? this.string(value) : JSON.stringify(value);
  }
  object(pairs: readonly (readonly [string, unknown])[]): string {
    const members = pairs.map(([k, v]) => `${this.string(k)}${this.space()}:${this.space()}${this.value(v)}`);
    return `{${this.space()}${members.join(`${this.space()},${this.space()}`)}${this.space()}}`;
  }
  string(text: string): string {
    const plain = JSON.stringify(text);
    if (this.choose() < 0.8) return plain;
    const escaped = [...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`);
    return `"${escaped.join('')}"`;
  }
  space(): string {
    return ['', '', '', ' ', '\n', '\r\n\t'][Math.floor(this.choose() * 6)] ?? '';
  }
}
/** An employee: pairs, so that a key may occur twice. */
const isPairs = (value: unknown): value is [string, unknown][] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((pair) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string');

const choices = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 5,
  maxLength: 40,
});

const bodies = fc.tuple(envelope, choices).map(([e, chosen]) => {
  let next = 0;
  const writer = new Writer(() => chosen[next++ % chosen.length] ?? 0);
  const result: [string, unknown] = ['Result', e.result];
  const rest: [string, unknown][] = [
    [e.isError, e.isErrorValue],
    ['Status', e.status],
    ['Message', e.message],
    ...e.extra,
  ];
  return Buffer.from(
    writer.space() + writer.object(e.resultFirst ? [result, ...rest] : [...rest, result]) + writer.space(),
  );
});
const places = fc.array(fc.nat(), { maxLength: 12 });

describe("reading PeopleHR's answer as its bytes arrive", () => {
  it('tells of every employee what JSON.parse would tell, however it is written and wherever it is cut', () => {
    fc.assert(
      fc.property(bodies, places, (body, cuts) => {
        for (const result of ['array', 'object'] as const)
          expect(read(cutAt(body, cuts), result)).toEqual(reference(body, result));
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  it('takes for JSON what JSON.parse takes for JSON, whichever byte is wrong', () => {
    const anyByte = fc.oneof(fc.constantFrom(...Buffer.from('{}[]":,\\0-.eE+tfn /u\n\u0001')), fc.nat(255));
    fc.assert(
      fc.property(bodies, fc.nat(), anyByte, fc.boolean(), places, (body, at, byte, inserts, cuts) => {
        const place = at % (body.length + 1);
        const wrong = Buffer.concat([
          body.subarray(0, place),
          Buffer.of(byte),
          body.subarray(inserts ? place : place + 1),
        ]);
        expect(read(cutAt(wrong, cuts)).head.parsed).toBe(reference(wrong).head.parsed);
      }),
      { numRuns: propertyRuns(1500) },
    );
  });

  it.each([
    ...[
      '0',
      '-0',
      '12',
      '0.5',
      '-1.25e-7',
      '1E+2',
      'true',
      'false',
      'null',
      '"\\b\\f\\n\\r\\t\\/\\\\\\""',
      '"\\u00eF"',
      '[ ]',
      '{ }',
    ],
    ...['01', '1.', '.5', '-', '+1', '1e', '1e+', '0x1', 'NaN', 'Infinity', 'tru', 'nul', 'True', "'x'", 'x'],
    ...[
      '"\\g"',
      '"\\U0041"',
      '"\\u00g0"',
      '"\\u12"',
      '"\\"',
      '"\n"',
      '"\u0000"',
      '"\\\n"',
      '[1 2]',
      '[,]',
      '[1,]',
      '{,}',
    ],
    ...['{"a"}', '{"a":}', '{"a":1,}', '{a:1}', '{"a":1 "b":2}', '{1:1}', '[1}', '{"a":1]', '', '/**/1', '1 1'],
  ])('takes %j for a value if JSON does', (value) => {
    for (const text of [
      `{"Result":[{"X":${value}}]}`,
      `{"Result":[${value}]}`,
      `{"X":${value}}`,
      `{"Result":${value}}`,
    ]) {
      const body = Buffer.from(text);
      expect([text, read([body]).head.parsed]).toEqual([text, reference(body).head.parsed]);
    }
  });

  it('never takes an answer for complete that breaks off, at any of its bytes', () => {
    const body = answerOf(20);
    expect(read([body]).head).toMatchObject({ parsed: true, result: 'array' });
    for (let end = 0; end < body.length; end++) {
      if (read([body.subarray(0, end)]).head.parsed) throw new Error(`complete after ${end} of ${body.length} bytes`);
    }
  });

  it('never takes a large answer for complete that breaks off between or inside chunks', () => {
    const body = answerOf(3000);
    const cuts = fc.array(fc.nat(), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(body.length - 1), cuts, (end, at) => {
        expect(read(cutAt(body.subarray(0, end), at)).head.parsed).toBe(false);
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  it('reads an answer that arrives byte by byte', () => {
    const body = answerOf(5);
    expect(read([...body].map((byte) => Buffer.of(byte)))).toEqual(reference(body));
  });

  it.each([
    ['a byte order mark', '\uFEFF {"isError":false,"Status":0,"Message":"","Result":[]}\r\n', true],
    ['two byte order marks', '\uFEFF\uFEFF{"Result":[]}', false],
    ['something behind the end', '{"Result":[]} {}', false],
    ['a comma too much', '{"Result":[{},]}', false],
    ['a list instead of an envelope', '[{}]', false],
    ['a page of HTML', '<html><body>Maintenance</body></html>', false],
    ['nothing', '', false],
    ['white space', ' \n', false],
  ])('knows whether %s is an answer', (_, text, parsed) => {
    const body = Buffer.from(text);
    expect(read([body]).head.parsed).toBe(parsed);
    expect(read([...body].map((byte) => Buffer.of(byte))).head.parsed).toBe(parsed);
    expect(reference(body).head.parsed).toBe(parsed);
  });

  it('counts only the last of two Results', () => {
    const { told } = read([Buffer.from('{"Result":[{"EmployeeId":"1"}],"result":[{"EmployeeId":"2"},{}]}')]);
    expect(told).toEqual([{ employeeId: '2' }, {}]);
  });

  it.each(['12345678901234567890', '1.0e3', '-0', '312.0', '9007199254740993', '0.1E+2'])(
    'keeps the digits of an id that is a number: %s',
    (digits) => {
      const body = Buffer.from(`{"Result":[{"EmployeeId":${digits},"UniqueKey":{"DisplayValue":${digits}}}]}`);
      for (const chunks of [[body], [...body].map((byte) => Buffer.of(byte))])
        expect(read(chunks).told).toEqual([{ employeeId: digits, uniqueKey: digits }]);
      expect(reference(body).told).toEqual([{ employeeId: digits, uniqueKey: digits }]);
    },
  );

  describe('takes bytes that are no UTF-8 for no answer', () => {
    const named = (name: Buffer) =>
      Buffer.concat([Buffer.from('{"Result":[{"FirstName":"'), name, Buffer.from('"}],"Message":"x"}')]);

    it.each([
      ['Windows-1252', Buffer.from('José Müller', 'latin1')],
      ['a character that is cut off', Buffer.from([0xe2, 0x82])],
      ['a continuation without a beginning', Buffer.from([0x80])],
      ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0xbd])],
      ['a character in more bytes than it needs', Buffer.from([0xc0, 0xaf])],
      ['a character beyond Unicode', Buffer.from([0xf4, 0x90, 0x80, 0x80])],
      ['a byte that never occurs', Buffer.from([0xff])],
    ])('%s', (_, name) => {
      const body = named(name);
      for (const chunks of [[body], [...body].map((byte) => Buffer.of(byte))])
        expect(read(chunks).head).toEqual({ httpStatus: 200, parsed: false, result: 'missing' });
      expect(reference(body).head.parsed).toBe(false);
    });

    it('also where nobody looks, and behind everything', () => {
      expect(read([Buffer.from('{"Photo":"'), Buffer.of(0xe9), Buffer.from('"}')]).head.parsed).toBe(false);
      expect(read([Buffer.from('{"Result":[]}'), Buffer.of(0xc3)]).head.parsed).toBe(false);
    });

    it('but takes every character that is whole, wherever its bytes are cut', () => {
      const body = named(Buffer.from('José Müller 日本 🏺 \u{10FFFF}'));
      for (let at = 0; at <= body.length; at++)
        expect(read([body.subarray(0, at), body.subarray(at)]).told).toEqual([
          { firstName: 'José Müller 日本 🏺 \u{10FFFF}' },
        ]);
    });
  });

  describe('keeps what is wanted, and passes over the rest however long it is', () => {
    const beside = (field: string) =>
      Buffer.from(`{"isError":false,"Result":[{${field},"EmployeeId":"PW1"},{"EmployeeId":"PW2"}]}`);

    it.each([
      ['a photo of 3 MB', `"EmployeeImage":"${'/9j4AAQ'.repeat(450_000)}"`],
      ['3,000 contacts', `"OtherContact":[${Array(3000).fill('{"Name":{"DisplayValue":"CANARY"}}').join()}]`],
      [
        'a history of 10,000 job roles',
        `"JobRole":{"History":[${Array(10_000).fill('{"JobRole":"x"}').join()}],"DisplayValue":"Potter"}`,
      ],
      ['a thousand levels', `"X":${'['.repeat(1000)}${']'.repeat(1000)}`],
      ['a key of 1 MB', `"${'k'.repeat(1_000_000)}":1`],
      ['a number of 100,000 digits', `"X":${'7'.repeat(100_000)}`],
    ])('%s', (_, field) => {
      const { head, told } = read(cutAt(beside(field), [300, 5000, 70_000, 900_000]));
      expect(head).toMatchObject({ parsed: true, result: 'array' });
      expect(told.map(({ employeeId }) => employeeId)).toEqual(['PW1', 'PW2']);
    });

    it('and of a wanted value that is too long its beginning, marked', () => {
      const cut: (readonly [string | null, boolean])[] = [];
      const sink = {
        begin: () => undefined,
        element: (fields: RecordFields<Field>) => cut.push([fields.text('jobRole'), fields.isCut('jobRole')]),
      };
      const reader = new AnswerReader(sink, { result: 'array', wireNames, maxBodyBytes: MAX_BODY });
      const roles = [
        `"${'x'.repeat(MAX_TOKEN_BYTES)}"`,
        `"${'x'.repeat(MAX_TOKEN_BYTES + 1)}"`,
        `"${'🏺'.repeat(100_000)}"`,
        `"x${'\\u00e9'.repeat(100_000)}"`,
        '7'.repeat(100_000),
        '"Potter"',
      ];
      const body = Buffer.from(`{"Result":[${roles.map((role) => `{"JobRole":${role}}`).join()}]}`);
      for (const chunk of cutAt(body, [1000, 5000, 9000, 20_000])) reader.push(chunk);
      expect(reader.end(200)).toMatchObject({ parsed: true });
      expect(cut.map(([, isCut]) => isCut)).toEqual([false, true, true, true, true, false]);
      expect(cut.map(([text]) => text)).toEqual([
        'x'.repeat(MAX_TOKEN_BYTES),
        'x'.repeat(MAX_TOKEN_BYTES),
        '🏺'.repeat(MAX_TOKEN_BYTES / 4),
        `x${'é'.repeat((MAX_TOKEN_BYTES - 4) / 6)}`,
        '7'.repeat(MAX_TOKEN_BYTES),
        'Potter',
      ]);
    });
  });

  it.each([
    ['the body', answerOf(50), 1000],
    ['a body that never ends', Buffer.from(`{"Result":[{"X":"${'x'.repeat(5000)}`), 1000],
    ['the message', Buffer.from(`{"Message":"${'x'.repeat(5000)}"}`), MAX_BODY],
    ['the nesting', Buffer.from(`{"Result":[{"X":${'['.repeat(100_000)}`), MAX_BODY],
  ])('refuses an answer when %s is larger than anything PeopleHR sends', (_, body, maxBodyBytes) => {
    expect(() => read(cutAt(body, [300, 600, 900]), 'array', maxBodyBytes)).toThrow(OversizedError);
  });

  it.each([
    ['', 'an empty body'],
    ['{"Result":[', 'it breaks off'],
    ['<html>', 'HTML, or other markup, instead of JSON'],
    [' \n<!DOCTYPE html>', 'HTML, or other markup, instead of JSON'],
    ['zero', 'no value where one must be'],
    ['[]', 'the answer is no JSON object'],
    ['{"Result":[],}', 'no key where one must be'],
    ['{"Result":["\u00e9', 'it breaks off'],
  ])('says for support what is wrong with %j, and nothing of what is in it', (text, defect) => {
    const reader = new AnswerReader(
      { begin: () => 0, element: () => 0 },
      { result: 'array', wireNames, maxBodyBytes: MAX_BODY },
    );
    reader.push(Buffer.from(text));
    expect(reader.end(200)).toMatchObject({ parsed: false, defect });
  });
});
