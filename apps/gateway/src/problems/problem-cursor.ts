import { invalidRequest } from '@people-sync/platform';

/** Whose problems come next: the reconciler's, about employees, or the writer's, about managers. */
export type Owner = 'employees' | 'managers';

/** A place in the two lists, which are shown as one. */
export interface ProblemPlace {
  readonly owner: Owner;
  /** The owner's own cursor; empty: from the beginning. */
  readonly cursor: string;
}

const LETTER = { employees: 'e', managers: 'm' } as const;

/** The place as callers carry it. */
export const problemCursor = ({ owner, cursor }: ProblemPlace): string =>
  Buffer.from(`${LETTER[owner]}${cursor}`).toString('base64url');

/** The place in a cursor. Throws `invalid-request` for one that was never given out. */
export function problemPlace(cursor: string | undefined): ProblemPlace {
  if (cursor === undefined) return { owner: 'employees', cursor: '' };
  const match = /^([em])(\d{0,18})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match) throw invalidRequest([{ field: 'cursor', message: 'cursor must be the nextCursor of another page' }]);
  return { owner: match[1] === 'e' ? 'employees' : 'managers', cursor: match[2] ?? '' };
}
