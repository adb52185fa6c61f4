import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidColumn } from '../database/columns';
import type { StoredPlan } from '../plans/plan.entity';

/** SQL: an item `i` of a plan `p` that was said with it: of one whose leavers were let go alone, those. */
const WITH = (i: string, p: string): string =>
  `(NOT ${p}.leavers_only OR (${i}.kind = 'left' AND ${i}.proof IN ('leaver-status', 'leaving-date')))`;

/** SQL: the plans other than the dropped one whose item `n` about a person was said and not dropped. */
const SAID = `plan_items n JOIN plans p ON p.tenant_id = n.tenant_id AND p.sync_id = n.sync_id
   WHERE n.tenant_id = i.tenant_id AND n.person_id = i.person_id AND p.sync_id <> i.sync_id
     AND p.state IN ('applying', 'approved') AND n.person_id <> ALL(p.excluded) AND ${WITH('n', 'p')}`;

/**
 * SQL: the items of the dropped plan ($1 tenant, $2 sync, $3 its number, $4 who was left out of it) whose people nothing
 * was said of since (what was, is their full record, and the writer takes it), with what was said last of what stands.
 */
const ITEMS = `items AS MATERIALIZED (
  SELECT i.person_id, i.employee_id, i.kind, i.proof,
         (SELECT n.kind FROM ${SAID} ORDER BY p.number DESC LIMIT 1) AS stands
    FROM plan_items i JOIN plans d ON d.tenant_id = i.tenant_id AND d.sync_id = i.sync_id
   WHERE i.tenant_id = $1 AND i.sync_id = $2 AND i.person_id <> ALL($4::uuid[]) AND ${WITH('i', 'd')}
     AND NOT EXISTS (SELECT 1 FROM ${SAID} AND p.number > $3::int))`;

/** Makes known what WeThrive has, when something that was said was not written: the next plan says it anew. */
@Injectable()
export class UndoRepository {
  /**
   * Takes back what a dropped plan said of people. They are what was said of them before and stands: unknown, gone, or
   * here with a record that differs from any answer. Their rows are judged in the next sync. Links and addresses stay as they were said: they are the newest that is known of them.
   */
  async takeBack(tx: EntityManager, plan: StoredPlan): Promise<void> {
    const { tenantId, syncId, number, excluded, takenAt } = plan;
    const about = [tenantId, syncId, number, uuidColumn(excluded)];
    // Before the people: a row without a record of its own has its person's.
    await tx.query(
      `WITH ${ITEMS}, ids AS (
         SELECT employee_id FROM items
         UNION
         SELECT p.employee_id FROM persons p JOIN items i USING (person_id)
          WHERE p.tenant_id = $1 AND p.employee_id IS NOT NULL
       )
       UPDATE base_rows b
          SET due = '-infinity', employee = coalesce(b.employee, (
                SELECT p.employee FROM persons p WHERE p.tenant_id = b.tenant_id AND p.employee_id = b.employee_id))
         FROM ids WHERE b.tenant_id = $1 AND b.employee_id = ids.employee_id`,
      about,
    );
    await tx.query(
      `WITH ${ITEMS}, unknown AS (
         DELETE FROM persons p USING items i
          WHERE p.tenant_id = $1 AND p.person_id = i.person_id AND i.stands IS NULL AND p.imported_at IS NULL
       )
       UPDATE persons p
          SET digest = '',
              state = CASE WHEN i.stands = 'left' OR i.stands IS NULL AND i.kind = 'rejoined' THEN 'left' ELSE 'active' END,
              missing_since = CASE WHEN i.proof = 'absent-twice' AND i.stands IS DISTINCT FROM 'left' THEN $5::timestamptz END,
              email = coalesce(p.email, (
                SELECT p.employee->>'email'
                 WHERE i.kind = 'left' AND NOT EXISTS (
                   SELECT 1 FROM persons o
                    WHERE o.tenant_id = p.tenant_id AND o.email = p.employee->>'email' AND o.state = 'active')))
         FROM items i
        WHERE p.tenant_id = $1 AND p.person_id = i.person_id AND (i.stands IS NOT NULL OR p.imported_at IS NOT NULL)`,
      [...about, takenAt],
    );
  }

  /** Whoever was imported and is not in WeThrive is unknown again, unless they were found in PeopleHR since. */
  async forget(tx: EntityManager, tenantId: string, people: readonly string[]): Promise<void> {
    await tx.query(
      `DELETE FROM persons
        WHERE tenant_id = $1 AND person_id = ANY($2::uuid[]) AND NOT linked AND source_version = 1`,
      [tenantId, uuidColumn(people)],
    );
  }

  /** What is left without this plan: whether another one was applied, and whether anybody is known. */
  async leftBy(tx: EntityManager, { tenantId, syncId }: StoredPlan): Promise<{ applied: boolean; people: boolean }> {
    const [row] = await tx.query<{ applied: boolean; people: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM plans
                       WHERE tenant_id = $1 AND sync_id <> $2 AND state IN ('applying', 'approved')
                         AND NOT leavers_only) AS applied,
              EXISTS (SELECT 1 FROM persons WHERE tenant_id = $1) AS people`,
      [tenantId, syncId],
    );
    if (!row) throw new Error('a query without FROM gave no row');
    return row;
  }
}
