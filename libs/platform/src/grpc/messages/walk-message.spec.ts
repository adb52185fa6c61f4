import { type MessageTypeDefinition, loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { protoPaths } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { loaderOptions, protoPathsOf } from '../loader';
import { shapeOf } from './message-shape';
import { walkMessage } from './walk-message';

const packages = Object.keys(protoPaths) as (keyof typeof protoPaths)[];
const all: PackageDefinition = loadSync(protoPathsOf(packages), loaderOptions());

const UPDATE_POLICY = 'wethrive.peoplesync.v1.UpdatePolicyRequest';
const IMPORT = 'wethrive.peoplesync.v1.ImportPeopleRequest';
/** Has a map, numbers, lists and messages in messages. */
const EXPORT = 'wethrive.peoplesync.v1.PersonExport';
const PLAN = 'wethrive.peoplesync.v1.Plan';
const LIST = 'wethrive.peoplesync.v1.ListSyncsRequest';
/** Its number has 32 bits. */
const NARROW = 'peoplesync.credentials.v1.ListConnectionsRequest';
const names = [UPDATE_POLICY, IMPORT, EXPORT, PLAN, LIST] as const;

const typeOf = (name: string) => all[name] as MessageTypeDefinition<object, object>;
const walk = (bytes: Uint8Array, name: string, maxEntries: number) =>
  walkMessage(bytes, shapeOf(name, all), maxEntries);

/** Messages within, and values of lists and maps, in what was decoded. */
function entriesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum: number, [name, inner]: [string, unknown]) => {
    // The one map there is.
    if (name === 'fields') return sum + Object.keys(inner as object).length;
    if (Array.isArray(inner)) return sum + inner.length + inner.reduce((more: number, one) => more + entriesIn(one), 0);
    return sum + (typeof inner === 'object' && inner !== null ? 1 : 0) + entriesIn(inner);
  }, 0);
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const rule = fc.record({ onlyIncluded: fc.boolean(), include: fc.array(text), exclude: fc.array(text) });
const limit = fc.record({ people: fc.nat(), fraction: fc.double({ min: 0, max: 1, noNaN: true }) });
const policy = fc.record(
  {
    version: fc.nat(),
    timeZone: text,
    scope: fc.record({ company: rule, location: rule }, { requiredKeys: [] }),
    leaveOut: fc.record({ people: fc.array(fc.record({ personId: text, reason: text })) }),
    protectedPeople: fc.record({ personIds: fc.array(text) }),
    safeguards: fc.record({ leavers: limit, joiners: limit, knownInSnapshot: fc.double({ noNaN: true }) }),
  },
  { requiredKeys: [] },
);
const messages: readonly [string, fc.Arbitrary<object>][] = [
  [UPDATE_POLICY, fc.record({ tenant: text, policy, expectedVersion: fc.nat() }, { requiredKeys: [] })],
  [IMPORT, fc.record({ tenant: text, people: fc.array(fc.record({ email: text, name: text })) })],
  [EXPORT, fc.record({ records: fc.array(fc.record({ kind: text })), problems: fc.array(fc.record({ id: text })) })],
];

/** One to eleven bytes, usually as long as they say. */
const varint = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 127 }), fc.nat({ max: 9 }))
  .map(([more, last, lie]) => [...Array.from({ length: more }, () => 128 + last), last + (lie === 9 ? 128 : 0)]);

/** Bytes that look like fields, of known and unknown numbers, of right and wrong kinds, whole and cut off. */
const { wire } = fc.letrec<{ wire: Uint8Array; field: Uint8Array }>((tie) => ({
  wire: fc.array(tie('field'), { maxLength: 12, depthIdentifier: 'message' }).map((parts) => Buffer.concat(parts)),
  field: fc.oneof(
    { depthIdentifier: 'message' },
    fc.tuple(fc.integer({ min: 0, max: 20 }), varint).map(([n, rest]) => tagged(n, 0, rest)),
    fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.uint8Array({ minLength: 7, maxLength: 9 }))
      .map(([n, eight]) => tagged(n, 1, eight)),
    fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 3, max: 7 })).map(([n, type]) => tagged(n, type)),
    fc
      .tuple(fc.integer({ min: 1, max: 20 }), tie('wire'), fc.integer({ min: -1, max: 1 }))
      .map(([n, inner, lie]) =>
        tagged(n, 2, [Math.max(0, Math.min(127, inner.length + (lie === 1 ? 0 : lie)))], inner),
      ),
  ),
}));
const tagged = (number: number, type: number, ...rest: ArrayLike<number>[]) =>
  Buffer.concat([Buffer.from([(number * 8 + type) % 256]), ...rest.map((part) => Buffer.from(Array.from(part)))]);

