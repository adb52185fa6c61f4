import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, MoreThan, Repository } from 'typeorm';
import { textColumn, uuidColumn } from '../database/columns';
import { Problem } from './problem.entity';
import type { NewProblem, OpenProblem, ProblemChanges } from './problem-changes';

/** Which problems a page shows. */
export interface ProblemFilter {
  readonly tenantId: string;
  /** Only those that this sync opened. */
  readonly syncId: string | undefined;
  readonly onlyOpen: boolean;
  /** Only those after this `seq`. */
  readonly after: string;
}

@Injectable()
export class ProblemsRepository {
  constructor(@InjectRepository(Problem) private readonly problems: Repository<Problem>) {}

  /** At most `limit` problems, oldest first. */
  async page({ tenantId, syncId, onlyOpen, after }: ProblemFilter, limit: number): Promise<Problem[]> {
    return this.problems.find({
      where: {
        tenantId,
        seq: MoreThan(after),
        ...(syncId === undefined ? {} : { syncId }),
        ...(onlyOpen ? { closedAt: IsNull() } : {}),
      },
      order: { seq: 'ASC' },
      take: limit,
    });
  }

  /** The tenants' open problems. */
  async open(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, OpenProblem[]>> {
    const open = new Map<string, OpenProblem[]>();
    if (tenantIds.length === 0) return open;
    const rows = await tx.query<OpenRow[]>(
      `SELECT tenant_id, problem_id, code, employee_id, received, other FROM problems
        WHERE tenant_id = ANY($1::text[]) AND closed_at IS NULL ORDER BY tenant_id, employee_id`,
      [textColumn(tenantIds)],
    );
    for (const row of rows) {
      const problem = {
        tenantId: row.tenant_id,
        problemId: row.problem_id,
        code: row.code,
        employeeId: row.employee_id,
        received: row.received,
        other: row.other,
      };
      const ofTenant = open.get(row.tenant_id);
      if (ofTenant) ofTenant.push(problem);
      else open.set(row.tenant_id, [problem]);
    }
    return open;
  }

  async save(tx: EntityManager, changes: readonly ProblemChanges[]): Promise<void> {
    await this.close(
      tx,
      changes.flatMap(({ closed }) => closed),
    );
    await this.insert(
      tx,
      changes.flatMap(({ opened }) => opened),
    );
  }

  private async close(tx: EntityManager, closed: readonly OpenProblem[]): Promise<void> {
    if (closed.length === 0) return;
    await tx.query(
      `UPDATE problems SET closed_at = now() WHERE ctid = ANY (ARRAY(
         SELECT p.ctid
           FROM unnest($1::text[], $2::uuid[]) AS d(tenant_id, problem_id)
          CROSS JOIN LATERAL (
            SELECT r.ctid FROM problems r WHERE r.tenant_id = d.tenant_id AND r.problem_id = d.problem_id OFFSET 0
          ) p))`,
      [textColumn(closed.map((one) => one.tenantId)), uuidColumn(closed.map((one) => one.problemId))],
    );
  }

  private async insert(tx: EntityManager, opened: readonly NewProblem[]): Promise<void> {
    if (opened.length === 0) return;
    await tx.query(
      `INSERT INTO problems (tenant_id, problem_id, code, person_id, employee_id, name, received, other, sync_id)
       SELECT d.* FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                              $8::text[], $9::uuid[]) AS d`,
      [
        textColumn(opened.map((one) => one.tenantId)),
        uuidColumn(opened.map((one) => one.problemId)),
        textColumn(opened.map((one) => one.code)),
        uuidColumn(opened.map((one) => one.personId)),
        textColumn(opened.map((one) => one.employeeId)),
        textColumn(opened.map((one) => one.name)),
        textColumn(opened.map((one) => one.received)),
        textColumn(opened.map((one) => one.other)),
        uuidColumn(opened.map((one) => one.syncId)),
      ],
    );
  }
}

interface OpenRow {
  tenant_id: string;
  problem_id: string;
  code: string;
  employee_id: string;
  received: string | null;
  other: string | null;
}
