import { createHash } from 'node:crypto';

/** A place in a list: everything up to and including it has been seen. */
export interface Place {
  readonly name: string;
  readonly personId: string;
}

/**
 * A cursor for the next page. It holds a check over place and question, so that a cursor that was altered, or belongs
 * to another list or another tenant, is told apart from a good one. It is no secret: it shows nothing the page did not.
 * @param question what is listed: every filter, in a fixed order.
 */
export function cursorAfter(place: Place, question: readonly string[]): string {
  return Buffer.from(JSON.stringify([place.name, place.personId, check(place, question)])).toString('base64url');
}

/** The place that a cursor of this question means; undefined if it is none. */
export function placeOf(cursor: string, question: readonly string[]): Place | undefined {
  const [name, personId, sum] = listIn(Buffer.from(cursor, 'base64url').toString());
  if (typeof name !== 'string' || typeof personId !== 'string') return undefined;
  const place = { name, personId };
  return sum === check(place, question) && cursorAfter(place, question) === cursor ? place : undefined;
}

function check({ name, personId }: Place, question: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([name, personId, question]))
    .digest('base64url')
    .slice(0, 16);
}

/** The values of a JSON list; none if the text is no such list. */
function listIn(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
