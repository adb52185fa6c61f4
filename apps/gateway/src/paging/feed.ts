import { invalidRequest, type ProblemException, refusal } from '@people-sync/platform';
import { listCursor, placeIn, type ListAsked } from './list-cursor';
import type { Page } from './page.dto';

/** From where a feed goes on, as callers say it. */
export interface FeedQuery {
  readonly after?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of a feed, with the newest number there is. */
export interface FeedPage<T> extends Page<T> {
  readonly head: number;
}

/** What a feed has after a place. */
export interface FeedPart<T> {
  readonly items: readonly T[];
  readonly head: number;
}

/**
 * The last number that the caller knows; undefined: none.
 * @throws ProblemException 400 `invalid-request` for both of them, and for a cursor that this feed never gave out.
 */
export function feedPlace(question: ListAsked, { after, cursor }: FeedQuery): number | undefined {
  if (after !== undefined && cursor !== undefined)
    throw invalidRequest([{ field: 'after', message: 'after and cursor both say where to go on: leave one out' }]);
  const place = placeIn(question, cursor);
  return after ?? (place === undefined ? undefined : Number(place));
}

/**
 * The page of what was found after a place.
 * @throws ProblemException 409 `after-beyond-head` for a place that the feed has not come to: whoever knows it knows
 * something else than what is here.
 */
export function feedPage<T>(
  question: ListAsked,
  { items, head }: FeedPart<T>,
  { after, limit, numberOf }: { after: number; limit: number; numberOf: (item: T) => number },
): FeedPage<T> {
  if (after > head) throw beyondHead(after, head);
  const last = items.at(-1);
  const isMore = last !== undefined && items.length === limit && numberOf(last) < head;
  return { items, nextCursor: isMore ? listCursor(question, String(numberOf(last))) : null, head };
}

const beyondHead = (after: number, head: number): ProblemException =>
  refusal(
    'after-beyond-head',
    `There is no number ${after} yet, the newest is ${head}. If you know ${after} from here, the records went back to an earlier day: make your copy anew.`,
    { head },
  );
