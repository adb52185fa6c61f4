import { createHmac } from 'node:crypto';
import type { Named } from '@people-sync/contracts';

/** Whom a key is of: somebody an event names, or whoever pressed a button. */
export type Holder = Named | { readonly by: 'actor'; readonly value: string };

/**
 * A holder as keys are found by: HMAC-SHA-256 under the installation's token key, so that the table of keys tells nothing
 * about anybody, and a guess cannot be tried without that key.
 * @param companyId of PeopleHR: an EmployeeId means somebody within one company alone
 */
export function tokenOf(tokenKey: Buffer, tenantId: string, companyId: string, { by, value }: Holder): Buffer {
  const within = by === 'employee' ? companyId : null;
  return createHmac('sha256', tokenKey)
    .update(JSON.stringify([tenantId, by, within, value]))
    .digest();
}
