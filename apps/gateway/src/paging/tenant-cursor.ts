import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { invalidRequest } from '@people-sync/platform';

/** A place in a list that is ordered by tenant. */
export const tenantCursor = (tenantId: string): string => Buffer.from(`t${tenantId}`).toString('base64url');

/** The tenant in a cursor; undefined for no cursor. Throws `invalid-request` for one that was never given out. */
export function tenantIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (text.startsWith('t') && new RegExp(TENANT_ID_PATTERN).test(text.slice(1))) return text.slice(1);
  throw invalidRequest([{ field: 'cursor', message: 'cursor must be the nextCursor of another page' }]);
}
