import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { cursorAfter, startOf } from './page-cursor';

const place = { key: '0tilers', name: 'Jane "JJ" Smith', personId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' };
const start = { place, at: 1234, epoch: 'MTIzNCBrd1pybTBBeTdkUXM' };
const question = ['northwind', 'active', ''];

describe('a cursor of the people list', () => {
  it('leads back to its place, and to its moment', () => {
    expect(startOf(cursorAfter(start, question), question)).toEqual(start);
  });

  it('may be sent back also behind the longest name, in any script', () => {
    for (const sign of ['x', '日', '🏺', '"', '\\']) {
      const name = sign.repeat(512 / sign.length);
      expect(
        cursorAfter({ place: { ...place, key: sign.repeat(101), name }, at: 2 ** 53, epoch: 'x'.repeat(64) }, question)
          .length,
      ).toBeLessThanOrEqual(4096);
    }
  });

  it('is refused for another tenant or other filters', () => {
    const cursor = cursorAfter(start, question);
    expect(startOf(cursor, ['southwind', 'active', ''])).toBeUndefined();
    expect(startOf(cursor, ['northwind', '', ''])).toBeUndefined();
  });

  it('is refused once a single character of it was altered, and so is anything else', () => {
    const cursor = cursorAfter(start, question);
    fc.assert(
      fc.property(
        fc.nat(cursor.length - 1),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '=', '!'),
        (at, character) => {
          const altered = cursor.slice(0, at) + character + cursor.slice(at + 1);
          expect(startOf(altered, question)).toEqual(altered === cursor ? start : undefined);
        },
      ),
      { numRuns: propertyRuns() },
    );
    fc.assert(
      fc.property(fc.string(), (text) => startOf(text, question) === undefined),
      { numRuns: propertyRuns() },
    );
  });
});
