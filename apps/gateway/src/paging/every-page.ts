import { longPageAt, type Page, type PageQuery } from './page.dto';

/** Page after page to the end. */
export async function* everyPage<T extends { readonly nextCursor: string | null }>(
  page: (query: PageQuery) => Promise<T>,
): AsyncGenerator<T> {
  for (let cursor: string | undefined; ;) {
    const next = await page(longPageAt(cursor));
    yield next;
    if (next.nextCursor === null) return;
    cursor = next.nextCursor;
  }
}

/** A list from its beginning. */
export interface WholeList<T> {
  readonly items: readonly T[];
  /** False: there is more, beyond what may be read at once. */
  readonly complete: boolean;
}

/** Reads page after page, of at most `pages`. */
export async function wholeList<T>(page: (query: PageQuery) => Promise<Page<T>>, pages: number): Promise<WholeList<T>> {
  const items: T[] = [];
  let read = 0;
  for await (const next of everyPage(page)) {
    items.push(...next.items);
    read += 1;
    if (next.nextCursor === null) break;
    if (read === pages) return { items, complete: false };
  }
  return { items, complete: true };
}
