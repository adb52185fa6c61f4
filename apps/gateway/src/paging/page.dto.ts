import { PageQuery as Query } from '@people-sync/contracts/api';
import { queryOf } from '../shapes/class-of';

/** How much of a list, and from where. */
export class PageQuery extends queryOf(Query) {}

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
