import { Injectable } from '@nestjs/common';
import type { writerV1 } from '@people-sync/platform';
import { type EntityManager, IsNull, MoreThan, Not } from 'typeorm';
import type { PersonKey } from './circles';
import { ManagerProblem } from './manager-problem.entity';
import type { Finding, ManagerProblemChanges } from './problem-changes';
import type { MovedManagers } from './reporting-lines.repository';

/** An open problem that is set aside, and whether it was not before. */
export interface SetAside {
  readonly problem: ManagerProblem;
  readonly isNew: boolean;
}

/** Which problems a page shows. */
export interface ManagerProblemFilter {
  readonly tenantId: string;
  /** Open ones that nobody set aside; those that somebody did; or all. */
  readonly state: 'open' | 'set-aside' | '';
  /** Only those that this sync opened. */
  readonly syncId: string | undefined;
  /** Only those after this `seq`. */
  readonly after: string;
}

/**
 * SQL: what stands about the given managers ($1 tenants, $2 codes, $3 abouts), and about everybody of the tenants $4
 * who was in a circle: whoever is not given is in none any more.
 */
const FINDINGS = `
  WITH subject AS (
    SELECT tenant_id, code, about, bool_or(given) AS stands
    FROM (
      SELECT tenant_id, code, about, true FROM unnest($1::text[], $2::text[], $3::text[]) AS g (tenant_id, code, about)
      UNION ALL
      SELECT tenant_id, code, about, false FROM manager_problems
      WHERE tenant_id = ANY ($4) AND code = 'manager-loop' AND closed_at IS NULL
    ) AS each (tenant_id, code, about, given)
    GROUP BY tenant_id, code, about
  )
  SELECT s.tenant_id AS "tenantId", s.code, s.about, r.affected::float8, m.person_id AS "personId",
    coalesce(m.name, r.name) AS name, coalesce(m.org_employee_id, r.employee_id) AS "employeeId", r.email,
    CASE WHEN o.problem_id IS NOT NULL THEN json_build_object(
      'problemId', o.problem_id, 'affected', o.affected, 'setAside', o.set_aside_at IS NOT NULL) END AS open
  FROM subject s
  CROSS JOIN LATERAL (
    SELECT CASE WHEN s.code <> 'manager-unknown' THEN s.about::uuid END AS manager
  ) k
  CROSS JOIN LATERAL (
    SELECT count(*) AS affected, min(p.manager) AS name, min(p.reports_to_employee_id) AS employee_id,
      min(p.reports_to_email) FILTER (WHERE p.reports_to_employee_id IS NULL) AS email
    FROM (
      SELECT person_id FROM reporting_lines
      WHERE tenant_id = s.tenant_id AND cause = s.code AND about = s.about
      UNION ALL
      SELECT person_id FROM reporting_lines
      WHERE tenant_id = s.tenant_id AND reports_to = k.manager AND s.code = 'manager-loop' AND s.stands OFFSET 0
    ) l
    CROSS JOIN LATERAL (
      SELECT * FROM people WHERE tenant_id = s.tenant_id AND person_id = l.person_id AND status <> 'inactive' OFFSET 0
    ) p
  ) r
  LEFT JOIN LATERAL (
    SELECT * FROM people WHERE tenant_id = s.tenant_id AND person_id = k.manager OFFSET 0
  ) m ON true
  LEFT JOIN LATERAL (
    SELECT * FROM manager_problems
    WHERE tenant_id = s.tenant_id AND code = s.code AND about = s.about AND closed_at IS NULL OFFSET 0
  ) o ON true
  ORDER BY s.tenant_id, s.code, s.about`;

/** What is wrong with managers. */
@Injectable()
export class ManagerProblemsRepository {
  /** What stands about managers who may have moved, and about everybody who is or was in a circle. */
  async findings(
    tx: EntityManager,
    moved: readonly MovedManagers[],
    circles: readonly PersonKey[],
    tenantIds: readonly string[],
  ): Promise<Finding[]> {
    const subjects = [
      ...moved.flatMap(({ tenantId, problems }) => problems.map(([code, about]) => ({ tenantId, code, about }))),
      ...circles.map(({ tenantId, personId }) => ({ tenantId, code: 'manager-loop', about: personId })),
    ];
    return tx.query<Finding[]>(FINDINGS, [
      subjects.map((one) => one.tenantId),
      subjects.map((one) => one.code),
      subjects.map((one) => one.about),
      tenantIds,
    ]);
  }

  /** Two statements at most. */
  async save(tx: EntityManager, { opened, closed, recounted }: ManagerProblemChanges): Promise<void> {
    if (closed.length + recounted.length > 0) {
      await tx.query(
        `UPDATE manager_problems m SET
           closed_at = CASE WHEN t.affected = 0 THEN clock_timestamp() END,
           affected = CASE WHEN t.affected = 0 THEN m.affected ELSE t.affected END
         FROM json_to_recordset($1) AS t ("tenantId" text, "problemId" uuid, affected bigint)
         WHERE m.tenant_id = t."tenantId" AND m.problem_id = t."problemId"`,
        [JSON.stringify([...closed, ...recounted])],
      );
    }
    if (opened.length === 0) return;
    await tx.query(
      `INSERT INTO manager_problems (tenant_id, problem_id, code, about, person_id, name, affected, sync_id, opened_at)
       SELECT t."tenantId", t."problemId", t.code, t.about, t."personId", t.name, t.affected, t."syncId",
         clock_timestamp()
       FROM json_to_recordset($1) AS t ("tenantId" text, "problemId" uuid, code text, about text, "personId" uuid,
         name text, affected bigint, "syncId" uuid)`,
      [JSON.stringify(opened)],
    );
  }

  /** At most `limit` problems, oldest first. */
  async page(
    tx: EntityManager,
    { tenantId, state, syncId, after }: ManagerProblemFilter,
    limit: number,
  ): Promise<ManagerProblem[]> {
    return tx.find(ManagerProblem, {
      where: {
        tenantId,
        seq: MoreThan(after),
        ...(syncId === undefined ? {} : { syncId }),
        ...(state === '' ? {} : { closedAt: IsNull(), setAsideAt: state === 'open' ? IsNull() : Not(IsNull()) }),
      },
      order: { seq: 'ASC' },
      take: limit,
    });
  }

  /** Open problems that nobody set aside, counted by code, with the people that they are about. */
  async causes(tx: EntityManager, tenantId: string): Promise<writerV1.ProblemCause[]> {
    return tx.query<writerV1.ProblemCause[]>(
      `SELECT code, count(*)::float8 AS count, sum(affected)::float8 AS people FROM manager_problems
        WHERE tenant_id = $1 AND closed_at IS NULL AND set_aside_at IS NULL GROUP BY code ORDER BY code`,
      [tenantId],
    );
  }

  /**
   * Sets an open problem aside; once more changes nothing. Waits for a write of the tenant that is under way, which may
   * be counting it. Null if it is not open.
   */
  async setAside(tx: EntityManager, tenantId: string, problemId: string, by: string): Promise<SetAside | null> {
    await tx.query('SELECT FROM licences WHERE tenant_id = $1 FOR UPDATE', [tenantId]);
    const open = { tenantId, problemId, closedAt: IsNull() };
    const { affected } = await tx.update(
      ManagerProblem,
      { ...open, setAsideAt: IsNull() },
      {
        setAsideAt: () => 'clock_timestamp()',
        setAsideBy: by,
      },
    );
    const problem = await tx.findOneBy(ManagerProblem, open);
    return problem && { problem, isNew: affected === 1 };
  }
}
