import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { FieldChange, PlanItem } from '@people-sync/reconciliation';
import { type EntityManager, In, MoreThanOrEqual, Repository } from 'typeorm';
import { boolColumn, intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';
import { StoredPlan } from './plan.entity';
import { StoredPlanItem } from './plan-item.entity';

/** Items that are alike. */
export interface PlanGroup {
  readonly groupId: string;
  readonly kind: PlanItem['kind'];
  readonly proof: string | null;
  readonly changes: FieldChange[] | null;
  readonly count: number;
  /** Of those, the ones that somebody left out. */
  readonly leftOut: number;
}

/** The plan whose items are asked for. */
type PlanKey = Pick<StoredPlan, 'tenantId' | 'syncId'>;

@Injectable()
export class PlanItemsRepository {
  constructor(@InjectRepository(StoredPlanItem) private readonly items: Repository<StoredPlanItem>) {}

  /** At most `limit` of a plan's items (of one group, if given), from index `from` on. */
  async page(
    { tenantId, syncId, groupId }: { tenantId: string; syncId: string; groupId: string },
    from: number,
    limit: number,
  ): Promise<StoredPlanItem[]> {
    return this.items.find({
      where: { tenantId, syncId, idx: MoreThanOrEqual(from), ...(groupId === '' ? {} : { groupId }) },
      order: { idx: 'ASC' },
      take: limit,
    });
  }

  /** The largest groups of a plan's items, and how many there are. */
  async groups(tenantId: string, syncId: string, limit: number): Promise<{ groups: PlanGroup[]; groupCount: number }> {
    const rows = await this.items.query<(PlanGroup & { groupCount: number })[]>(
      `SELECT g.group_id AS "groupId", i.kind, i.proof, CASE WHEN i.kind = 'changed' THEN i.changes END AS changes,
              g.count, g.left_out AS "leftOut", g.groups AS "groupCount"
         FROM (SELECT group_id, count(*)::int AS count, count(*) FILTER (WHERE left_out)::int AS left_out,
                      min(idx) AS first, count(*) OVER ()::int AS groups FROM plan_items
                WHERE tenant_id = $1 AND sync_id = $2 GROUP BY group_id
                ORDER BY count DESC, first LIMIT $3) g
         JOIN plan_items i ON i.tenant_id = $1 AND i.sync_id = $2 AND i.idx = g.first
        ORDER BY g.count DESC, g.first`,
      [tenantId, syncId, limit],
    );
    return { groups: rows, groupCount: rows[0]?.groupCount ?? 0 };
  }

  /** The items of these people, also those that somebody left out. */
  async of(tx: EntityManager, { tenantId, syncId }: PlanKey, people: readonly string[]): Promise<StoredPlanItem[]> {
    if (people.length === 0) return [];
    return tx.findBy(StoredPlanItem, { tenantId, syncId, personId: In([...people]) });
  }

  /** What those are called whom the plan changes beside these people: ten at most. */
  async othersThan(tx: EntityManager, { tenantId, syncId }: PlanKey, people: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ name: string }[]>(
      `SELECT coalesce(name, employee_id) AS name FROM plan_items
        WHERE tenant_id = $1 AND sync_id = $2 AND NOT left_out AND person_id <> ALL($3::uuid[]) ORDER BY idx LIMIT 10`,
      [tenantId, syncId, uuidColumn(people)],
    );
    return rows.map(({ name }) => name);
  }

  /** The people whom somebody left out of a plan that waits. */
  async leftOut(tx: EntityManager, { tenantId, syncId }: PlanKey): Promise<string[]> {
    const rows = await tx.query<{ person_id: string }[]>(
      'SELECT person_id FROM plan_items WHERE tenant_id = $1 AND sync_id = $2 AND left_out ORDER BY person_id',
      [tenantId, syncId],
    );
    return rows.map(({ person_id: id }) => id);
  }

  /** Of a plan: how many leave by status or date, and of how many something made it wait. */
  async totals(tenantId: string, syncId: string): Promise<{ readonly leavers: number; readonly counted: number }> {
    const [found] = await this.items.query<{ leavers: number; counted: number }[]>(
      `SELECT count(*) FILTER (WHERE proof IN ('leaver-status', 'leaving-date'))::int AS leavers,
              count(*) FILTER (WHERE json_array_length(counted_keys) > 0)::int AS counted
         FROM plan_items WHERE tenant_id = $1 AND sync_id = $2 AND NOT left_out`,
      [tenantId, syncId],
    );
    return found ?? { leavers: 0, counted: 0 };
  }

  /** Everything that was ever planned for a person, oldest first, with its plan. */
  async about(tenantId: string, personId: string): Promise<{ item: StoredPlanItem; plan: StoredPlan }[]> {
    const items = await this.items.findBy({ tenantId, personId });
    const plans = await this.items.manager.find(StoredPlan, {
      where: { tenantId, syncId: In(items.map(({ syncId }) => syncId)) },
      order: { number: 'DESC' },
      take: 200,
    });
    const bySync = new Map(items.map((item) => [item.syncId, item]));
    return plans.reverse().flatMap((plan) => {
      const item = bySync.get(plan.syncId);
      return item ? [{ item, plan }] : [];
    });
  }

  /** Stores items of any number of plans. */
  async insert(tx: EntityManager, items: readonly StoredPlanItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `INSERT INTO plan_items (tenant_id, sync_id, idx, person_id, employee_id, name, kind, proof, changes, email,
                               group_id, kept_keys, counted_keys, left_out, job_role, location, department,
                               row_digest)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                            $8::text[], $9::json[], $10::text[], $11::text[], $12::json[], $13::json[], $14::bool[],
                            $15::text[], $16::text[], $17::text[], $18::text[])`,
      [
        textColumn(items.map((item) => item.tenantId)),
        uuidColumn(items.map((item) => item.syncId)),
        intColumn(items.map((item) => item.idx)),
        uuidColumn(items.map((item) => item.personId)),
        textColumn(items.map((item) => item.employeeId)),
        textColumn(items.map((item) => item.name)),
        textColumn(items.map((item) => item.kind)),
        textColumn(items.map((item) => item.proof)),
        jsonColumn(items.map((item) => (item.changes === null ? null : JSON.stringify(item.changes)))),
        textColumn(items.map((item) => item.email)),
        textColumn(items.map((item) => item.groupId)),
        jsonColumn(items.map((item) => JSON.stringify(item.keptKeys))),
        jsonColumn(items.map((item) => JSON.stringify(item.countedKeys))),
        boolColumn(items.map((item) => item.leftOut)),
        textColumn(items.map((item) => item.jobRole)),
        textColumn(items.map((item) => item.location)),
        textColumn(items.map((item) => item.department)),
        textColumn(items.map((item) => item.rowDigest)),
      ],
    );
  }

  /** The plan is judged again: its items are others from now on. */
  async clear(tx: EntityManager, { tenantId, syncId }: PlanKey): Promise<void> {
    await tx.query('DELETE FROM plan_items WHERE tenant_id = $1 AND sync_id = $2', [tenantId, syncId]);
  }
}
