import { mappings } from '@people-sync/contracts';

/** The People table of one moment: everything up to and including a change number. */
export interface Moment {
  /** The tenant's change number. */
  readonly at: number;
  /** Nothing was written since: the table as it stands is that of the moment. */
  readonly isNow: boolean;
}

/** A person's columns, in the table and in history. */
const FIELDS = `tenant_id, person_id, email, name, name_folded, ${mappings.map(({ column }) => column).join(', ')}, unit,
  status, we_thrive_id, org_employee_id, version, change_no`;

/**
 * SQL: the table of a moment that is over ($1 tenant, $2 change number): whoever has not changed since, as they are, and
 * of the others the version of then. A page costs what it shows and what has changed since, not what history holds.
 */
export const TABLE_OF_MOMENT = `(
  SELECT ${FIELDS}, updated_at FROM people WHERE tenant_id = $1 AND change_no <= $2
  UNION ALL
  SELECT v.* FROM (SELECT DISTINCT person_id FROM person_versions WHERE tenant_id = $1 AND change_no > $2) changed
  CROSS JOIN LATERAL (
    SELECT ${FIELDS}, valid_from FROM person_versions
    WHERE tenant_id = $1 AND person_id = changed.person_id AND change_no <= $2 AND NOT erased
    ORDER BY version DESC LIMIT 1
  ) v
)`;

/** SQL: the version of the person `named.id` of a moment ($1 tenant, $3 change number). */
export const PERSON_OF_MOMENT = `(
  SELECT ${FIELDS}, valid_from AS updated_at FROM person_versions
  WHERE tenant_id = $1 AND person_id = named.id AND change_no <= $3 AND NOT erased ORDER BY version DESC LIMIT 1
)`;
