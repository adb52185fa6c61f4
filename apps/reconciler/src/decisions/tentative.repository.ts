import { Injectable } from '@nestjs/common';
import { takenBackBy } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { intColumn, textColumn, uuidColumn } from '../database/columns';
import { type Judging, STORED } from '../judging/judging';
import type { NoKey } from './noes.repository';

/**
 * Keeps what is settled for a plan that waits apart from what is in force. It goes along to the next plan as far as that
 * has the same rows, takes force with the plan that is applied, and ends with one that is not.
 */
@Injectable()
export class TentativeRepository {
  /** Of what was settled for earlier plans, whatever is about rows that these answers have just so. */
  async stillAbout(tx: EntityManager, judgings: readonly Judging[]): Promise<Set<string>> {
    const asked = judgings.flatMap((judging) => judging.tentative.map((one) => ({ judging, one })));
    if (asked.length === 0) return new Set();
    const rows = await tx.query<{ decision_id: string }[]>(
      `SELECT q.decision_id
         FROM unnest($1::text[], $2::int[], $3::int[], $4::uuid[], $5::text[], $6::text[])
           AS q(tenant_id, number, attempt, decision_id, employee_id, digest)
         LEFT JOIN LATERAL (
           SELECT s.digest FROM staging s
            WHERE q.attempt <> ${STORED} AND s.tenant_id = q.tenant_id AND s.number = q.number
              AND s.attempt = q.attempt AND s.employee_id = q.employee_id
           UNION ALL
           SELECT b.digest FROM base_rows b
            WHERE q.attempt = ${STORED} AND b.tenant_id = q.tenant_id AND b.employee_id = q.employee_id
           LIMIT 1
         ) now ON true
        WHERE now.digest IS NOT DISTINCT FROM q.digest`,
      [
        textColumn(asked.map(({ judging }) => judging.tenantId)),
        intColumn(asked.map(({ judging }) => judging.number)),
        intColumn(asked.map(({ judging }) => judging.attempt)),
        uuidColumn(asked.map(({ one }) => one.decisionId)),
        textColumn(asked.map(({ one }) => one.employeeId)),
        textColumn(asked.map(({ one }) => one.rowDigest)),
      ],
    );
    return new Set(rows.map(({ decision_id: id }) => id));
  }

  /** They are the new plan's from now on; what is not about its rows any more ends. */
  async moveOn(tx: EntityManager, judgings: readonly Judging[]): Promise<void> {
    const moving = judgings.filter(({ tentative }) => tentative.length > 0);
    if (moving.length === 0) return;
    const staying = moving.flatMap(({ counting, ending }) =>
      counting.map(({ decisionId }) => ({ decisionId, syncId: ending.syncId })),
    );
    await tx.query(
      `UPDATE decisions d
          SET sync_id = coalesce(s.sync_id, d.sync_id), ended_at = CASE WHEN s.sync_id IS NULL THEN now() END
         FROM decisions o
         LEFT JOIN unnest($2::uuid[], $3::uuid[]) AS s(decision_id, sync_id) ON s.decision_id = o.decision_id
        WHERE o.tenant_id = ANY($1::text[]) AND o.tentative AND o.ended_at IS NULL
          AND d.tenant_id = o.tenant_id AND d.decision_id = o.decision_id`,
      [
        textColumn(moving.map(({ tenantId }) => tenantId)),
        uuidColumn(staying.map(({ decisionId }) => decisionId)),
        uuidColumn(staying.map(({ syncId }) => syncId)),
      ],
    );
  }

  /** Their plan is applied: they hold from now on, in place of what was settled about the same before. */
  async takeForce(tx: EntityManager, judgings: readonly Judging[]): Promise<void> {
    const taking = judgings.filter(({ tentative }) => tentative.length > 0);
    if (taking.length === 0) return;
    await this.moveOn(tx, taking);
    const tenants = textColumn(taking.map(({ tenantId }) => tenantId));
    await tx.query(
      `UPDATE decisions o SET ended_at = now()
         FROM decisions t
        WHERE t.tenant_id = ANY($1::text[]) AND t.tentative AND t.ended_at IS NULL
          AND o.tenant_id = t.tenant_id AND NOT o.tentative AND o.ended_at IS NULL
          AND CASE WHEN t.kind IN ('same-person', 'new-person')
                   THEN o.kind IN ('same-person', 'new-person') AND o.employee_id = t.employee_id
                   WHEN t.kind IN ('missing-left', 'missing-keep')
                   THEN o.kind IN ('missing-left', 'missing-keep') AND o.person_id = t.person_id
                   WHEN t.kind IN ('leaver-left', 'leaver-not-yet')
                   THEN o.kind IN ('leaver-left', 'leaver-not-yet') AND o.person_id = t.person_id
                   ELSE t.kind = 'leave-out' AND o.kind = 'leave-out' AND o.person_id = t.person_id END`,
      [tenants],
    );
    await tx.query(
      `UPDATE decisions d
          SET tentative = false,
              employee_id = CASE WHEN kind IN ('same-person', 'new-person', 'kept') THEN employee_id END
        WHERE d.tenant_id = ANY($1::text[]) AND d.tentative AND d.ended_at IS NULL`,
      [tenants],
    );
  }

  /** Of the people who are to go by these decisions the noes that are taken back with them. */
  takenBack(judgings: readonly Judging[]): NoKey[] {
    return judgings.flatMap(({ tenantId, counting }) =>
      counting.flatMap(({ settlement }) => {
        const key = takenBackBy(settlement);
        return key !== null && 'personId' in settlement ? [{ tenantId, personId: settlement.personId, key }] : [];
      }),
    );
  }

  /** Whatever was settled about these people for a plan alone is forgotten; not whose record something is. */
  async forgetAbout(tx: EntityManager, tenantId: string, people: readonly string[]): Promise<void> {
    if (people.length === 0) return;
    await tx.query(
      `UPDATE decisions SET ended_at = now()
        WHERE tenant_id = $1 AND person_id = ANY($2::uuid[]) AND tentative AND ended_at IS NULL
          AND kind NOT IN ('same-person', 'new-person')`,
      [tenantId, people],
    );
  }

  /** The plan is not applied: whatever was settled for it alone is forgotten. */
  async forget(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query('UPDATE decisions SET ended_at = now() WHERE tenant_id = $1 AND tentative AND ended_at IS NULL', [
      tenantId,
    ]);
  }
}
