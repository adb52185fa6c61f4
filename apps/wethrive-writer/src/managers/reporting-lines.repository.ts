import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Round, Unwritten } from '../people/people-writes.repository';
import type { Line } from './circles';

/** Managers of one tenant about whom something may be different now. */
export interface MovedManagers extends Unwritten {
  /** `[cause, about]` of problems that somebody has now, or no longer has. */
  readonly problems: readonly (readonly [cause: string, about: string])[];
  /** People at work to whom somebody at work reports whose line was looked at. */
  readonly managers: readonly string[];
}

/** SQL: whoever `key` names among the tenant's people; somebody at work before somebody inactive. */
const named = (column: string, key: string): string => `LATERAL (
    SELECT m.person_id, m.status FROM people m WHERE m.tenant_id = p.tenant_id AND m.${column} = ${key}
    ORDER BY m.status = 'inactive', m.person_id LIMIT 1
  )`;

/**
 * SQL: finds anew the managers of everybody whom the round ($1 tenants, $2 ids of staging, $3 their change numbers
 * before it) touched, and of everybody who names or named somebody whom it touched in a way that matters for being
 * found: new, gone, back, or with another id or address. Nobody else's manager can be another than before; in a table
 * that was empty there is nobody else. Whoever reports to somebody else than their history says has it in the version that
 * the round made of them, or is told, to get one.
 */
const RESOLVE = `
  WITH moved AS MATERIALIZED (
    SELECT v.tenant_id, v.person_id, v.org_employee_id, v.email
    FROM unnest($1::text[], $3::bigint[]) AS r (tenant_id, change_no)
    CROSS JOIN LATERAL (
      SELECT DISTINCT ON (person_id) tenant_id, person_id, org_employee_id, email FROM person_versions
      WHERE tenant_id = r.tenant_id AND change_no > r.change_no AND r.change_no > 0
        AND (kind <> 'updated' OR changed && '{email,orgEmployeeId}')
      ORDER BY person_id, change_no DESC OFFSET 0
    ) v
  ),
  looked_at AS MATERIALIZED (
    SELECT s.tenant_id, s.person_id FROM unnest($1::text[], $2::uuid[]) AS r (tenant_id, staged_under)
    CROSS JOIN LATERAL (
      SELECT tenant_id, person_id FROM staged_changes WHERE tenant_id = r.tenant_id AND sync_id = r.staged_under OFFSET 0
    ) s
    UNION
    SELECT p.tenant_id, p.person_id FROM moved CROSS JOIN LATERAL (
      SELECT tenant_id, person_id FROM people
      WHERE tenant_id = moved.tenant_id AND reports_to_employee_id = moved.org_employee_id OFFSET 0
    ) p
    UNION
    SELECT p.tenant_id, p.person_id FROM moved CROSS JOIN LATERAL (
      SELECT tenant_id, person_id FROM people
      WHERE tenant_id = moved.tenant_id AND reports_to_email = moved.email OFFSET 0
    ) p
    UNION
    SELECT l.tenant_id, l.person_id FROM moved CROSS JOIN LATERAL (
      SELECT tenant_id, person_id FROM reporting_lines
      WHERE tenant_id = moved.tenant_id AND reports_to = moved.person_id OFFSET 0
    ) l
  ),
  resolved AS MATERIALIZED (
    SELECT p.tenant_id, p.person_id, p.change_no, p.change_no > b.change_no AS is_written, m.person_id AS reports_to,
      CASE WHEN p.status <> 'inactive' AND m.status <> 'inactive' THEN m.person_id END AS manager,
      c.cause, CASE c.cause WHEN 'manager-left' THEN m.person_id::text WHEN 'manager-unknown' THEN p.naming END AS about
    FROM looked_at e
    JOIN unnest($1::text[], $3::bigint[]) AS b (tenant_id, change_no) ON b.tenant_id = e.tenant_id
    CROSS JOIN LATERAL (
      SELECT *, coalesce('id:' || reports_to_employee_id, 'email:' || reports_to_email) AS naming
      FROM people WHERE tenant_id = e.tenant_id AND person_id = e.person_id OFFSET 0
    ) p
    LEFT JOIN ${named('org_employee_id', 'p.reports_to_employee_id')} by_id ON true
    LEFT JOIN ${named('email', 'p.reports_to_email')} by_email ON by_id.person_id IS NULL
    CROSS JOIN LATERAL (
      SELECT coalesce(by_id.person_id, by_email.person_id) AS person_id, coalesce(by_id.status, by_email.status) AS status
    ) m
    CROSS JOIN LATERAL (
      SELECT CASE WHEN p.status = 'inactive' OR p.naming IS NULL THEN NULL
        WHEN m.person_id IS NULL THEN 'manager-unknown' WHEN m.status = 'inactive' THEN 'manager-left' END AS cause
    ) c
  ),
  compared AS MATERIALIZED (
    SELECT r.*, l.cause AS old_cause, l.about AS old_about,
      (l.reports_to, l.cause, l.about) IS DISTINCT FROM (r.reports_to, r.cause, r.about) AS differs
    FROM resolved r
    LEFT JOIN LATERAL (
      SELECT * FROM reporting_lines WHERE tenant_id = r.tenant_id AND person_id = r.person_id OFFSET 0
    ) l ON true
  ),
  written AS (
    INSERT INTO reporting_lines (tenant_id, person_id, reports_to, cause, about)
    SELECT tenant_id, person_id, reports_to, cause, about FROM compared WHERE differs
    ON CONFLICT (tenant_id, person_id) DO UPDATE SET
      reports_to = excluded.reports_to, cause = excluded.cause, about = excluded.about
  ),
  told AS MATERIALIZED (
    SELECT r.tenant_id, r.person_id, r.change_no, r.is_written, r.reports_to
    FROM resolved r
    LEFT JOIN LATERAL (
      SELECT reports_to FROM reporting_history WHERE tenant_id = r.tenant_id AND person_id = r.person_id
      ORDER BY change_no DESC LIMIT 1
    ) h ON true
    WHERE h.reports_to IS DISTINCT FROM r.reports_to
  ),
  history AS (
    INSERT INTO reporting_history (tenant_id, person_id, change_no, reports_to)
    SELECT tenant_id, person_id, change_no, reports_to FROM told WHERE is_written
  ),
  unwritten AS (
    SELECT tenant_id, array_agg(person_id ORDER BY person_id) AS people
    FROM told WHERE NOT is_written GROUP BY tenant_id
  ),
  problems AS (
    SELECT tenant_id, json_agg(DISTINCT jsonb_build_array(cause, about)) AS problems
    FROM (
      SELECT tenant_id, cause, about FROM compared WHERE differs
      UNION ALL SELECT tenant_id, old_cause, old_about FROM compared WHERE differs
    ) either WHERE cause IS NOT NULL GROUP BY tenant_id
  ),
  managers AS (
    SELECT tenant_id, array_agg(DISTINCT manager) AS managers
    FROM compared WHERE manager IS NOT NULL GROUP BY tenant_id
  )
  SELECT tenant_id AS "tenantId", coalesce(p.problems, '[]'::json) AS problems, coalesce(m.managers, '{}') AS managers,
    coalesce(u.people, '{}') AS unwritten
  FROM problems p FULL JOIN managers m USING (tenant_id) FULL JOIN unwritten u USING (tenant_id)`;

