import { invalidRequest } from '@people-sync/platform';

/** A place in a list that is ordered by a number. */
export const numberCursor = (number: number): string => Buffer.from(`n${number}`).toString('base64url');

/** The number in a cursor; undefined for no cursor. Throws `invalid-request` for one that was never given out. */
export function numberIn(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const match = /^n(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match?.[1] !== undefined) return Number(match[1]);
  throw invalidRequest([{ field: 'cursor', message: 'cursor must be the nextCursor of another page' }]);
}
