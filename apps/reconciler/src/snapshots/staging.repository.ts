import { Injectable } from '@nestjs/common';
import { nameOf } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, jsonColumn, textColumn } from '../database/columns';
import { STORED } from '../judging/judging';
import type { SyncKey } from '../syncs/sync';
import type { StagedRow } from './staged-row';

/** One attempt's rows in staging. */
export interface StagedSnapshot extends SyncKey {
  readonly attempt: number;
}

/** What has arrived of an attempt. */
export interface Staged {
  readonly count: number;
  /** As `snapshotDigest` of the rows' digests. */
  readonly digest: string;
}

/**
 * Tables here grow by a whole company within one transaction, and Postgres plans with what it counted before: a join
 * that it believes to be of one row becomes a nested loop of millions (measured: minutes instead of half a second). So
 * every join to a table goes row by row through that table's key: `LATERAL (… OFFSET 0)` leaves the planner no choice.
 */
@Injectable()
export class StagingRepository {
  /** Keeps rows; one that is there already (same sync, attempt and index) stays as it is. */
  async insert(tx: EntityManager, rows: readonly StagedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const text = (value: (row: StagedRow) => string | null) => textColumn(rows.map(value));
    await tx.query(
      `INSERT INTO staging (tenant_id, number, attempt, idx, employee_id, digest, unique_key, email, name, status,
                            start_date, leaving_date, employee)
       SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[],
                            $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::json[])
       ON CONFLICT DO NOTHING`,
      [
        text((row) => row.tenantId),
        intColumn(rows.map((row) => row.number)),
        intColumn(rows.map((row) => row.attempt)),
        intColumn(rows.map((row) => row.index)),
        text((row) => row.employee.employeeId),
        text((row) => row.digest),
        text((row) => row.employee.uniqueKey),
        text((row) => row.employee.email),
        text((row) => nameOf(row.employee)),
        text((row) => row.employee.status),
        text((row) => row.employee.startDate),
        text((row) => row.employee.leavingDate),
        jsonColumn(rows.map((row) => JSON.stringify(row.employee))),
      ],
    );
  }

  /** What has arrived of each, in the order given. */
  async measure(tx: EntityManager, snapshots: readonly StagedSnapshot[]): Promise<Staged[]> {
    return await tx.query<Staged[]>(
      `SELECT s.count, encode(sha256(convert_to(s.lines, 'UTF8')), 'hex') AS digest
         FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS j(tenant_id, number, attempt, ord)
        CROSS JOIN LATERAL (
           SELECT count(*)::int AS count, coalesce(string_agg(r.digest || E'\\n', '' ORDER BY r.digest), '') AS lines
             FROM staging r
            WHERE r.tenant_id = j.tenant_id AND r.number = j.number AND r.attempt = j.attempt
         ) s
        ORDER BY j.ord`,
      keysOf(snapshots),
    );
  }

  /**
   * Stages rows of the base under the attempt `STORED`: those whose day has come or that are open; with `everything`
   * all of them. For a snapshot that is equal to the base, of which no rows were sent.
   */
  async stageStored(
    tx: EntityManager,
    snapshots: readonly (StagedSnapshot & { today: string; everything: boolean })[],
  ): Promise<void> {
    if (snapshots.length === 0) return;
    await tx.query(
      `INSERT INTO staging (tenant_id, number, attempt, idx, employee_id, digest, unique_key, email, name, status,
                            start_date, leaving_date, employee)
       SELECT b.tenant_id, j.number, ${STORED},
              row_number() OVER (PARTITION BY b.tenant_id ORDER BY b.employee_id) - 1,
              b.employee_id, b.digest, b.unique_key, b.email, b.name, b.status, b.start_date, b.leaving_date,
              coalesce(b.employee, p.employee)
         FROM unnest($1::text[], $2::int[], $3::text[], $4::bool[]) AS j(tenant_id, number, today, everything)
         CROSS JOIN LATERAL (
           SELECT * FROM base_rows due
            WHERE due.tenant_id = j.tenant_id AND due.due IS NOT NULL AND due.due <= j.today::date AND NOT j.everything
           UNION ALL
           SELECT * FROM base_rows every_row WHERE every_row.tenant_id = j.tenant_id AND j.everything
         ) b
         LEFT JOIN LATERAL (
           SELECT r.employee FROM persons r
            WHERE b.employee IS NULL AND r.tenant_id = b.tenant_id AND r.employee_id = b.employee_id
           OFFSET 0
         ) p ON true`,
      [
        textColumn(snapshots.map((snapshot) => snapshot.tenantId)),
        intColumn(snapshots.map((snapshot) => snapshot.number)),
        textColumn(snapshots.map((snapshot) => snapshot.today)),
        boolColumn(snapshots.map((snapshot) => snapshot.everything)),
      ],
    );
  }

  /** Drops what was staged of these numbers and of lower ones. @param kept by tenant the number whose rows stay */
  async drop(tx: EntityManager, settled: readonly SyncKey[], kept: ReadonlyMap<string, number>): Promise<void> {
    if (settled.length === 0) return;
    await tx.query(
      `DELETE FROM staging s USING unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, kept)
        WHERE s.tenant_id = ANY($1::text[]) AND s.tenant_id = j.tenant_id AND s.number <= j.number
          AND s.number <> j.kept`,
      [
        textColumn(settled.map((one) => one.tenantId)),
        intColumn(settled.map((one) => one.number)),
        intColumn(settled.map((one) => kept.get(one.tenantId) ?? 0)),
      ],
    );
  }
}

function keysOf(snapshots: readonly StagedSnapshot[]): Buffer[] {
  return [
    textColumn(snapshots.map((snapshot) => snapshot.tenantId)),
    intColumn(snapshots.map((snapshot) => snapshot.number)),
    intColumn(snapshots.map((snapshot) => snapshot.attempt)),
  ];
}
