import { type DataOf, derivedId, type PeopleImported } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { isEmailAddress } from '@people-sync/reconciliation';

/** One person as the event carries them. */
export type Imported = DataOf<typeof PeopleImported>['people'][number];

/** Somebody who is known already, as far as an import may meet them. */
export interface KnownPerson {
  readonly personId: string;
  readonly email: string | null;
  readonly weThriveId: string | null;
  readonly active: boolean;
}

/** What an import leads to: everybody, or nobody and what is wrong. */
export interface ImportPlan {
  readonly people: readonly Imported[];
  readonly unchanged: number;
  readonly errors: readonly reconcilerV1.ImportError[];
}

/** Errors that are told at most: whoever mends these sees the others next time. */
const TOLD = 100;

/**
 * Decides about people who are in WeThrive already. Their ids rest on the WeThrive id, or on the address if they have
 * none, so that the same list a second time adds nobody. An address is one active person's.
 */
export function importPlan(
  tenantId: string,
  people: readonly reconcilerV1.ImportedPerson[],
  known: readonly KnownPerson[],
): ImportPlan {
  const errors: reconcilerV1.ImportError[] = [];
  const made: Imported[] = [];
  const ids = new Set(known.map(({ personId }) => personId));
  const weThriveIds = new Set(known.flatMap(({ weThriveId }) => weThriveId ?? []));
  const taken = new Set(known.flatMap(({ active, email }) => (active && email !== null ? [email] : [])));
  const seen = { ids: new Set<string>(), emails: new Set<string>(), orgIds: new Set<string>() };
  let unchanged = 0;
  for (const [index, one] of people.entries()) {
    const refuse = (field: string, code: string) => void errors.push({ line: index + 1, field, code });
    const email = one.email.trim().toLowerCase();
    const name = one.name.trim();
    const weThriveId = textOf(one.weThriveId);
    const orgEmployeeId = textOf(one.orgEmployeeId);
    const active = one.status !== 'inactive';
    const personId = derivedId('imported', tenantId, weThriveId ?? '', weThriveId === null ? email : '');
    if (ids.has(personId) || (weThriveId !== null && weThriveIds.has(weThriveId))) {
      unchanged += 1;
      continue;
    }
    if (name === '') refuse('name', 'name-blank');
    if (email === '') refuse('email', 'email-blank');
    else if (!isEmailAddress(email)) refuse('email', 'email-invalid');
    else if (active && taken.has(email)) refuse('email', 'email-taken');
    else if (active && seen.emails.has(email)) refuse('email', 'email-twice');
    if (seen.ids.has(personId)) refuse(weThriveId === null ? 'email' : 'weThriveId', 'id-twice');
    if (orgEmployeeId !== null && seen.orgIds.has(orgEmployeeId)) refuse('orgEmployeeId', 'id-twice');
    seen.ids.add(personId);
    if (active) seen.emails.add(email);
    if (orgEmployeeId !== null) seen.orgIds.add(orgEmployeeId);
    made.push({
      personId,
      sourceVersion: 1,
      weThriveId,
      orgEmployeeId,
      email,
      name,
      team: textOf(one.team),
      location: textOf(one.location),
      department: textOf(one.department),
      manager: textOf(one.manager),
      unit: textOf(one.unit),
      status: active ? 'active' : 'inactive',
    });
  }
  if (errors.length > 0) return { people: [], unchanged: 0, errors: errors.slice(0, TOLD) };
  return { people: made, unchanged, errors };
}

const textOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());
