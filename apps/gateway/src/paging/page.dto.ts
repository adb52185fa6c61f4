import { LONGEST_PAGE, PageQuery as Query } from '@people-sync/contracts/api';
import { queryOf } from '../shapes/class-of';

/** How much of a list, and from where. */
export class PageQuery extends queryOf(Query) {}

/** The page at a cursor, as long as a page may be. */
export const longPageAt = (cursor: string | undefined): PageQuery =>
  Object.assign(new PageQuery(), { limit: LONGEST_PAGE }, cursor === undefined ? {} : { cursor });

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
