import type { ProblemsApi } from '../api/problems.api';
import { isMissing } from './problem-words';

const ROWS = 500;

/** Everybody of whom it is asked whether they left, on all pages: their person ids. */
export async function everybodyMissing(problems: ProblemsApi): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await problems.list('open', ROWS, cursor);
    for (const { code, personId } of page.items) if (isMissing(code) && personId !== null) found.push(personId);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
