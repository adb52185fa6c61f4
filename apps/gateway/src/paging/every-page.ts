/** Page after page to the end. */
export async function* everyPage<T extends { readonly nextCursor: string | null }>(
  page: (cursor: string | undefined) => Promise<T>,
): AsyncGenerator<T> {
  for (let cursor: string | undefined; ;) {
    const next = await page(cursor);
    yield next;
    if (next.nextCursor === null) return;
    cursor = next.nextCursor;
  }
}
