import type { reconcilerV1 } from '@people-sync/platform';
import { isEmailAddress, namesMatch } from '@people-sync/reconciliation';
import { type ImportedRow, personOf } from './imported-row';
import type { Imported } from './imported-row';

/** Somebody who is known already, as far as an import may meet them. */
export interface KnownPerson {
  readonly personId: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly weThriveId: string | null;
  /** PeopleHR's, once a row of theirs is linked. */
  readonly employeeId: string | null;
  /** As it was imported. */
  readonly orgEmployeeId: string | null;
  readonly active: boolean;
}

/** What an import leads to, line by line: each is imported, known already, or refused. */
export interface ImportPlan {
  readonly people: readonly Imported[];
  readonly known: readonly reconcilerV1.KnownLine[];
  /** Lines with at least one error. */
  readonly refused: number;
  readonly errors: readonly reconcilerV1.ImportError[];
}

/**
 * Decides about people who are in WeThrive already. An address is one active person's, a record ID and an employee ID
 * are one person's. Whoever is known by one of these, and is not somebody else by name and address, is left as they are,
 * so that the same list a second time adds nobody.
 */
export function importPlan(rows: readonly ImportedRow[], known: readonly KnownPerson[]): ImportPlan {
  const here = new KnownPeople(known);
  const made: Imported[] = [];
  const there: reconcilerV1.KnownLine[] = [];
  const errors: reconcilerV1.ImportError[] = [];
  const refused = new Set<number>();
  const seen = { ids: new Set<string>(), emails: new Set<string>(), orgIds: new Set<string>() };
  for (const row of rows) {
    const found = here.find(row);
    if (found) {
      there.push({ line: row.line, by: found.by, personId: found.person.personId, active: found.person.active });
      continue;
    }
    const wrong = faults(row, here, seen);
    for (const [field, code] of wrong) errors.push({ line: row.line, field, code });
    if (wrong.length > 0) {
      refused.add(row.line);
      continue;
    }
    seen.ids.add(row.personId);
    if (row.active) seen.emails.add(row.email);
    if (row.orgEmployeeId !== null) seen.orgIds.add(row.orgEmployeeId);
    made.push(personOf(row));
  }
  return { people: made, known: there, refused: refused.size, errors };
}

type Seen = Readonly<Record<'ids' | 'emails' | 'orgIds', ReadonlySet<string>>>;
type Fault = readonly [field: string, code: string];

function faults(row: ImportedRow, here: KnownPeople, seen: Seen): Fault[] {
  const { email, orgEmployeeId } = row;
  const wrong: Fault[] = [];
  if (row.name === '') wrong.push(['name', 'name-blank']);
  if (email === '') wrong.push(['email', 'email-blank']);
  else if (!isEmailAddress(email)) wrong.push(['email', 'email-invalid']);
  else if (row.active && here.isTaken(email)) wrong.push(['email', 'email-taken']);
  else if (row.active && seen.emails.has(email)) wrong.push(['email', 'email-twice']);
  else if (row.weThriveId === null && seen.ids.has(row.personId)) wrong.push(['email', 'email-twice']);
  if (row.weThriveId !== null && seen.ids.has(row.personId)) wrong.push(['weThriveId', 'id-twice']);
  if (orgEmployeeId !== null && here.hasEmployee(orgEmployeeId)) wrong.push(['orgEmployeeId', 'id-taken']);
  if (orgEmployeeId !== null && seen.orgIds.has(orgEmployeeId)) wrong.push(['orgEmployeeId', 'id-twice']);
  return wrong;
}

/** Those who are known, by each of their marks. */
class KnownPeople {
  private readonly ids = new Map<string, KnownPerson>();
  private readonly weThriveIds = new Map<string, KnownPerson>();
  private readonly employeeIds = new Map<string, KnownPerson>();
  /** Of several with one address whoever is active. */
  private readonly emails = new Map<string, KnownPerson>();

  constructor(known: readonly KnownPerson[]) {
    for (const person of known) {
      this.ids.set(person.personId, person);
      if (person.weThriveId !== null) this.weThriveIds.set(person.weThriveId, person);
      // Whom PeopleHR calls so comes before whom a list once called so.
      if (person.orgEmployeeId !== null && !this.employeeIds.has(person.orgEmployeeId)) {
        this.employeeIds.set(person.orgEmployeeId, person);
      }
      if (person.email !== null && (person.active || !this.emails.has(person.email))) {
        this.emails.set(person.email, person);
      }
    }
    for (const person of known) if (person.employeeId !== null) this.employeeIds.set(person.employeeId, person);
  }

  isTaken(email: string): boolean {
    return this.emails.get(email)?.active === true;
  }

  hasEmployee(employeeId: string): boolean {
    return this.employeeIds.has(employeeId);
  }

  /** Who the row is, and by what that is known; undefined if it is somebody new, or contradicts itself. */
  find(row: ImportedRow): { readonly person: KnownPerson; readonly by: string } | undefined {
    const byRecord = row.weThriveId === null ? undefined : this.weThriveIds.get(row.weThriveId);
    if (byRecord) return { person: byRecord, by: 'weThriveId' };
    const byId = this.ids.get(row.personId);
    if (byId) return { person: byId, by: row.weThriveId === null ? 'email' : 'weThriveId' };
    const byEmployee = row.orgEmployeeId === null ? undefined : this.employeeIds.get(row.orgEmployeeId);
    if (byEmployee && isSame(row, byEmployee)) return { person: byEmployee, by: 'orgEmployeeId' };
    const byEmail = this.emails.get(row.email);
    if (byEmail && namesMatch(row.name, byEmail.name) && !contradicts(row, byEmail)) {
      return { person: byEmail, by: 'email' };
    }
    return undefined;
  }
}

/** The same employee ID is the same person, if their address or their name is the same too. */
const isSame = (row: ImportedRow, person: KnownPerson): boolean =>
  !contradicts(row, person) && (row.email === person.email || namesMatch(row.name, person.name));

/** Two records of WeThrive are two people, whatever else is alike. */
const contradicts = (row: ImportedRow, person: KnownPerson): boolean =>
  row.weThriveId !== null && person.weThriveId !== null && row.weThriveId !== person.weThriveId;
