import type { Employee } from '@people-sync/contracts';
import { nameOf } from '../employees/name-of';

/** What decides about a snapshot's row; the rest of the record counts by its digest, so that no employee is loaded. */
export interface RowFacts {
  readonly employeeId: string;
  /** HMAC of the whole employee. */
  readonly digest: string;
  readonly email: string | null;
  /** First and last name, for naming the other side of a clash. */
  readonly name: string | null;
  readonly status: string | null;
  readonly startDate: string | null;
  readonly leavingDate: string | null;
}

/** The person a row is linked to: the record last emitted, as far as it decides. */
export interface KnownFacts {
  readonly personId: string;
  readonly active: boolean;
  /** Number of the person's last event. */
  readonly sourceVersion: number;
  /** Of the row that the record was last taken from. */
  readonly digest: string;
  readonly email: string | null;
  readonly status: string | null;
  readonly leavingDate: string | null;
  /** A LeavingDate that already stood when they rejoined: it says nothing. */
  readonly ignoredLeavingDate: string | null;
}

/** A row that has to be judged, with what is known of it. */
export interface DifferingRow {
  readonly row: RowFacts;
  /** The same row in the base; null if it was not there. */
  readonly before: { readonly status: string | null; readonly leavingDate: string | null } | null;
  /** Who it is; null if nobody known. */
  readonly known: KnownFacts | null;
}

/** An employee's facts. */
export function factsOf(employee: Employee, digest: string): RowFacts {
  const { employeeId, email, status, startDate, leavingDate } = employee;
  return { employeeId, digest, email, name: nameOf(employee), status, startDate, leavingDate };
}
