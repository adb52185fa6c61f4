/**
 * Hands a whole list to `work`, a page at a time, each behind the place of the last: whoever stays on the list because
 * nothing can be done about them just now hides nobody behind them.
 * @param page what comes after `last` (undefined: from the beginning), in an order that the work does not change
 * @param stopping ends it between two pages
 */
export async function throughAll<P, T extends P>(
  page: (last: P | undefined) => Promise<readonly T[]>,
  work: (items: readonly T[]) => Promise<void>,
  stopping: () => boolean = () => false,
): Promise<void> {
  for (let items = await page(undefined); items.length > 0 && !stopping(); items = await page(items.at(-1))) {
    await work(items);
  }
}
