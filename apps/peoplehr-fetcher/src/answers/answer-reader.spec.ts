import { type EmployeeField, employeeFields } from '@people-sync/contracts';
import { peopleHrEnvelope } from '@people-sync/platform';
import * as fc from 'fast-check';
import { seeded } from '../rig/seeded.testkit';
import { type AnswerLimits, AnswerReader } from './answer-reader';
import { wireNames } from './employee-fields';
import type { EmployeeScan } from './employee-scan';
import { OversizedError } from './json-scan';

const LIMITS: AnswerLimits = { maxBodyBytes: 64 * 1024 * 1024, maxElementBytes: 256 * 1024 };

/** What is told of one element: each wanted field that can be told, with its text. */
type Told = Partial<Record<EmployeeField, string | null>>;

const toldBy = (scan: EmployeeScan): Told =>
  Object.fromEntries(employeeFields.filter((f) => scan.has(f)).map((f) => [f, scan.text(f)]));

const read = (chunks: readonly Buffer[], limits = LIMITS) => {
  let told: Told[] = [];
  const sink = { begin: () => (told = []), element: (scan: EmployeeScan) => told.push(toldBy(scan)) };
  const reader = new AnswerReader(sink, limits);
  for (const chunk of chunks) if (!reader.push(chunk)) break;
  return { head: reader.end(200), told };
};

/** The same by JSON.parse, which makes strings of everything: what the reader has to agree with. */
const reference = (body: Buffer) => {
  const { value, ...head } = peopleHrEnvelope(200, body.toString('utf8'));
  const rows: unknown[] = Array.isArray(value) ? value : [];
  return { head, told: rows.map(toldByParsing) };
};

function toldByParsing(row: unknown): Told {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return {};
  const told: Told = {};
  for (const field of employeeFields) {
    const held = (row as Record<string, unknown>)[wireNames[field]];
    const isWrapper = typeof held === 'object' && held !== null && !Array.isArray(held);
    const value = isWrapper ? (held as Record<string, unknown>)['DisplayValue'] : held;
    if (typeof value === 'string' || value === null) told[field] = value;
    if (typeof value === 'number') told[field] = String(value);
  }
  return told;
}

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
const anyScalar = fc.oneof(
  anyText,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const anyKey = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.values(wireNames)) },
  { weight: 1, arbitrary: fc.constantFrom('DisplayValue', 'BankDetail', 'employeeid', 'EmployeeId ', '__proto__', '') },
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

const bodies = fc.tuple(envelope, fc.integer()).map(([e, seed]) => {
  const writer = new Writer(seeded(seed));
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
        expect(read(cutAt(body, cuts))).toEqual(reference(body));
      }),
      { numRuns: 1000 },
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
      { numRuns: 1500 },
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
    const random = seeded(42);
    for (let n = 0; n < 60; n++) {
      const broken = body.subarray(0, Math.floor(random() * body.length));
      const chunks = cutAt(
        broken,
        Array.from({ length: 20 }, () => Math.floor(random() * 1e9)),
      );
      expect(read(chunks).head.parsed).toBe(false);
    }
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

  it.each([
    ['the body', answerOf(50), { ...LIMITS, maxBodyBytes: 1000 }],
    ['one employee', answerOf(1), { ...LIMITS, maxElementBytes: 200 }],
    [
      'one employee that never ends',
      Buffer.from(`{"Result":[{"X":"${'x'.repeat(500)}`),
      { ...LIMITS, maxElementBytes: 200 },
    ],
    ['the message', Buffer.from(`{"Message":"${'x'.repeat(500)}"}`), { ...LIMITS, maxElementBytes: 200 }],
    ['the nesting', Buffer.from(`{"Result":[{"X":${'['.repeat(1000)}`), LIMITS],
  ])('refuses an answer when %s is larger than anything PeopleHR sends', (_, body, limits) => {
    expect(() => read(cutAt(body, [300, 600, 900]), limits)).toThrow(OversizedError);
  });
});
