import { createHash } from 'node:crypto';
import { isText } from '@people-sync/contracts';
import { invalidRequest } from '@people-sync/platform';

/** What a list is called and was asked for: every filter, in a fixed order. */
export type ListAsked = readonly (string | undefined)[];

/**
 * A place in a list as callers carry it. It holds a check over place and question, so that a cursor that was altered, or
 * belongs to another list, is told apart from a good one. It is no secret: it shows nothing that the page did not.
 */
export const listCursor = (question: ListAsked, place: string): string =>
  Buffer.from(check(question, place) + place).toString('base64url');

/**
 * The place in a cursor; undefined for no cursor.
 * @throws ProblemException 400 `invalid-request` for one that this list never gave out.
 */
export function placeIn(question: ListAsked, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  const place = text.slice(CHECK_LENGTH);
  if (isText(place, 'line') && listCursor(question, place) === cursor) return place;
  throw invalidRequest([{ field: 'cursor', message: 'cursor must be the nextCursor of another page of this list' }]);
}

const CHECK_LENGTH = 12;

const check = (question: ListAsked, place: string): string =>
  createHash('sha256')
    .update(JSON.stringify([place, question.map((word) => word ?? '')]))
    .digest('base64url')
    .slice(0, CHECK_LENGTH);

/** What an owner told of a list, with the cursor that callers carry; null on the last page. */
export type Paged<Told extends { readonly nextCursor: string }> = Omit<Told, 'nextCursor'> & {
  readonly nextCursor: string | null;
};

/**
 * A page of a list, for callers: its owner is asked from the place that their cursor holds, empty for the beginning, and
 * tells the place of the next page, empty on the last.
 * @throws ProblemException 400 `invalid-request` for a cursor that this list never gave out.
 */
export async function pageOf<Told extends { readonly nextCursor: string }>(
  question: ListAsked,
  cursor: string | undefined,
  read: (place: string) => Promise<Told>,
): Promise<Paged<Told>> {
  const { nextCursor: next, ...told } = await read(placeIn(question, cursor) ?? '');
  return { ...told, nextCursor: next === '' ? null : listCursor(question, next) };
}
