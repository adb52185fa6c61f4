import type { Page } from './page.dto';

/** A list from its beginning. */
export interface WholeList<T> {
  readonly items: readonly T[];
  /** False: there is more, beyond what may be read at once. */
  readonly complete: boolean;
}

/** Reads page after page, of at most `pages`. */
export async function wholeList<T>(
  page: (cursor: string | undefined) => Promise<Page<T>>,
  pages: number,
): Promise<WholeList<T>> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < pages; read++) {
    const next = await page(cursor);
    items.push(...next.items);
    if (next.nextCursor === null) return { items, complete: true };
    cursor = next.nextCursor;
  }
  return { items, complete: false };
}
