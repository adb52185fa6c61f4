import { propertyRuns } from '@people-sync/testing/property-runs';
import { epochOf } from '@people-sync/platform';
import fc from 'fast-check';
import { feedPage, feedPlace } from './feed';
import { listCursor } from './list-cursor';

const question = ['changes', 'acme'];
const numberOf = (item: number): number => item;

const epochAt = (head: number) => (head === 0 ? undefined : epochOf(head, ['acme']));

/** What a feed with so many numbers answers. */
const read = (head: number, asked: { after?: number; cursor?: string; limit: number }) => {
  const { after = 0 } = feedPlace(question, asked);
  const all = Array.from({ length: head }, (_, index) => index + 1);
  const items = all.filter((number) => number > after).slice(0, asked.limit);
  return feedPage(question, { items, head, epoch: epochAt(head) }, { after, limit: asked.limit, numberOf });
};

const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a feed', () => {
  it('is read whole by its cursors, each number once, and says by null that there is no more yet', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), (head, limit) => {
        const seen: number[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const page = read(head, { limit, ...(cursor === undefined ? {} : { cursor }) });
          expect(page.head).toBe(head);
          seen.push(...page.items);
          cursor = page.nextCursor;
        }
        expect(seen).toEqual(Array.from({ length: head }, (_, index) => index + 1));
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('goes on behind any number that is known, as behind the page that ended with it', () => {
    expect(read(9, { after: 4, limit: 2 })).toEqual(read(9, { cursor: listCursor(question, '4'), limit: 2 }));
    expect(read(9, { after: 9, limit: 2 })).toEqual({ items: [], nextCursor: null, head: 9, epoch: epochAt(9) });
    expect(read(0, { limit: 2 })).toEqual({ items: [], nextCursor: null, head: 0, epoch: null });
  });

  it('says so if the number is one that it never gave, instead of an empty page', () => {
    expect(refusal(() => read(9, { after: 10, limit: 2 }))).toMatchObject({
      reason: 'after-beyond-head',
      said: { head: 9 },
    });
    expect(refusal(() => read(0, { after: 1, limit: 2 }))).toMatchObject({ reason: 'after-beyond-head' });
  });

  it('says of which history its numbers are, also by its cursors, and takes that back beside a number alone', () => {
    const { nextCursor, epoch } = read(9, { limit: 2 });
    expect(feedPlace(question, { limit: 2, cursor: nextCursor ?? '' })).toEqual({ after: 2, epoch });
    expect(feedPlace(question, { limit: 2, after: 4, epoch: epoch ?? '' })).toEqual({ after: 4, epoch });
    const refused = { reason: 'invalid-request' };
    expect(refusal(() => feedPlace(question, { limit: 2, epoch: epoch ?? '' }))).toMatchObject(refused);
    expect(refusal(() => feedPlace(question, { limit: 2, after: 4, epoch: '4' }))).toMatchObject(refused);
  });

  it('takes a number or a cursor, not both, and no cursor of another list', () => {
    const refused = { reason: 'invalid-request' };
    expect(refusal(() => read(9, { after: 1, cursor: listCursor(question, '1'), limit: 2 }))).toMatchObject(refused);
    expect(refusal(() => read(9, { cursor: listCursor(['syncs', 'acme'], '1'), limit: 2 }))).toMatchObject(refused);
  });
});
