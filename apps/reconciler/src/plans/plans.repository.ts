import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { RULES_VERSION } from '@people-sync/reconciliation';
import { type EntityManager, MoreThanOrEqual, Repository } from 'typeorm';
import { intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';
import type { Plan } from './judging';
import { StoredPlan } from './plan.entity';
import { StoredPlanItem } from './plan-item.entity';

@Injectable()
export class PlansRepository {
  constructor(
    @InjectRepository(StoredPlan) private readonly plans: Repository<StoredPlan>,
    @InjectRepository(StoredPlanItem) private readonly items: Repository<StoredPlanItem>,
  ) {}

  /** The plan of a sync; null if none was made. */
  async find(tenantId: string, syncId: string): Promise<StoredPlan | null> {
    return this.plans.findOneBy({ tenantId, syncId });
  }

  /** At most `limit` of a plan's items, from index `from` on. */
  async page(tenantId: string, syncId: string, from: number, limit: number): Promise<StoredPlanItem[]> {
    return this.items.find({
      where: { tenantId, syncId, idx: MoreThanOrEqual(from) },
      order: { idx: 'ASC' },
      take: limit,
    });
  }

  async insert(tx: EntityManager, plans: readonly Plan[]): Promise<void> {
    if (plans.length === 0) return;
    await tx.query(
      `INSERT INTO plans (tenant_id, sync_id, number, mode, outcome, hash, base, policy, decisions, rules, today,
                          taken_at, counts, item_count, problems)
       SELECT d.tenant_id, d.sync_id, d.number, d.mode, d.outcome, d.hash, d.base, d.policy, d.decisions,
              ${RULES_VERSION}, d.today::date, d.taken_at::timestamptz, d.counts, d.item_count, d.problems
         FROM unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[],
                     $9::int[], $10::text[], $11::text[], $12::json[], $13::int[], $14::int[])
           AS d(tenant_id, sync_id, number, mode, outcome, hash, base, policy, decisions, today, taken_at, counts,
                item_count, problems)`,
      [
        textColumn(plans.map(({ judging }) => judging.tenantId)),
        uuidColumn(plans.map(({ judging }) => judging.ending.syncId)),
        intColumn(plans.map(({ judging }) => judging.number)),
        textColumn(plans.map(({ judging }) => judging.ending.mode)),
        textColumn(plans.map(({ judging }) => judging.outcome)),
        textColumn(plans.map(({ hash }) => hash)),
        intColumn(plans.map(({ judging }) => judging.tenant.knownVersion)),
        intColumn(plans.map(({ judging }) => judging.tenant.policyVersion)),
        intColumn(plans.map(({ judging }) => judging.tenant.decisionsVersion)),
        textColumn(plans.map(({ judging }) => judging.today)),
        textColumn(plans.map(({ judging }) => judging.answer.takenAt)),
        jsonColumn(plans.map(({ counts }) => JSON.stringify(counts))),
        intColumn(plans.map(({ items }) => items.length)),
        intColumn(plans.map(({ refused }) => refused.length)),
      ],
    );
  }

  async insertItems(tx: EntityManager, items: readonly StoredPlanItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `INSERT INTO plan_items (tenant_id, sync_id, idx, person_id, employee_id, name, kind, proof, changes)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                            $8::text[], $9::json[])`,
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
      ],
    );
  }
}
