import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type ProblemChanges, RULES_VERSION } from '@people-sync/reconciliation';
import { type EntityManager, In, Repository } from 'typeorm';
import { intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';
import type { Plan } from '../judging/plan';
import { StoredPlan, type StoredJudging } from './plan.entity';

/** A plan that waited, and the sync whose plan took its place. */
export interface SupersededPlan {
  readonly tenantId: string;
  readonly syncId: string;
  readonly number: number;
  readonly hash: string;
  readonly expiresAt: Date | null;
  readonly by: string;
}

/** A plan whose day has come. */
export interface OverduePlan {
  readonly tenantId: string;
  readonly syncId: string;
}

/** Where a plan that waited has come to, and by whom. */
export type PlanEnd = Pick<StoredPlan, 'state'> &
  Partial<Pick<StoredPlan, 'decidedBy' | 'excluded' | 'leaversOnly' | 'also' | 'notNow'>>;

@Injectable()
export class PlansRepository {
  constructor(@InjectRepository(StoredPlan) private readonly plans: Repository<StoredPlan>) {}

  /** The plan of a sync; null if none was made. */
  async find(tenantId: string, syncId: string): Promise<StoredPlan | null> {
    return this.plans.findOneBy({ tenantId, syncId });
  }

  /** The plan of a sync, or of the newest one that took its place; null if none was made. */
  async newest(tx: EntityManager, tenantId: string, syncId: string): Promise<StoredPlan | null> {
    const rows = await tx.query<{ sync_id: string }[]>(
      `WITH RECURSIVE chain(sync_id, superseded_by, depth) AS (
         SELECT sync_id, superseded_by, 0 FROM plans WHERE tenant_id = $1 AND sync_id = $2
         UNION ALL
         SELECT p.sync_id, p.superseded_by, c.depth + 1 FROM chain c
           JOIN plans p ON p.tenant_id = $1 AND p.sync_id = c.superseded_by
       )
       SELECT sync_id FROM chain ORDER BY depth DESC LIMIT 1`,
      [tenantId, syncId],
    );
    const [newest] = rows;
    return newest ? tx.findOneBy(StoredPlan, { tenantId, syncId: newest.sync_id }) : null;
  }

  /** A plan that waits is this from now on, and its items are to be stored anew. @param problems open once it is applied */
  async revise(tx: EntityManager, plan: Plan, problems: number): Promise<void> {
    const { tenantId, ending } = plan.judging;
    await tx.query(
      `UPDATE plans SET hash = $3, counts = $4, item_count = $5, problems = $6, kept = $7, safeguards = $8, quiet = $9
        WHERE tenant_id = $1 AND sync_id = $2`,
      [
        tenantId,
        ending.syncId,
        plan.hash,
        JSON.stringify(plan.counts),
        plan.items.length,
        problems,
        plan.kept,
        JSON.stringify(plan.safeguards),
        JSON.stringify(plan.quiet),
      ],
    );
  }

  /** The plan whose answer is the base: the last one that was applied at once; null before the first. */
  async ofBase(tenantId: string): Promise<StoredPlan | null> {
    const [plan] = await this.plans.find({
      where: { tenantId, outcome: 'applying' },
      order: { number: 'DESC' },
      take: 1,
    });
    return plan ?? null;
  }

  /** The newest plan that was made for applying, held ones included; null before the first. */
  async last(tenantId: string): Promise<StoredPlan | null> {
    const [plan] = await this.plans.find({
      where: { tenantId, outcome: In(['applying', 'held']) },
      order: { number: 'DESC' },
      take: 1,
    });
    return plan ?? null;
  }

  /** Syncs whose plan waited for too long; at most `limit` after the place (null: from the beginning), by tenant. */
  async overdue(after: OverduePlan | null, limit: number): Promise<OverduePlan[]> {
    return this.plans.query<OverduePlan[]>(
      `SELECT tenant_id AS "tenantId", sync_id AS "syncId" FROM plans
        WHERE state = 'held' AND expires_at <= now() AND ($1::text IS NULL OR (tenant_id, sync_id) > ($1, $2::uuid))
        ORDER BY tenant_id, sync_id LIMIT $3`,
      [after?.tenantId ?? null, after?.syncId ?? null, limit],
    );
  }

  /** Ends the waiting of a plan. */
  async end(tx: EntityManager, { tenantId, syncId }: StoredPlan, end: PlanEnd): Promise<void> {
    await tx.update(StoredPlan, { tenantId, syncId }, { ...end, decidedAt: () => 'clock_timestamp()', judging: null });
  }

  /** Of each tenant whose plan waits: the new plan takes its place. */
  async supersede(tx: EntityManager, plans: readonly Plan[]): Promise<SupersededPlan[]> {
    const replacing = plans.filter(({ judging }) => judging.tenant.heldSync !== null);
    if (replacing.length === 0) return [];
    const [rows] = await tx.query<[SupersededPlan[], number]>(
      `UPDATE plans p SET state = 'superseded', superseded_by = d.by, judging = NULL
         FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS d(tenant_id, held, by)
        WHERE p.tenant_id = d.tenant_id AND p.sync_id = d.held AND p.state = 'held'
       RETURNING p.tenant_id AS "tenantId", p.sync_id AS "syncId", p.number, p.hash, p.expires_at AS "expiresAt", d.by`,
      [
        textColumn(replacing.map(({ judging }) => judging.tenantId)),
        uuidColumn(replacing.map(({ judging }) => judging.tenant.heldSync)),
        uuidColumn(replacing.map(({ judging }) => judging.ending.syncId)),
      ],
    );
    return rows;
  }

  /**
   * Stores new plans. One that is held waits for 7 days; the same plan as the one that it takes the place of, until that
   * one's day.
   */
  async insert(
    tx: EntityManager,
    plans: readonly Plan[],
    problems: ReadonlyMap<Plan, ProblemChanges>,
    replaced: readonly SupersededPlan[],
  ): Promise<void> {
    if (plans.length === 0) return;
    const expiry = new Map(
      replaced.map(({ by, hash, expiresAt }) => [`${by} ${hash}`, expiresAt?.toISOString() ?? null]),
    );
    await tx.query(
      `INSERT INTO plans (tenant_id, sync_id, number, mode, outcome, state, hash, base, policy, decisions, rules, today,
                          taken_at, counts, item_count, problems, kept, held_because, safeguards, judging, expires_at, quiet)
       SELECT d.tenant_id, d.sync_id, d.number, d.mode, d.outcome, d.outcome, d.hash, d.base, d.policy, d.decisions,
              ${RULES_VERSION}, d.today::date, d.taken_at::timestamptz, d.counts, d.item_count, d.problems, d.kept,
              ARRAY(SELECT json_array_elements_text(d.held_because)), d.safeguards, d.judging,
              CASE WHEN d.outcome = 'held' THEN coalesce(d.expires_at::timestamptz, now() + interval '7 days') END, d.quiet
         FROM unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[],
                     $9::int[], $10::text[], $11::text[], $12::json[], $13::int[], $14::int[], $15::int[], $16::json[],
                     $17::json[], $18::json[], $19::text[], $20::json[])
           AS d(tenant_id, sync_id, number, mode, outcome, hash, base, policy, decisions, today, taken_at, counts,
                item_count, problems, kept, held_because, safeguards, judging, expires_at, quiet)`,
      [
        textColumn(plans.map(({ judging }) => judging.tenantId)),
        uuidColumn(plans.map(({ judging }) => judging.ending.syncId)),
        intColumn(plans.map(({ judging }) => judging.number)),
        textColumn(plans.map(({ judging }) => judging.ending.mode)),
        textColumn(plans.map(({ outcome }) => outcome)),
        textColumn(plans.map(({ hash }) => hash)),
        intColumn(plans.map(({ judging }) => judging.tenant.knownVersion)),
        intColumn(plans.map(({ judging }) => judging.tenant.policyVersion)),
        intColumn(plans.map(({ judging }) => judging.tenant.decisionsVersion)),
        textColumn(plans.map(({ judging }) => judging.today)),
        textColumn(plans.map(({ judging }) => judging.answer.takenAt)),
        jsonColumn(plans.map(({ counts }) => JSON.stringify(counts))),
        intColumn(plans.map(({ items }) => items.length)),
        intColumn(plans.map((plan) => problems.get(plan)?.open ?? plan.refused.length)),
        intColumn(plans.map(({ kept }) => kept)),
        jsonColumn(plans.map(({ heldBecause }) => JSON.stringify(heldBecause))),
        jsonColumn(plans.map(({ safeguards }) => JSON.stringify(safeguards))),
        jsonColumn(plans.map((plan) => (plan.outcome === 'held' ? JSON.stringify(storedJudging(plan)) : null))),
        textColumn(plans.map(({ judging, hash }) => expiry.get(`${judging.ending.syncId} ${hash}`) ?? null)),
        jsonColumn(plans.map(({ quiet }) => JSON.stringify(quiet))),
      ],
    );
  }
}

function storedJudging({ judging }: Plan): StoredJudging {
  const { answer: _answer, ...ending } = judging.ending;
  return { ending, answer: judging.answer, everything: judging.everything };
}
