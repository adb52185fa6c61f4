import { createHash } from 'node:crypto';
import type { TablePlace } from './people-order';

/**
 * A cursor for the next page. It holds a check over place and question, so that a cursor that was altered, or belongs
 * to another list or another tenant, is told apart from a good one. It is no secret: it shows nothing the page did not.
 * @param question what is listed: every filter, in a fixed order.
 */
export function cursorAfter(place: TablePlace, question: readonly string[]): string {
  return Buffer.from(JSON.stringify([place.key, place.name, place.personId, check(place, question)])).toString(
    'base64url',
  );
}

/** The place that a cursor of this question means; undefined if it is none. */
export function placeOf(cursor: string, question: readonly string[]): TablePlace | undefined {
  const [key, name, personId, sum] = listIn(Buffer.from(cursor, 'base64url').toString());
  if (typeof key !== 'string' || typeof name !== 'string' || typeof personId !== 'string') return undefined;
  const place = { key, name, personId };
  return sum === check(place, question) && cursorAfter(place, question) === cursor ? place : undefined;
}

function check({ key, name, personId }: TablePlace, question: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([key, name, personId, question]))
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
