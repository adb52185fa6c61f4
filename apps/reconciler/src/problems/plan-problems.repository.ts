import { Injectable } from '@nestjs/common';
import type { NewProblem, RowAsked } from '@people-sync/reconciliation';
import { DataSource, type EntityManager } from 'typeorm';
import { intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';

/** Something that an answer left to be decided which nobody accepted. */
export interface PlanProblem extends Pick<
  NewProblem,
  | 'problemId'
  | 'syncId'
  | 'code'
  | 'personId'
  | 'employeeId'
  | 'name'
  | 'received'
  | 'other'
  | 'otherPersonId'
  | 'affected'
  | 'rowDigest'
> {
  readonly idx: number;
  readonly about: RowAsked | null;
  readonly openedAt: Date;
}

const COLUMNS = `q.idx, q.problem_id AS "problemId", q.sync_id AS "syncId", q.code, q.person_id AS "personId",
  q.employee_id AS "employeeId", q.name, q.received, q.other, q.other_person_id AS "otherPersonId", q.about,
  q.affected, q.row_digest AS "rowDigest", p.made_at AS "openedAt"`;

/** What answers say that are not accepted is kept and shown with their plan alone. */
@Injectable()
export class PlanProblemsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores all problems of these syncs' plans, in place of those before. */
  async insert(tx: EntityManager, problems: readonly NewProblem[]): Promise<void> {
    if (problems.length === 0) return;
    const next = new Map<string, number>();
    const idx = problems.map(({ syncId }) => {
      const at = next.get(syncId) ?? 0;
      next.set(syncId, at + 1);
      return at;
    });
    await tx.query(
      `INSERT INTO plan_problems (tenant_id, sync_id, idx, problem_id, code, person_id, employee_id, name, received,
                                  other, other_person_id, about, affected, row_digest)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::text[],
                            $8::text[], $9::text[], $10::text[], $11::uuid[], $12::json[], $13::int[], $14::text[])`,
      [
        textColumn(problems.map((one) => one.tenantId)),
        uuidColumn(problems.map((one) => one.syncId)),
        intColumn(idx),
        uuidColumn(problems.map((one) => one.problemId)),
        textColumn(problems.map((one) => one.code)),
        uuidColumn(problems.map((one) => one.personId)),
        textColumn(problems.map((one) => one.employeeId)),
        textColumn(problems.map((one) => one.name)),
        textColumn(problems.map((one) => one.received)),
        textColumn(problems.map((one) => one.other)),
        uuidColumn(problems.map((one) => one.otherPersonId)),
        jsonColumn(problems.map((one) => one.about && JSON.stringify(one.about))),
        intColumn(problems.map((one) => one.affected)),
        textColumn(problems.map((one) => one.rowDigest)),
      ],
    );
  }

  /** A plan that waits is judged again: its problems are others from now on. */
  async clear(tx: EntityManager, tenantId: string, syncId: string): Promise<void> {
    await tx.query('DELETE FROM plan_problems WHERE tenant_id = $1 AND sync_id = $2', [tenantId, syncId]);
  }

  /** At most `limit` of a plan's problems, from index `from` on. */
  async page(tenantId: string, syncId: string, from: number, limit: number): Promise<PlanProblem[]> {
    return this.dataSource.query<PlanProblem[]>(
      `SELECT ${COLUMNS} FROM plan_problems q JOIN plans p USING (tenant_id, sync_id)
        WHERE q.tenant_id = $1 AND q.sync_id = $2 AND q.idx >= $3 ORDER BY q.idx LIMIT $4`,
      [tenantId, syncId, from, limit],
    );
  }

  /** The plan's problem about this employee's row that asks who it is; null if there is none. */
  async caseOf(tx: EntityManager, tenantId: string, syncId: string, employeeId: string): Promise<PlanProblem | null> {
    const [found] = await tx.query<PlanProblem[]>(
      `SELECT ${COLUMNS} FROM plan_problems q JOIN plans p USING (tenant_id, sync_id)
        WHERE q.tenant_id = $1 AND q.sync_id = $2 AND q.employee_id = $3 AND q.about IS NOT NULL ORDER BY q.idx LIMIT 1`,
      [tenantId, syncId, employeeId],
    );
    return found ?? null;
  }

  /** The plan's problem that asks whether this person left, whose last day cannot be read; null if there is none. */
  async leaverOf(tx: EntityManager, tenantId: string, syncId: string, personId: string): Promise<PlanProblem | null> {
    const [found] = await tx.query<PlanProblem[]>(
      `SELECT ${COLUMNS} FROM plan_problems q JOIN plans p USING (tenant_id, sync_id)
        WHERE q.tenant_id = $1 AND q.sync_id = $2 AND q.person_id = $3 AND q.code = 'leaver-date-unreadable'
        ORDER BY q.idx LIMIT 1`,
      [tenantId, syncId, personId],
    );
    return found ?? null;
  }

  /** The plan's problem that this person is missing from its answer; null if there is none. */
  async missingOf(tx: EntityManager, tenantId: string, syncId: string, personId: string): Promise<PlanProblem | null> {
    const [found] = await tx.query<PlanProblem[]>(
      `SELECT ${COLUMNS} FROM plan_problems q JOIN plans p USING (tenant_id, sync_id)
        WHERE q.tenant_id = $1 AND q.sync_id = $2 AND q.person_id = $3 AND q.row_digest IS NULL ORDER BY q.idx LIMIT 1`,
      [tenantId, syncId, personId],
    );
    return found ?? null;
  }
}
