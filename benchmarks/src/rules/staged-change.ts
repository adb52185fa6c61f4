import { connected } from '../connected';

/** A complete snapshot in the reconciler's staging. */
export interface StagedChange {
  readonly tenantId: string;
  readonly number: number;
  readonly companyId: string;
  readonly people: number;
  readonly changed: number;
}

export const ATTEMPT = 1;

/** The base once more as the next sync's snapshot, with another job role for a part of the people, evenly spread. */
const STAGE = `
  WITH received AS (
    SELECT b.tenant_id, t.newest_settled + 1 AS number, b.employee_id, b.digest, b.unique_key, b.email, b.name, b.status,
           b.start_date, b.leaving_date, coalesce(b.employee, p.employee) AS employee,
           row_number() OVER (ORDER BY b.employee_id) AS n
      FROM reconciler.base_rows b
      JOIN reconciler.tenants t USING (tenant_id)
      LEFT JOIN reconciler.persons p ON p.tenant_id = b.tenant_id AND p.employee_id = b.employee_id
     WHERE b.tenant_id = $1
  )
  INSERT INTO reconciler.staging (tenant_id, number, attempt, idx, employee_id, digest, unique_key, email, name, status,
                                  start_date, leaving_date, employee)
  SELECT tenant_id, number, ${ATTEMPT}, n - 1, employee_id,
         CASE WHEN changes THEN encode(sha256(convert_to(digest, 'UTF8')), 'hex') ELSE digest END,
         unique_key, email, name, status, start_date, leaving_date,
         CASE WHEN changes
              THEN (employee::jsonb || jsonb_build_object('jobRole', concat(employee->>'jobRole', ' (9)')))::json
              ELSE employee END
    FROM received
   CROSS JOIN LATERAL (SELECT floor(n * $2::float8) > floor((n - 1) * $2::float8) AS changes) c`;

/** Stages such a snapshot, as the fetcher's events would have been; the reconciler must be stopped. */
export async function stageChange(databaseUrl: string, tenantId: string, fraction: number): Promise<StagedChange> {
  return connected(databaseUrl, async (client) => {
    await client.query(STAGE, [tenantId, fraction]);
    const { rows } = await client.query<StagedChange>(
      `SELECT s.tenant_id AS "tenantId", s.number, t.company_id AS "companyId", count(*)::int AS people,
              count(*) FILTER (WHERE s.digest <> b.digest)::int AS changed
         FROM reconciler.staging s
         JOIN reconciler.tenants t USING (tenant_id)
         JOIN reconciler.base_rows b USING (tenant_id, employee_id)
        WHERE s.tenant_id = $1 AND s.number = t.newest_settled + 1
        GROUP BY s.tenant_id, s.number, t.company_id`,
      [tenantId],
    );
    const [staged] = rows;
    if (!staged) throw new Error('the company to be staged is not in the base');
    return staged;
  });
}

/** Takes it away again. */
export async function unstage(databaseUrl: string, { tenantId, number }: StagedChange): Promise<void> {
  await connected(databaseUrl, async (client) => {
    await client.query('DELETE FROM reconciler.staging WHERE tenant_id = $1 AND number = $2', [tenantId, number]);
  });
}
