import type { Employee, EmployeeField } from '@people-sync/contracts';
import { nameOf } from '../employees/name-of';
import { unreadableText } from '../reading/unreadable-text';
import type { ScopeFacts } from '../scope/scope';

/** What decides about a snapshot's row; the rest of the record counts by its digest, so that no employee is loaded. */
export interface RowFacts {
  readonly employeeId: string;
  /** HMAC of the whole employee. */
  readonly digest: string;
  readonly uniqueKey: string | null;
  readonly email: string | null;
  /** First and last name: for telling people apart, and for naming the other side of a clash. */
  readonly name: string | null;
  readonly firstName: string | null;
  readonly status: string | null;
  readonly startDate: string | null;
  readonly leavingDate: string | null;
  /** A field of the record in which something cannot be read; null if there is none. */
  readonly unreadable: EmployeeField | null;
  /** What the tenant's scope looks at; null if it looks at nothing, and nothing was read. */
  readonly scope: ScopeFacts | null;
}

/** The person a row is linked to: the record last emitted, as far as it decides. */
export interface KnownFacts {
  readonly personId: string;
  /** The EmployeeId that is theirs now; null for imported people, and for those whose EmployeeId went to somebody else. */
  readonly employeeId: string | null;
  /** False for imported people who were never found in PeopleHR. */
  readonly linked: boolean;
  /** Added, or imported as active, and not left since; also while they wait for a licence. */
  readonly active: boolean;
  /** Number of the person's last event. */
  readonly sourceVersion: number;
  /** Of the row that the record was last taken from; of one that was taken over in part (`partly`) like no row's. */
  readonly digest: string;
  /** Some fields of the record are not those of that row: somebody had said no to them. */
  readonly partly: boolean;
  readonly uniqueKey: string | null;
  /** Null once somebody inactive gave it up to a newcomer. */
  readonly email: string | null;
  /** The address in their record, given up or not: it tells whether a row may still be theirs. */
  readonly recordEmail: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly status: string | null;
  readonly startDate: string | null;
  readonly leavingDate: string | null;
  /** A LeavingDate that already stood when they rejoined: it says nothing. */
  readonly ignoredLeavingDate: string | null;
  /** A LeavingDate to come of an answer of which somebody applied the leavers only: it is known, and no surprise. */
  readonly announcedLeavingDate: string | null;
  /** The values of the scope's fields in their record; null if nothing of it was read. */
  readonly scope: ScopeFacts | null;
  /** `takenAt` of the first accepted snapshot that they were missing from, with no accepted one since that had them. RFC 3339. */
  readonly missingSince: string | null;
  /**
   * `takenAt` of the newest complete answer that has had them since, accepted by nobody: the next one that lacks them is
   * the first again. RFC 3339; null if none had them.
   */
  readonly seenAt: string | null;
}

/** What is known of a company's records where more has to be read than what decides (`needsRecord`). */
export interface Records {
  /** By person id the record last emitted. */
  readonly ofPerson: ReadonlyMap<string, Employee>;
  /** By EmployeeId the row of this answer. */
  readonly ofRow: ReadonlyMap<string, Employee>;
}

/** Somebody whom a row may be, though it does not carry their EmployeeId. */
export interface Candidate {
  readonly known: KnownFacts;
  /** The row of their own EmployeeId in this snapshot; null if there is none. */
  readonly own: RowFacts | null;
}

/** Whom a row may be, other than whoever has its EmployeeId. */
export interface Candidates {
  /**
   * Of several the one who is active, then the lowest person id: two people have one UniqueKey only if somebody settled
   * that they are two.
   */
  readonly byUniqueKey: Candidate | null;
  /** An imported person, never linked, whose Org employee ID is the row's EmployeeId. */
  readonly byOrgEmployeeId: KnownFacts | null;
  /** Whoever has the row's address, imported or linked; of several the one who is active, then the lowest person id. */
  readonly byEmail: Candidate | null;
  /** Whose row it is by what a person settled, whatever else it says by now; null if nothing was. */
  readonly bySettlement?: Candidate | null;
}

/** A row that has to be judged, with what is known of it. */
export interface DifferingRow {
  readonly row: RowFacts;
  /** The same row in the base; null if it was not there. */
  readonly before: { readonly status: string | null; readonly leavingDate: string | null } | null;
  /** Who has its EmployeeId; null if nobody known. */
  readonly known: KnownFacts | null;
  /** Null if nobody else comes into question. */
  readonly others: Candidates | null;
  /** How many persons this EmployeeId was linked to before and is no more, erased ones counted. */
  readonly formerly: number;
}

/** An employee's facts. @param scoped whether the tenant's scope looks at anything */
export function factsOf(employee: Employee, digest: string, scoped = false): RowFacts {
  const { employeeId, uniqueKey, email, firstName, status, startDate, leavingDate } = employee;
  const { company, employmentType, location, department } = employee;
  const scope = scoped ? { company, employmentType, location, department } : null;
  const name = nameOf(employee);
  const unreadable = unreadableText(employee);
  return { employeeId, digest, uniqueKey, email, name, firstName, status, startDate, leavingDate, unreadable, scope };
}
