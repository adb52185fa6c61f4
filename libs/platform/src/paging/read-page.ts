/** Rows of a list, and where the next ones begin. */
export interface PageRead<Row> {
  readonly rows: readonly Row[];
  /** Empty on the last page. */
  readonly nextCursor: string;
}

/**
 * Reads one page of a list. One row more than the page is asked for: it tells whether there is a next one.
 * @param read at most so many rows, in the order of the list
 * @param placeOf what the page that begins behind this row is asked for with
 */
export async function readPage<Row>(
  limit: number,
  read: (count: number) => Promise<readonly Row[]>,
  placeOf: (last: Row) => string,
): Promise<PageRead<Row>> {
  const found = await read(limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: last !== undefined && found.length > limit ? placeOf(last) : '' };
}
