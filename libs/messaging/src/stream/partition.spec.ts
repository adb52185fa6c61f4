import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { murmur2, partitionOf } from './partition';

const kafkajs = Partitioners.DefaultPartitioner();
const metadata = Array.from({ length: 12 }, (_, partitionId) => ({
  partitionId,
  leader: 1,
  partitionErrorCode: 0,
  replicas: [1],
  isr: [1],
}));

describe('the partition of a tenant', () => {
  it('is the one that kafkajs would choose, for every key', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 })), (key) => {
        const theirs = kafkajs({ topic: 't', partitionMetadata: metadata, message: { key, value: '' } });
        expect(partitionOf(key)).toBe(theirs);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('agrees with the values that the Java client publishes', () => {
    expect(murmur2('21')).toBe(-973932308);
    expect(murmur2('foobar')).toBe(-790332482);
    expect(murmur2('a-little-bit-long-string')).toBe(-985981536);
  });
});
