import { invalidRequest, numberIn, type ProblemException, refusal } from '@people-sync/platform';
import { listCursor, placeIn, type ListAsked } from './list-cursor';
import type { Page } from './page.dto';

/** From where a feed goes on, as callers say it. */
export interface FeedQuery {
  readonly after?: number | undefined;
  readonly epoch?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What a caller knows of a feed. */
export interface FeedPlace {
  /** The last number; undefined: none. */
  readonly after: number | undefined;
  /** Of which history they know it; undefined: not said. */
  readonly epoch: string | undefined;
}

/** A page of a feed, with the newest number there is. */
export interface FeedPage<T> extends Page<T> {
  readonly head: number;
  readonly epoch: string | null;
}

/** What a feed has after a place. */
export interface FeedPart<T> {
  readonly items: readonly T[];
  readonly head: number;
  /** Of which history the head is; undefined if there is nothing to tell it by. */
  readonly epoch: string | undefined;
}

/**
 * From where the caller goes on; whoever answers compares the epoch (`feed-restarted`).
 * @throws ProblemException 400 `invalid-request` for after and cursor at once, for an epoch without after or that is none,
 * and for a cursor that this feed never gave out.
 */
export function feedPlace(question: ListAsked, { after, epoch, cursor }: FeedQuery): FeedPlace {
  if (after !== undefined && cursor !== undefined)
    throw invalidRequest([{ field: 'after', message: 'after and cursor both say where to go on: leave one out' }]);
  if (epoch !== undefined && after === undefined)
    throw invalidRequest([{ field: 'epoch', message: 'epoch goes with after: say both' }]);
  if (epoch !== undefined && numberIn(epoch) === undefined)
    throw invalidRequest([{ field: 'epoch', message: 'epoch must be the epoch of a page that was read before' }]);
  if (cursor === undefined) return { after, epoch };
  const [number, own] = placeIn(question, cursor)?.split(' ') ?? [];
  return { after: Number(number), epoch: own };
}

/**
 * The page of what was found after a place.
 * @throws ProblemException 409 `after-beyond-head` for a place that the feed has not come to: whoever knows it knows
 * something else than what is here.
 */
export function feedPage<T>(
  question: ListAsked,
  { items, head, epoch }: FeedPart<T>,
  { after, limit, numberOf }: { after: number; limit: number; numberOf: (item: T) => number },
): FeedPage<T> {
  if (after > head) throw beyondHead(after, head);
  const last = items.at(-1);
  const isMore = last !== undefined && items.length === limit && numberOf(last) < head;
  const place = isMore ? [numberOf(last), ...(epoch === undefined ? [] : [epoch])].join(' ') : undefined;
  return { items, nextCursor: place === undefined ? null : listCursor(question, place), head, epoch: epoch ?? null };
}

const beyondHead = (after: number, head: number): ProblemException =>
  refusal(
    'after-beyond-head',
    `There is no number ${after} yet, the newest is ${head}. If you know ${after} from here, the records went back to an earlier day: make your copy anew.`,
    { head },
  );
