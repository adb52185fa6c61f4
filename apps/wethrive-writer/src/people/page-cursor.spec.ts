import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { cursorAfter, placeOf } from './page-cursor';

const place = { key: '0tilers', name: 'Jane "JJ" Smith', personId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' };
const question = ['northwind', 'active', ''];

describe('a cursor of the people list', () => {
  it('leads back to its place', () => {
    expect(placeOf(cursorAfter(place, question), question)).toEqual(place);
  });

  it('may be sent back also behind the longest name, in any script', () => {
    for (const sign of ['x', '日', '🏺', '"', '\\']) {
      const name = sign.repeat(512 / sign.length);
      expect(cursorAfter({ ...place, key: sign.repeat(101), name }, question).length).toBeLessThanOrEqual(4096);
    }
  });

  it('is refused for another tenant or other filters', () => {
    const cursor = cursorAfter(place, question);
    expect(placeOf(cursor, ['southwind', 'active', ''])).toBeUndefined();
    expect(placeOf(cursor, ['northwind', '', ''])).toBeUndefined();
  });

  it('is refused once a single character of it was altered, and so is anything else', () => {
    const cursor = cursorAfter(place, question);
    fc.assert(
      fc.property(
        fc.nat(cursor.length - 1),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '=', '!'),
        (at, character) => {
          const altered = cursor.slice(0, at) + character + cursor.slice(at + 1);
          expect(placeOf(altered, question)).toEqual(altered === cursor ? place : undefined);
        },
      ),
      { numRuns: propertyRuns() },
    );
    fc.assert(
      fc.property(fc.string(), (text) => placeOf(text, question) === undefined),
      { numRuns: propertyRuns() },
    );
  });
});
