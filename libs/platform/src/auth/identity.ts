import { isText } from '@people-sync/contracts';

/** What a caller of the gateway may be. */
export const roles = ['peoplesync.admin', 'peoplesync.platform', 'peoplesync.auditor'] as const;

/**
 * `peoplesync.admin`: everything of the one tenant named in the token. `peoplesync.platform`: every tenant, for the
 * person it names. `peoplesync.auditor`: reads one tenant, changes nothing.
 */
export type Role = (typeof roles)[number];

/** Who calls: read from a verified token, never from a request's own words. */
export class Identity {
  constructor(
    /** The token's subject. */
    readonly subject: string,
    readonly roles: readonly Role[],
    /** The one tenant the caller may see; undefined for the platform, which sees all. */
    readonly tenant: string | undefined,
    /** Who is written into history: the person the platform acts for, else the subject. */
    readonly actor: string,
    /** False for the platform's own token without the person it acts for: history would have no name but its own. */
    readonly namesPerson: boolean,
  ) {}

  has(role: Role): boolean {
    return this.roles.includes(role);
  }

  /** The platform, or a caller whose token names this tenant. */
  maySee(tenant: string): boolean {
    return this.has('peoplesync.platform') || (this.tenant !== undefined && this.tenant === tenant);
  }
}

/** As OpenID Connect has it: a subject is no longer. */
const LONGEST_SUBJECT = 255;

/**
 * Claims of a verified token as an identity; undefined if they give no role, a tenant's role without a tenant, or names
 * that could not be written into history.
 * @param isSession a person has signed in with a browser: the claims name them
 */
export function identityFrom(
  claims: Readonly<Record<string, unknown>>,
  actingUser: string | undefined,
  { isSession = false }: { isSession?: boolean } = {},
): Identity | undefined {
  const { sub, tenant } = claims;
  if (!isName(sub)) return undefined;
  const given = rolesIn(claims['roles']);
  const ownTenant = isName(tenant) ? tenant : undefined;
  const isPlatform = given.includes('peoplesync.platform');
  const usable = isPlatform ? given : ownTenant === undefined ? [] : given;
  if (usable.length === 0) return undefined;
  // Anybody else who names a person would write somebody else's name into history.
  const actor = isPlatform && actingUser ? actingUser : sub;
  const namesPerson = !isPlatform || isSession || actingUser !== undefined;
  return new Identity(sub, usable, isPlatform ? undefined : ownTenant, actor, namesPerson);
}

const isName = (claim: unknown): claim is string =>
  typeof claim === 'string' && claim !== '' && claim.length <= LONGEST_SUBJECT && isText(claim, 'line');

function rolesIn(claim: unknown): Role[] {
  const words: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return roles.filter((role) => words.includes(role));
}
