import { createHash } from 'node:crypto';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { snapshotDigest } from './snapshot-digest';

const digests = fc.array(
  fc.string({
    unit: fc.constantFrom(...Array.from({ length: 16 }, (_, i) => i.toString(16))),
    minLength: 64,
    maxLength: 64,
  }),
);

describe('a snapshot’s digest', () => {
  it('is what `sort | sha256sum` prints for its item digests', () => {
    const [a, b] = ['a'.repeat(64), '0'.repeat(64)];
    const lines = createHash('sha256').update(`${b}\n${a}\n`).digest('hex');
    expect(snapshotDigest([a, b])).toBe(lines);
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(digests, (items) => {
        expect(snapshotDigest(items.toReversed())).toBe(snapshotDigest(items));
      }),
      { numRuns: propertyRuns() },
    );
  });
});
