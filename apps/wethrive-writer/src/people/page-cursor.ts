import { createHash } from 'node:crypto';
import type { PageStart } from './people.repository';

/**
 * A cursor for the next page, with the moment that all pages are of. It holds a check over place, moment and question, so
 * that a cursor that was altered, or belongs to another list or another tenant, is told apart from a good one. It is no
 * secret: it shows nothing the page did not.
 * @param question what is listed: every filter, in a fixed order.
 */
export function cursorAfter(start: PageStart, question: readonly string[]): string {
  const { place, at, epoch } = start;
  const parts = [place.key, place.name, place.personId, at, epoch ?? '', check(start, question)];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Where a list of this question goes on by this cursor; undefined if it is none of it. */
export function startOf(cursor: string, question: readonly string[]): PageStart | undefined {
  const [key, name, personId, at, epoch, sum] = listIn(Buffer.from(cursor, 'base64url').toString());
  if (typeof key !== 'string' || typeof name !== 'string' || typeof personId !== 'string') return undefined;
  if (typeof at !== 'number' || typeof epoch !== 'string') return undefined;
  const start = { place: { key, name, personId }, at, epoch: epoch === '' ? undefined : epoch };
  return sum === check(start, question) && cursorAfter(start, question) === cursor ? start : undefined;
}

function check({ place: { key, name, personId }, at, epoch = '' }: PageStart, question: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([key, name, personId, at, epoch, question]))
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
