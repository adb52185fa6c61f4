import { everyPage, wholeList } from './every-page';
import type { PageQuery } from './page.dto';

describe('a list that is read page after page', () => {
  const asked: (string | undefined)[] = [];
  const numbers = ({ cursor }: PageQuery) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    return Promise.resolve({ items: [from, from + 1], nextCursor: from + 2 < 6 ? String(from + 2) : null });
  };
  beforeEach(() => (asked.length = 0));

  it('is whole if its pages are no more than may be read', async () => {
    expect(await wholeList(numbers, 3)).toEqual({ items: [0, 1, 2, 3, 4, 5], complete: true });
    expect(asked).toEqual([undefined, '2', '4']);
  });

  it('says that there is more, and stops', async () => {
    expect(await wholeList(numbers, 2)).toEqual({ items: [0, 1, 2, 3], complete: false });
    expect(asked).toHaveLength(2);
  });

  it('is asked for by pages that are as long as may be, to its end', async () => {
    const limits: number[] = [];
    const pages = everyPage((query) => {
      limits.push(query.limit);
      return numbers(query);
    });
    for await (const { items } of pages) expect(items).toHaveLength(2);
    expect(limits).toEqual([500, 500, 500]);
  });
});
