import type { Session } from '@people-sync/contracts/api';

const REMEMBERED = 'peoplesync.company';

/** The same person with the same rights in the same company. */
export const isSameHolder = (one: Session, other: Session): boolean =>
  one.subject === other.subject &&
  one.tenant === other.tenant &&
  [...one.roles].sort().join(' ') === [...other.roles].sort().join(' ');

/**
 * Whether a link needs a word before it signs in. Somebody else's link must not put an administrator into a company that
 * is not theirs, where they would enter their PeopleHR key: it is asked, unless the same person is in already, or nobody
 * is and this browser last worked for that company.
 */
export function needsWord(current: Session | null, offered: Session, remembered: string | null): boolean {
  if (current !== null) return !isSameHolder(current, offered);
  return offered.tenant === null || offered.tenant !== remembered;
}

/** The company that this browser last worked for; null if none is known. */
export function rememberedCompany(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    // Storage is switched off: it is asked each time.
    return null;
  }
}

/** From now on links to this company need no word. */
export function rememberCompany({ tenant }: Session): void {
  try {
    if (tenant !== null) localStorage.setItem(REMEMBERED, tenant);
  } catch {
    // See above.
  }
}
