import { withoutInvisible } from '../reading/visible-text';

/** What tells people apart when an EmployeeId alone may not. */
export interface Marks {
  readonly uniqueKey: string | null;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly startDate: string | null;
}

/**
 * A name as it is compared, the one written fold: without accents and other marks, seen or not, in lower case, letters and digits
 * only, words apart by one space. No locale is asked, so that every machine folds alike.
 */
export function foldedName(name: string): string {
  return withoutInvisible(name)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** True if both have a name and the names fold alike. */
export function namesMatch(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const folded = foldedName(one);
  return folded !== '' && folded === foldedName(other);
}

/** False if UniqueKey, email, first name and start date all differ: an EmployeeId that was given to somebody else. */
export function mayBeSamePerson(one: Marks, other: Marks): boolean {
  return (
    same(one.uniqueKey, other.uniqueKey) ||
    same(one.email, other.email) ||
    same(one.startDate, other.startDate) ||
    namesMatch(one.firstName, other.firstName)
  );
}

const same = (one: string | null, other: string | null): boolean => one !== null && one === other;
