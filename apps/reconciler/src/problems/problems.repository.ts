import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  type NewProblem,
  type OpenProblem,
  problemChanges,
  type ProblemChanges,
  type RowAsked,
} from '@people-sync/reconciliation';
import { type EntityManager, IsNull, MoreThan, Not, Repository } from 'typeorm';
import { intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';
import type { Plan } from '../judging/plan';
import { Problem } from './problem.entity';

/** Which problems a page shows. */
export interface ProblemFilter {
  readonly tenantId: string;
  /** Only those that this sync opened. */
  readonly syncId: string | undefined;
  /** Open ones that nobody set aside; those that somebody did; or all. */
  readonly state: 'open' | 'set-aside' | '';
  readonly personId: string | undefined;
  /** Only those after this `seq`. */
  readonly after: string;
}

/** Open problems of one cause. */
export interface ProblemCause {
  readonly code: string;
  readonly count: number;
  readonly people: number;
}

@Injectable()
export class ProblemsRepository {
  constructor(@InjectRepository(Problem) private readonly problems: Repository<Problem>) {}

  /** At most `limit` problems, oldest first. */
  async page({ tenantId, syncId, state, personId, after }: ProblemFilter, limit: number): Promise<Problem[]> {
    return this.problems.find({
      where: {
        tenantId,
        seq: MoreThan(after),
        ...(syncId === undefined ? {} : { syncId }),
        ...(personId === undefined ? {} : { personId }),
        ...(state === '' ? {} : { closedAt: IsNull(), setAsideAt: state === 'open' ? IsNull() : Not(IsNull()) }),
      },
      order: { seq: 'ASC' },
      take: limit,
    });
  }

  /** The open identity case of an employee, set aside or not; null if there is none. */
  async openCase(tx: EntityManager, tenantId: string, employeeId: string): Promise<Problem | null> {
    const found = await tx.find(Problem, {
      where: { tenantId, employeeId, closedAt: IsNull() },
      order: { seq: 'DESC' },
    });
    return found.find(({ about }) => about !== null) ?? null;
  }

  /** The open problem of this code of a person, set aside or not; null if there is none. */
  async openOf(tx: EntityManager, tenantId: string, personId: string, code: string): Promise<Problem | null> {
    return tx.findOne(Problem, { where: { tenantId, personId, code, closedAt: IsNull() }, order: { seq: 'DESC' } });
  }

  /** Everything that was ever wrong with a person or an EmployeeId, oldest first. */
  async about(tenantId: string, personId: string | null, employeeId: string | null): Promise<Problem[]> {
    return this.problems.find({
      where: [
        ...(personId === null ? [] : [{ tenantId, personId }]),
        ...(employeeId === null ? [] : [{ tenantId, employeeId }]),
      ],
      order: { seq: 'ASC' },
      take: 200,
    });
  }

  /** What each plan would open and close if it were applied; of several tenants at once. */
  async changes<T extends Pick<Plan, 'judging' | 'refused' | 'absences' | 'safeguards'>>(
    tx: EntityManager,
    plans: readonly T[],
  ): Promise<Map<T, ProblemChanges>> {
    const open = await this.open(
      tx,
      plans.map(({ judging }) => judging.tenantId),
    );
    return new Map(
      plans.map((plan) => {
        const { tenantId, ending } = plan.judging;
        return [plan, problemChanges({ tenantId, syncId: ending.syncId }, plan, open.get(tenantId) ?? [])];
      }),
    );
  }

  /** Open problems that nobody set aside, counted by code, with the people that they are about. */
  async causes(tenantId: string): Promise<ProblemCause[]> {
    return this.problems.query<ProblemCause[]>(
      `SELECT code, count(*)::float8 AS count, sum(affected)::float8 AS people FROM problems
        WHERE tenant_id = $1 AND closed_at IS NULL AND set_aside_at IS NULL GROUP BY code ORDER BY code`,
      [tenantId],
    );
  }

  /** How many problems are open that nobody set aside. */
  async countOpen(tx: EntityManager, tenantId: string): Promise<number> {
    const open = await this.open(tx, [tenantId]);
    return (open.get(tenantId) ?? []).filter(({ setAside }) => !setAside).length;
  }

  /** Of these people those whom the newest complete answer has though they are missing by the accepted one. */
  async seenSince(
    tenantId: string,
    people: readonly string[],
    newestAt: string | null,
  ): Promise<ReadonlyMap<string, string>> {
    if (people.length === 0 || newestAt === null) return new Map();
    const rows = await this.problems.query<{ person_id: string }[]>(
      'SELECT person_id FROM persons WHERE tenant_id = $1 AND person_id = ANY($2::uuid[]) AND seen_at = $3::timestamptz',
      [tenantId, uuidColumn(people), newestAt],
    );
    return new Map(rows.map((row) => [row.person_id, newestAt]));
  }

  /** Sets an open problem of a locked tenant aside, unless it is already; null if it is not open. */
  async setAside(
    tx: EntityManager,
    tenantId: string,
    problemId: string,
  ): Promise<{ readonly problem: Problem; readonly isNew: boolean } | null> {
    const open = { tenantId, problemId, closedAt: IsNull() };
    const { affected } = await tx.update(
      Problem,
      { ...open, setAsideAt: IsNull() },
      { setAsideAt: () => 'clock_timestamp()' },
    );
    const problem = await tx.findOneBy(Problem, open);
    return problem && { problem, isNew: affected === 1 };
  }

  /** The tenants' open problems. */
  async open(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, OpenProblem[]>> {
    const open = new Map<string, OpenProblem[]>();
    if (tenantIds.length === 0) return open;
    const rows = await tx.query<OpenRow[]>(
      `SELECT tenant_id, problem_id, code, person_id, employee_id, received, other, affected, about,
              set_aside_at IS NOT NULL AS set_aside FROM problems
        WHERE tenant_id = ANY($1::text[]) AND closed_at IS NULL ORDER BY tenant_id, employee_id`,
      [textColumn(tenantIds)],
    );
    for (const row of rows) {
      const problem = {
        tenantId: row.tenant_id,
        problemId: row.problem_id,
        code: row.code,
        personId: row.person_id,
        employeeId: row.employee_id,
        received: row.received,
        other: row.other,
        affected: row.affected,
        about: row.about,
        setAside: row.set_aside,
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
      `INSERT INTO problems (tenant_id, problem_id, code, person_id, employee_id, name, received, other, sync_id,
                             other_person_id, about, affected)
       SELECT d.* FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                              $8::text[], $9::uuid[], $10::uuid[], $11::json[], $12::int[]) AS d`,
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
        uuidColumn(opened.map((one) => one.otherPersonId)),
        jsonColumn(opened.map((one) => one.about && JSON.stringify(one.about))),
        intColumn(opened.map((one) => one.affected)),
      ],
    );
  }
}

interface OpenRow {
  tenant_id: string;
  problem_id: string;
  code: string;
  person_id: string | null;
  employee_id: string;
  set_aside: boolean;
  received: string | null;
  other: string | null;
  affected: number;
  about: RowAsked | null;
}
