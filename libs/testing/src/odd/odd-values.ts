import fc from 'fast-check';

/** Text that goes into JSON as it stands: what JSON.stringify would never write. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** Texts that somebody sends by mistake or on purpose: each once broke a program somewhere. */
const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud83c',
  'a\udffa',
  '\u0007',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\n',
  'two\r\nlines',
  'a\tb',
  '\u2028',
  '\u202eright to left\u202c',
  'no\u200bwidth\ufeff',
  '🏺',
  '\uffff',
  'İ',
  "'; DROP TABLE people; --",
  '%00',
  '%ff',
  '%',
  '\\u0000',
  '../../x',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '-1',
  '-0',
  '1.5',
  '1e309',
  '0x10',
  ' 5',
  '2147483648',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '99999999999999999999999999',
  '2016-12-31T23:59:60Z',
  '2026-02-31',
  '2026-02-31T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-14:00',
  '1900-01-01T00:00:00+14:00',
  'ada@northwind.example',
  'new',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  Buffer.from('n99999999999').toString('base64url'),
  Buffer.from('gateway peoplesync.changes a\0b').toString('base64url'),
];

const anyUnits = fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units));

/** A text that nobody expects; none is long, so that it may stand anywhere, any number of times. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: anyUnits },
);

/** Now and then of a length that doors refuse by itself: for places that occur once in a request. */
export const oddOrLongText: fc.Arbitrary<string> = fc.oneof(
  { weight: 18, arbitrary: oddText },
  { weight: 1, arbitrary: fc.constantFrom(300, 5_000, 1_000_000).map((length) => 'x'.repeat(length)) },
);

/** Numbers at and beyond the edges of what columns, wires and languages hold. */
export const oddNumber: fc.Arbitrary<number> = fc.constantFrom(
  ...[0, -0, -1, 0.1, 1.5, 365, 366, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 63],
  ...[-(2 ** 63), 2 ** 64, 1e300, 5e-324, NaN, Infinity, -Infinity],
);

const nested = fc
  .constantFrom(['[', ']'], ['{"a":', '}'])
  .chain(([open, close]) =>
    fc.constantFrom(50, 20_000).map((deep) => new RawJson(open.repeat(deep) + '1' + close.repeat(deep))),
  );

const manyItems = fc
  .constantFrom<unknown>(1, 'x', '\0', {}, null)
  .chain((item) => fc.constantFrom(1_001, 12_000).map((count): unknown => Array.from({ length: count }, () => item)));

const oddKeys = fc
  .array(fc.tuple(oddText, fc.constantFrom<unknown>(1, 'x', null)), { maxLength: 3 })
  .map(
    (entries) =>
      new RawJson(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`),
  );

/** A JSON value of any type that nobody expects; RawJson where JSON.stringify would not write it. */
export const oddJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: oddOrLongText },
  { weight: 4, arbitrary: oddNumber },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: { b: {} } }) },
  { weight: 2, arbitrary: oddKeys },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: manyItems },
  { weight: 1, arbitrary: fc.constantFrom(new RawJson('1e309'), new RawJson('-1e309'), new RawJson('"\\u0000"')) },
);

/** The value as JSON, or as near to JSON as it comes. */
export function jsonOf(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : String(value).replace('Infinity', '1e309');
  if (Array.isArray(value)) return `[${value.map(jsonOf).join()}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${jsonOf(item)}`).join()}}`;
}

/** Every place in a JSON value, as a function that puts something there. */
function places(value: unknown): ((put: unknown) => unknown)[] {
  const found: ((put: unknown) => unknown)[] = [(put) => put];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const place of places(item))
        found.push((put) => value.map((one, at): unknown => (at === index ? place(put) : one)));
    }
  } else if (typeof value === 'object' && value !== null && !(value instanceof RawJson)) {
    found.push((put) => ({ ...value, hidden: put }));
    for (const [name, item] of Object.entries(value)) {
      for (const place of places(item)) found.push((put) => ({ ...value, [name]: place(put) }));
    }
  }
  return found;
}

/** The value with something odd at one place of it, the whole of it or a field that does not exist among them. */
export const spoiled = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(value, oddJson, fc.nat(10_000)).map(([good, odd, at]) => {
    const all = places(good);
    return all[at % all.length]?.(odd);
  });