/**
 * SQL: the lines upwards from the managers given ($1 tenants, $2 people) and from whoever was in a circle. Each person
 * is visited once (UNION), so a circle ends it. Inactive people are in no line.
 */
const UPWARDS = `
  WITH RECURSIVE upwards (tenant_id, person_id) AS (
    SELECT * FROM (
      SELECT tenant_id, person_id FROM unnest($1::text[], $2::uuid[]) AS given (tenant_id, person_id)
      UNION
      SELECT tenant_id, person_id FROM manager_problems
      WHERE tenant_id = ANY ($3) AND code = 'manager-loop' AND closed_at IS NULL
    ) first
    UNION
    SELECT u.tenant_id, l.reports_to FROM upwards u
    CROSS JOIN LATERAL (
      SELECT reports_to FROM reporting_lines
      WHERE tenant_id = u.tenant_id AND person_id = u.person_id AND reports_to IS NOT NULL OFFSET 0
    ) l
  )
  SELECT u.tenant_id AS "tenantId", u.person_id AS "personId", l.reports_to AS "reportsTo"
  FROM upwards u
  CROSS JOIN LATERAL (
    SELECT reports_to FROM reporting_lines
    WHERE tenant_id = u.tenant_id AND person_id = u.person_id AND reports_to IS NOT NULL OFFSET 0
  ) l
  CROSS JOIN LATERAL (
    SELECT count(*) AS at_work FROM people WHERE tenant_id = u.tenant_id AND person_id IN (u.person_id, l.reports_to)
      AND status <> 'inactive' OFFSET 0
  ) w
  WHERE w.at_work = CASE WHEN u.person_id = l.reports_to THEN 1 ELSE 2 END
  ORDER BY u.tenant_id, u.person_id`;

/** Who reports to whom. The lines follow from the People table alone: they are the same however people arrived. */
@Injectable()
export class ReportingLinesRepository {
  /**
   * Brings the lines up to date after the people of a round were written, while its changes are still staged. Costs
   * what the round touched, not what the tenants hold.
   * @param before each tenant's last change number before the round.
   */
  async resolve(tx: EntityManager, round: Round, before: readonly number[]): Promise<MovedManagers[]> {
    return tx.query<MovedManagers[]>(RESOLVE, [round.tenantIds, round.stagedUnder, before]);
  }

  /** Every line that could close a circle, once these managers' reports were looked at. */
  async upwards(tx: EntityManager, moved: readonly MovedManagers[], tenantIds: readonly string[]): Promise<Line[]> {
    return tx.query<Line[]>(UPWARDS, [
      moved.flatMap((one) => one.managers.map(() => one.tenantId)),
      moved.flatMap((one) => one.managers),
      tenantIds,
    ]);
  }
}
