import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { derivedId, personIdOf } from './ids';

const NAMESPACE = '6f1c1c52-5a0f-5f0e-9a51-6d6f0c1b7a11';

describe('a derived id', () => {
  it('is the UUID version 5 that any other program derives from the same parts', () => {
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.integer());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(derivedId(...parts)).toBe(v5(JSON.stringify(parts), NAMESPACE));
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('is what it always was: a person keeps theirs for ever', () => {
    expect(personIdOf('northwind', '70001', 'PW1', 0)).toBe('d5ddee1e-fd91-5d41-a729-6cea1347af60');
  });
});
