import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { type JsonBounds, jsonObject, JsonRefusedError, JsonScan, smallJson } from './json-bounds';

const bounds: JsonBounds = { depth: 4, keys: 3, items: 3, text: 20, values: 12 };

/** Where and why the text is refused when it arrives in pieces of this many bytes; undefined if it passes. */
function refusal(text: string, size: number) {
  const scan = new JsonScan(bounds);
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; at += size) scan.take(bytes.subarray(at, at + size));
    return undefined;
  } catch (error) {
    if (error instanceof JsonRefusedError) return [error.field, error.message];
    throw error;
  }
}

/** What a value is measured by. */
function measures(value: unknown, depth = 1): JsonBounds {
  const own = { depth: 0, keys: 0, items: 0, text: 0, values: 1 };
  if (typeof value === 'string') return { ...own, text: Buffer.byteLength(JSON.stringify(value)) - 2 };
  if (typeof value !== 'object' || value === null) return own;
  const parts = Object.values(value).map((part) => measures(part, depth + 1));
  const most = (name: keyof JsonBounds) => Math.max(0, ...parts.map((part) => part[name]));
  const size = Object.keys(value).length;
  return {
    depth: Math.max(depth, most('depth')),
    keys: Math.max(Array.isArray(value) ? 0 : size, most('keys')),
    items: Math.max(Array.isArray(value) ? size : 0, most('items')),
    text: most('text'),
    values: 1 + parts.reduce((sum, part) => sum + part.values, 0),
  };
}

describe('a JSON text, before anything is made of it', () => {
  it.each<[string, string, string]>([
    ['{"a":{"b":[[{}]]}}', 'a.b.0.0', 'objects and lists must not be deeper than 4'],
    ['{"a":{"k":1,"l":1,"m":1,"n":1}}', 'a', 'there must be no more than 3 fields'],
    ['{"a":[1,2,3,4]}', 'a', 'there must be no more than 3 items'],
    [`{"a":["x","${'y'.repeat(21)}"]}`, 'a.1', 'a text must not be longer than 20 bytes'],
    [`{"a":[[1,1,1],[1,1,1],[1,1,1]]}`, 'a.2.1', 'there must be no more than 12 values'],
    [`{"${'k'.repeat(257)}":1}`, 'body', 'a name is too long'],
    [`{"a":${'9'.repeat(65)}}`, 'a', 'a number is too long'],
    ['{"a":1,"b":2,"a":3}', 'a', 'it must not stand there twice'],
    ['{"a":{"b":1,"\\u0062":2}}', 'a.b', 'it must not stand there twice'],
    ['{"a":{"__proto__":{"x":1}}}', 'a.__proto__', 'property __proto__ should not exist'],
    ['{"\\u005f_proto__":1}', '__proto__', 'property __proto__ should not exist'],
    ['{"constructor":{"prototype":{}}}', 'constructor', 'property constructor should not exist'],
    ['{"a":[}', 'body', 'it must be JSON'],
  ])('%s is refused at %s', (text, field, message) => {
    for (const size of [1, 3, 1000]) expect(refusal(text, size)).toEqual([field, message]);
  });

  it('is refused long before it has ended: the rest is never looked at', () => {
    const scan = new JsonScan(smallJson);
    expect(() => scan.take(Buffer.from('['.repeat(30_000)))).toThrow(JsonRefusedError);
    const many = new JsonScan(smallJson);
    const keys = Array.from({ length: 51 }, (_, index) => `"k${index}":1`).join(',');
    expect(() => many.take(Buffer.from(`{${keys}`))).toThrow('no more than 50 fields');
  });

  it('passes exactly if it is within every bound, however it is cut into pieces', () => {
    const key = fc.string({ maxLength: 6, unit: 'binary' }).filter((name) => name !== '__proto__');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 6 },
        fc.string({ maxLength: 22, unit: 'binary' }),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(true, null, '"', '\\', '\\"', '{', ']'),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(key, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 4 }),
        fc.nat(2),
        fc.integer({ min: 1, max: 9 }),
        (made, space, size) => {
          const found = measures(made);
          const fits = (Object.keys(bounds) as (keyof JsonBounds)[]).every((name) => found[name] <= bounds[name]);
          const told = refusal(JSON.stringify(made, null, space), size);
          expect(told === undefined).toBe(fits);
        },
      ),
      { numRuns: propertyRuns(2_000) },
    );
  });

  it('is then an object, or refused without being quoted', () => {
    expect(jsonObject('{"a":[1]}')).toEqual({ a: [1] });
    for (const text of ['[]', '"c4n4ry"', 'null', '7'])
      expect(() => jsonObject(text)).toThrow('it must be a JSON object');
    for (const text of ['', '{"c4n4ry"', '{} {}', '{"a":1,}']) {
      expect(() => jsonObject(text)).toThrow(new JsonRefusedError('body', 'it must be JSON'));
    }
  });
});
