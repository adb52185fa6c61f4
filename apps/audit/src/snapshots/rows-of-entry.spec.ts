import { hash } from 'node:crypto';
import { snapshotDigest } from '@people-sync/reconciliation';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { hashesIn, isWhole, rowsAfter, rowsOfEntry, type SealedRow } from './rows-of-entry';

const digestOf = (name: string): string => hash('sha256', name, 'hex');
const sealed = (name: string): SealedRow => ({
  digest: digestOf(name),
  parts: Buffer.concat([hash('sha256', `${name} own`, 'buffer'), hash('sha256', `${name} manager`, 'buffer')]),
});

/** What differs between two snapshots, as the database selects it. */
const difference = (before: ReadonlySet<string>, after: ReadonlySet<string>, since: number | null) => ({
  since,
  added: [...after].filter((name) => !before.has(name)).map(sealed),
  removed: [...before].filter((name) => !after.has(name)).map(digestOf),
});

describe('the rows of a snapshot in its entry', () => {
  it('are all of them in the first, and what changed in the next', () => {
    const night = rowsOfEntry(difference(new Set(['a', 'b']), new Set(['b', 'c']), 3));
    expect(night).toEqual({
      kind: 'whole',
      since: 3,
      added: [[digestOf('c'), ...hashesIn(sealed('c').parts)]],
      removed: [digestOf('a')],
    });
  });

  it('have one form, whatever order they came in', () => {
    const some = difference(new Set(['x', 'y']), new Set(['a', 'b', 'c']), 1);
    const turned = { ...some, added: some.added.toReversed(), removed: some.removed.toReversed() };
    expect(rowsOfEntry(turned)).toEqual(rowsOfEntry(some));
  });

  it('rebuild every past snapshot, which meets its digest', () => {
    const nights = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j')), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(nights, (all) => {
        let before = new Set<string>();
        let rows: ReturnType<typeof rowsAfter> = new Map();
        for (const [index, names] of all.entries()) {
          const after = new Set(names);
          rows = rowsAfter(rows, rowsOfEntry(difference(before, after, index === 0 ? null : index - 1)));
          expect(snapshotDigest(rows.keys())).toBe(snapshotDigest(names.map(digestOf)));
          before = after;
        }
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('are refused where they take out somebody who was not there, or bring somebody twice', () => {
    const whole = rowsOfEntry(difference(new Set(), new Set(['a']), null));
    const rows = rowsAfter(new Map(), whole);
    expect(() => rowsAfter(rows, whole)).toThrow('which was there');
    expect(() => rowsAfter(rows, rowsOfEntry(difference(new Set(['b']), new Set(), 0)))).toThrow('was not there');
  });

  it('stay as they were where the answer was the same, or did not come whole', () => {
    const rows = rowsAfter(new Map(), rowsOfEntry(difference(new Set(), new Set(['a']), null)));
    expect(rowsAfter(rows, { kind: 'same', as: 0 })).toEqual(rows);
    expect(rowsAfter(rows, { kind: 'broken', arrived: 7 })).toEqual(rows);
  });

  it('are whole only if as many came as were announced, and those', () => {
    const announced = { count: 2, digest: snapshotDigest([digestOf('a'), digestOf('b')]) };
    expect(isWhole(announced, announced)).toBe(true);
    expect(isWhole({ ...announced, count: 1 }, announced)).toBe(false);
    expect(isWhole({ ...announced, digest: snapshotDigest([digestOf('a'), digestOf('c')]) }, announced)).toBe(false);
  });

  it('are refused with half a hash', () => {
    expect(() => hashesIn(Buffer.alloc(33))).toThrow('not whole');
  });
});
