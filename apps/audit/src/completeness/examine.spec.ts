import { hash } from 'node:crypto';
import { ChangesCompleted, type Employee, type NewEvent, newEvent, withPosition } from '@people-sync/contracts';
import { GrowingTree, leafHash } from '@people-sync/transparency';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { completed, decoded, digestOf, employee, started, unchanged } from '../fetched.testkit';
import { draftOf, entryOf } from '../record/draft';
import { type AddedRow, entryBytes, type SnapshotRows } from '../record/entry';
import { examine } from './examine';

const tenantId = 'northwind-tiles';
const staffOf = (people: number): Employee[] => Array.from({ length: people }, (_, n) => employee(`PW${n + 1}`));
const rowOf = (one: Employee): AddedRow => [digestOf(one), hash('sha256', one.employeeId, 'base64url')];

/** A record of nights with events between them, as bytes. */
function recorded(nights: readonly (readonly Employee[])[]): Buffer[] {
  const entries: Buffer[] = [];
  const add = (event: NewEvent, rows?: SnapshotRows) => {
    const received = new Date(Date.UTC(2026, 2, 1, 2, 0, entries.length)).toISOString();
    const entry = entryOf(draftOf(decoded(event)), { index: entries.length, received, rows }, () => Buffer.alloc(32));
    entries.push(entryBytes(entry));
  };
  let before: readonly Employee[] = [];
  let since: number | null = null;
  for (const [n, staff] of nights.entries()) {
    const fetched = { tenantId, number: n + 1 };
    add(started(fetched));
    const has = (some: readonly Employee[]) => new Set(some.map(digestOf));
    const [was, is] = [has(before), has(staff)];
    const added = staff
      .filter((one) => !was.has(digestOf(one)))
      .map(rowOf)
      .sort();
    const removed = before
      .map(digestOf)
      .filter((one) => !is.has(one))
      .sort();
    add(completed(fetched, staff), { kind: 'whole', since, added, removed });
    [before, since] = [staff, entries.length - 1];
    const done = newEvent(
      ChangesCompleted,
      { source: '/peoplesync/reconciler', tenantId },
      { number: n + 1, count: 0 },
    );
    add({ ...done, json: withPosition(done.json, 1, n + 1) });
    add(unchanged(fetched, staff), { kind: 'same', as: since });
  }
  return entries;
}

const headOf = (entries: readonly Uint8Array[]) => {
  const { tree } = GrowingTree.empty.with(entries.map((bytes) => leafHash(bytes)));
  return { size: tree.size, root: tree.root };
};

const whole = recorded([staffOf(5), staffOf(3), staffOf(6), []]);
const head = headOf(whole);
const faultOf = (entries: readonly Uint8Array[], heads = [head]) => examine(tenantId, entries, heads).fault;

describe('a record that is examined', () => {
  it('is good as it was written, and says how much of it was looked at', () => {
    expect(examine(tenantId, whole, [headOf(whole.slice(0, 3)), headOf(whole.slice(0, 9)), head])).toEqual({
      entries: 16,
      snapshots: 4,
      fault: undefined,
    });
  });

  it('is found out if its tail is missing, at its end', () => {
    expect(faultOf(whole.slice(0, 10))).toEqual({ index: 10, said: expect.stringContaining('6 entries more') });
  });

  it('may go on behind the newest head that somebody keeps', () => {
    expect(faultOf(whole, [headOf(whole.slice(0, 4))])).toBeUndefined();
  });

  it('is found out if an entry is of another company', () => {
    expect(examine('contoso', whole, []).fault).toMatchObject({ index: 0 });
  });

  it('is found out if a snapshot has other rows than it says, whoever signed it', () => {
    const text = whole[5]!.toString().replace(digestOf(employee('PW5')), digestOf(employee('PW4')));
    const forged = whole.with(5, Buffer.from(text));
    expect(faultOf(forged, [headOf(forged)])).toMatchObject({ index: 5, said: expect.stringContaining('rows') });
  });

  it('is found out if an event comes twice, whoever signed it', () => {
    const again = whole[2]!.toString().replace('"index":2', '"index":16');
    const forged = [
      ...whole,
      Buffer.from(again.replace(/"received":"[^"]+"/, '"received":"2027-01-01T00:00:00.000Z"')),
    ];
    expect(faultOf(forged, [headOf(forged)])).toMatchObject({
      index: 16,
      said: expect.stringContaining('stood before'),
    });
  });

  const at = fc.nat(whole.length - 1);
  it.each<[string, fc.Arbitrary<readonly [number, readonly Buffer[]]>]>([
    [
      'one byte is turned',
      fc.tuple(at, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([n, place, bits]) => {
        const turned = Buffer.from(whole[n]!);
        const where = place % turned.length;
        turned.writeUInt8(turned.readUInt8(where) ^ bits, where);
        return [n, whole.with(n, turned)] as const;
      }),
    ],
    ['an entry is taken out', at.map((n) => [n, whole.toSpliced(n, 1)] as const)],
    ['an entry is put in twice', at.map((n) => [n + 1, whole.toSpliced(n, 0, whole[n]!)] as const)],
    [
      'two entries change places',
      fc
        .tuple(at, at)
        .filter(([a, b]) => a < b)
        .map(([a, b]) => [a, whole.with(a, whole[b]!).with(b, whole[a]!)] as const),
    ],
  ])('is found out if %s, at the first entry that is wrong or at the next head', (_, mutations) => {
    fc.assert(
      fc.property(mutations, ([first, mutated]) => {
        const fault = faultOf(mutated, [headOf(whole.slice(0, 8)), head]);
        expect(fault).toBeDefined();
        // A good form that says something else is seen where the next head is.
        expect(fault!.index).toBeGreaterThanOrEqual(Math.min(first, mutated.length));
        expect(fault!.index).toBeLessThanOrEqual(first < 8 ? 7 : whole.length);
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
