import { type KnownFacts, scopeFields } from '@people-sync/reconciliation';

const scopePairs = (alias: string) =>
  scopeFields.map((field) => `'${field}', ${alias}.employee->>'${field}'`).join(', ');

/** The values of a record `alias` that a scope looks at. */
export const scopeColumn = (alias: string): string => `json_build_object(${scopePairs(alias)})`;

/**
 * The columns of a person `alias` that decide, prefixed `known_`; read by `knownFactsOf`.
 * @param scoped an SQL condition: whether the scope looks at anything
 */
export const knownColumns = (alias: string, scoped = 'true'): string =>
  `${alias}.person_id AS known_person_id, ${alias}.employee_id AS known_employee_id, ${alias}.linked AS known_linked,
   ${alias}.state AS known_state, ${alias}.source_version AS known_source_version, ${alias}.digest AS known_digest,
   ${alias}.unique_key AS known_unique_key, ${alias}.email AS known_email, ${alias}.name AS known_name,
   ${alias}.employee->>'email' AS known_record_email, ${alias}.employee->>'firstName' AS known_first_name, ${alias}.employee->>'startDate' AS known_start_date,
   ${alias}.status AS known_status, ${alias}.leaving_date AS known_leaving_date,
   ${alias}.ignored_leaving_date AS known_ignored_leaving_date, ${alias}.partly AS known_partly,
   ${alias}.announced_leaving_date AS known_announced_leaving_date,
   CASE WHEN ${scoped} THEN ${scopeColumn(alias)} END AS known_scope,
   to_char(${alias}.missing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS known_missing_since,
   to_char(${alias}.seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS known_seen_at`;

/** A row with `knownColumns`; without a person they are all null. */
export interface KnownColumns {
  readonly known_person_id: string | null;
  readonly known_employee_id: string | null;
  readonly known_linked: boolean;
  readonly known_state: string;
  readonly known_source_version: number;
  readonly known_digest: string;
  readonly known_unique_key: string | null;
  readonly known_email: string | null;
  readonly known_name: string | null;
  readonly known_record_email: string | null;
  readonly known_first_name: string | null;
  readonly known_start_date: string | null;
  readonly known_status: string | null;
  readonly known_leaving_date: string | null;
  readonly known_ignored_leaving_date: string | null;
  readonly known_scope: KnownFacts['scope'];
  readonly known_partly: boolean;
  readonly known_announced_leaving_date: string | null;
  readonly known_missing_since: string | null;
  readonly known_seen_at: string | null;
}

/** The person of a row; null if it has none. */
export function knownFactsOf(row: KnownColumns): KnownFacts | null {
  if (row.known_person_id === null) return null;
  return {
    personId: row.known_person_id,
    employeeId: row.known_employee_id,
    linked: row.known_linked,
    active: row.known_state === 'active',
    sourceVersion: row.known_source_version,
    digest: row.known_digest,
    uniqueKey: row.known_unique_key,
    email: row.known_email,
    name: row.known_name,
    recordEmail: row.known_record_email,
    firstName: row.known_first_name,
    startDate: row.known_start_date,
    status: row.known_status,
    leavingDate: row.known_leaving_date,
    ignoredLeavingDate: row.known_ignored_leaving_date,
    scope: row.known_scope,
    partly: row.known_partly,
    announcedLeavingDate: row.known_announced_leaving_date,
    missingSince: row.known_missing_since,
    seenAt: row.known_seen_at,
  };
}
