import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { readPage } from './read-page';

const list = (length: number) => Array.from({ length }, (_, index) => index);

describe('a list that is read page by page', () => {
  it('is whole, each entry once and in order, and no page is empty but that of an empty list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 12 }), async (length, limit) => {
        const all = list(length);
        const pages: (readonly number[])[] = [];
        let cursor = '';
        do {
          const from = cursor === '' ? 0 : Number(cursor) + 1;
          const page = await readPage(limit, (count) => Promise.resolve(all.slice(from, from + count)), String);
          pages.push(page.rows);
          cursor = page.nextCursor;
        } while (cursor !== '');
        expect(pages.flat()).toEqual(all);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(length / limit)));
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('is asked for one row more than the page', async () => {
    const counts: number[] = [];
    const read = (count: number) => {
      counts.push(count);
      return Promise.resolve(list(3));
    };
    expect(await readPage(2, read, String)).toEqual({ rows: [0, 1], nextCursor: '1' });
    expect(await readPage(3, read, String)).toEqual({ rows: [0, 1, 2], nextCursor: '' });
    expect(counts).toEqual([3, 4]);
  });
});