describe('walking over the bytes of a message', () => {
  it('knows every message of every .proto file', () => {
    const types = Object.entries(all).filter(([name, type]) => 'type' in type && !name.startsWith('google'));
    expect(types.length).toBeGreaterThan(100);
    for (const [name] of types.filter(
      ([, type]) => 'format' in type && type.format === 'Protocol Buffer 3 DescriptorProto',
    )) {
      expect(shapeOf(name, all).size).toBeLessThanOrEqual(32);
    }
  });

  it.each(messages)(
    'lets a whole %s pass with as many entries as it has, and not with one fewer',
    (name, arbitrary) => {
      fc.assert(
        fc.property(arbitrary, (message) => {
          const bytes = typeOf(name).serialize(message);
          const entries = entriesIn(typeOf(name).deserialize(bytes));
          expect(walk(bytes, name, entries)).toBe('fits');
          if (entries > 0) expect(walk(bytes, name, entries - 1)).toBe('too-many');
        }),
        { numRuns: propertyRuns() },
      );
    },
  );

  it.each(names)('lets nothing pass as %s that cannot be decoded or would become more', (name) => {
    fc.assert(
      fc.property(fc.oneof(wire, fc.uint8Array({ maxLength: 40 })), fc.nat({ max: 6 }), (bytes, maxEntries) => {
        if (walk(bytes, name, maxEntries) !== 'fits') return;
        expect(entriesIn(typeOf(name).deserialize(Buffer.from(bytes)))).toBeLessThanOrEqual(maxEntries);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  it('finds no message readable that was cut off within a field', () => {
    const bytes = typeOf(IMPORT).serialize({ tenant: 'acme', people: [{ email: 'zoe@northwind.example' }] });
    expect(walk(bytes, IMPORT, 1)).toBe('fits');
    // What ends after the tenant is whole again.
    for (let end = 1; end < bytes.length; end++) {
      expect(walk(bytes.subarray(0, end), IMPORT, 1)).toBe(end === 6 ? 'fits' : 'unreadable');
    }
  });

  it.each([
    ['128,000 empty people in 256 kB', IMPORT, Buffer.from([0x12, 0]), 128_000, 'too-many'],
    ['4,000,000 times the same field', IMPORT, Buffer.from([0x0a, 0]), 4_000_000, 'too-many'],
    ['4,000,000 times a field that nobody knows', IMPORT, Buffer.from([0x78, 0]), 4_000_000, 'too-many'],
    ['a group within a group and so on', IMPORT, Buffer.from([0x7b]), 100_000, 'unreadable'],
    ['the same message again and again', UPDATE_POLICY, Buffer.from([0x1a, 0]), 128_000, 'too-many'],
  ])('stops early at %s', (_, name, part, times, walked) => {
    const bytes = Buffer.alloc(part.length * times, part);
    const read = new Set<number>();
    const watched = new Proxy(bytes, {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) read.add(Number(key));
        return Reflect.get(target, key, target) as unknown;
      },
    });
    expect(walk(watched, name, 10_000)).toBe(walked);
    expect(read.size).toBeLessThan(700_000);
  });

  it.each([
    ['no UTF-8', [0x0a, 2, 0xc3, 0x28]],
    ['half of a pair', [0x0a, 3, 0xed, 0xa0, 0x80]],
    ['a number where a text belongs', [0x08, 1]],
    ['a length beyond the end', [0x0a, 5, 0x61]],
    ['a length of 4 GB', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['a length of 70 bits', [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['a number without an end', [0x78, ...Array.from({ length: 11 }, () => 0xff)]],
    ['field 0', [0x02, 0]],
  ])('refuses %s', (_, bytes) => {
    expect(walk(Buffer.from(bytes), IMPORT, 10)).toBe('unreadable');
  });

  it('takes a negative number, and none whose length a decoder would guess', () => {
    const bytes = typeOf(LIST).serialize({ tenant: 'acme', limit: -1, cursor: 'c' });
    expect(walk(bytes, LIST, 0)).toBe('fits');
    // Field 2 of both: of 64 bits, which may take ten bytes, and of 32, of which a decoder takes five and guesses the rest.
    const long = Buffer.from([0x10, ...Array.from({ length: 6 }, () => 0x80), 0]);
    expect(walk(long, LIST, 0)).toBe('fits');
    expect(walk(long, NARROW, 0)).toBe('unreadable');
  });
});
