import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { epochOf, numberIn } from './epoch';

describe('an epoch', () => {
  it('names its number, and differs by what was noted under it', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.uuid(), fc.uuid(), (number, one, other) => {
        const epoch = epochOf(number, [one]);
        expect(numberIn(epoch)).toBe(number);
        expect(epoch.length).toBeLessThanOrEqual(64);
        expect(epochOf(number, [one]) === epoch).toBe(true);
        expect(epochOf(number, [other]) === epoch).toBe(one === other);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it.each([
    '',
    '815',
    Buffer.from('815').toString('base64url'),
    Buffer.from(`${'9'.repeat(16)} 0123456789ab`).toString('base64url'),
  ])('is told apart from a text that is none: %s', (text) => expect(numberIn(text)).toBeUndefined());
});
