import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { listCursor, placeIn } from './list-cursor';

const syncs = ['syncs', 'acme'];

describe('a place in a list', () => {
  it('is found again by its cursor, and nothing is asked for without one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 300 }), (place) => {
        expect(placeIn(syncs, listCursor(syncs, place))).toBe(place);
      }),
      { numRuns: propertyRuns() },
    );
    expect(placeIn(syncs, undefined)).toBeUndefined();
    expect(placeIn(['decisions', 'acme', ''], listCursor(['decisions', 'acme', undefined], '7'))).toBe('7');
  });

  it.each([
    ['of another list', listCursor(['decisions', 'acme'], '7')],
    ['of another company', listCursor(['syncs', 'northwind'], '7')],
    ['of other filters', listCursor(['syncs', 'acme', 'open'], '7')],
    ['that was altered', listCursor(syncs, '7').replace(/.$/, 'x')],
    ['that was written otherwise', `${listCursor(syncs, '7')}=`],
    ['of an older program', Buffer.from('n7').toString('base64url')],
    ['that is empty', ''],
    ['that is nothing of the kind', '🏺'],
    ['with NUL in it', listCursor(syncs, 'a\0b')],
  ])('is refused for a cursor %s', (_what, cursor) => {
    let thrown: unknown;
    try {
      placeIn(syncs, cursor);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ reason: 'invalid-request' });
  });
});
