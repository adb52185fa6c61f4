import { Injectable } from '@nestjs/common';
import type { AbsenceVerdict, PlanItem, Verdict } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, textColumn } from '../database/columns';
import type { Draft, Judged } from '../judging/draft';
import type { Judging } from '../judging/judging';
import type { Plan } from '../judging/plan';

/** Rows that are written at once. */
const WINDOW = 10_000;

interface JudgedRow extends Judged {
  readonly judging: Judging;
  /** False if the row's person has this very row as their record. */
  readonly own: boolean;
}

@Injectable()
export class BaseRepository {
  /** Makes the judged rows part of the base. Rows that were not judged are in it as they are. */
  async apply(tx: EntityManager, plans: readonly Plan[]): Promise<void> {
    let rows: JudgedRow[] = [];
    for (const { judging, judged, items } of plans) {
      const changed = new Set(items.map(({ verdict }) => verdict.personId));
      for (const { verdict, idx } of judged) {
        rows.push({ judging, verdict, idx, own: hasOwnRecord(verdict, changed) });
        if (rows.length < WINDOW) continue;
        await this.upsert(tx, rows);
        rows = [];
      }
    }
    if (rows.length > 0) await this.upsert(tx, rows);
  }

  private async upsert(tx: EntityManager, rows: readonly JudgedRow[]): Promise<void> {
    await tx.query(
      `INSERT INTO base_rows AS b (tenant_id, employee_id, digest, unique_key, email, name, status, start_date,
                                   leaving_date, due, employee)
       SELECT s.tenant_id, s.employee_id, s.digest, s.unique_key, s.email, s.name, s.status, s.start_date,
              s.leaving_date, d.due::date, CASE WHEN d.own THEN s.employee END
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[], $6::bool[])
           AS d(tenant_id, number, attempt, idx, due, own)
         CROSS JOIN LATERAL (
           SELECT * FROM staging r
            WHERE r.tenant_id = d.tenant_id AND r.number = d.number AND r.attempt = d.attempt AND r.idx = d.idx
           OFFSET 0
         ) s
       ON CONFLICT (tenant_id, employee_id) DO UPDATE
          SET digest = excluded.digest, unique_key = excluded.unique_key, email = excluded.email,
              name = excluded.name, status = excluded.status, start_date = excluded.start_date,
              leaving_date = excluded.leaving_date, due = excluded.due, employee = excluded.employee
        WHERE b.digest <> excluded.digest OR b.due IS DISTINCT FROM excluded.due
           OR (b.employee IS NULL) <> (excluded.employee IS NULL)`,
      [
        textColumn(rows.map((row) => row.judging.tenantId)),
        intColumn(rows.map((row) => row.judging.number)),
        intColumn(rows.map((row) => row.judging.attempt)),
        intColumn(rows.map((row) => row.idx)),
        textColumn(rows.map((row) => dueOf(row.verdict))),
        boolColumn(rows.map((row) => row.own)),
      ],
    );
  }

  /** The company is another one from now on: the base is none any more. */
  async forget(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query('DELETE FROM base_rows WHERE tenant_id = $1', [tenantId]);
  }

  /**
   * The base stays as it is when a plan that waited is applied: its rows are judged again in the next sync, whatever
   * that says, and so are those of whoever is missing from it.
   */
  async reopen(
    tx: EntityManager,
    { judging: { tenantId }, items, absences }: Pick<Draft, 'judging' | 'items' | 'absences'>,
  ): Promise<void> {
    // A row without a record of its own has its person's, which is another one from now on.
    await tx.query(
      `UPDATE base_rows b
          SET due = '-infinity', employee = coalesce(b.employee, (
                SELECT p.employee FROM persons p WHERE p.tenant_id = b.tenant_id AND p.employee_id = b.employee_id))
        WHERE b.tenant_id = $1 AND b.employee_id = ANY($2::text[])`,
      [tenantId, textColumn([...items.map(({ verdict }) => verdict), ...absences].flatMap(employeeIdsOf))],
    );
  }

  /** Takes out of the base what is not in these complete, staged snapshots. */
  async dropAbsent(tx: EntityManager, plans: readonly Plan[]): Promise<void> {
    if (plans.length === 0) return;
    await tx.query(
      `DELETE FROM base_rows WHERE ctid = ANY (ARRAY(
         SELECT b.ctid
           FROM (SELECT r.tenant_id, r.employee_id FROM base_rows r WHERE r.tenant_id = ANY($1::text[])
                 EXCEPT
                 SELECT s.tenant_id, s.employee_id
                   FROM unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, attempt)
                  CROSS JOIN LATERAL (
                    SELECT r.tenant_id, r.employee_id FROM staging r
                     WHERE r.tenant_id = j.tenant_id AND r.number = j.number AND r.attempt = j.attempt
                    OFFSET 0
                  ) s) gone
          CROSS JOIN LATERAL (
            SELECT r.ctid FROM base_rows r
             WHERE r.tenant_id = gone.tenant_id AND r.employee_id = gone.employee_id
            OFFSET 0
          ) b))`,
      [
        textColumn(plans.map(({ judging }) => judging.tenantId)),
        intColumn(plans.map(({ judging }) => judging.number)),
        intColumn(plans.map(({ judging }) => judging.attempt)),
      ],
    );
  }
}

/** The EmployeeIds of an item: of its row, and the one that its person had before; of somebody absent the latter. */
const employeeIdsOf = (one: PlanItem | AbsenceVerdict): string[] =>
  ['row' in one ? one.row?.employeeId : null, one.known?.employeeId].filter((id) => typeof id === 'string');

/** Open rows are due in every sync. */
function dueOf(verdict: Verdict): string | null {
  return verdict.kind === 'refused' || verdict.kind === 'kept' ? '-infinity' : verdict.due;
}

/** False if the person's record is this very row. @param changed person ids of those who get another record by this plan */
function hasOwnRecord(verdict: Verdict, changed: ReadonlySet<string>): boolean {
  switch (verdict.kind) {
    case 'joined':
      return false;
    case 'rejoined':
    case 'changed':
      return verdict.masked.length > 0;
    case 'unchanged':
      // The record is looked up by the row's own EmployeeId.
      return !(
        verdict.known?.active === true &&
        verdict.known.digest === verdict.row.digest &&
        verdict.known.employeeId === verdict.row.employeeId &&
        !changed.has(verdict.known.personId)
      );
    case 'left':
    case 'refused':
    case 'kept':
    case 'ignored':
      return true;
  }
}
