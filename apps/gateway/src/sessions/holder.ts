import type { Claims, Role } from '@people-sync/platform';

/** Whom a session or a code is for. */
export interface Holder {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Null for the platform, which may see any company. */
  readonly tenantId: string | null;
}

/** The same person with the same rights in the same company. */
export const isSameHolder = (one: Holder, other: Holder): boolean =>
  one.subject === other.subject &&
  one.tenantId === other.tenantId &&
  [...one.roles].sort().join(' ') === [...other.roles].sort().join(' ');

/** In a token's words, so that a session is read by the rules that read a token. */
export const claimsOf = ({ subject, roles, tenantId }: Holder): Claims => ({
  sub: subject,
  roles,
  ...(tenantId === null ? {} : { tenant: tenantId }),
});
