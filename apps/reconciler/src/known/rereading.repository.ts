import { Injectable } from '@nestjs/common';
import { type Employee, employeeFields } from '@people-sync/contracts';
import { nameOf, readEmployee } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';
import type { Judging } from '../judging/judging';
import { rowsFrom } from './rows-from';

/** Rows that are looked at in one go, of all companies together. */
const WINDOW = 3_000;

interface Staged {
  readonly tenant_id: string;
  readonly number: number;
  readonly attempt: number;
  readonly idx: number;
  readonly row: Employee;
  readonly person_id: string | null;
  readonly known: Employee | null;
  readonly before: Employee | null;
}

/** What was kept, as it is read now, and whether it is the row. */
interface Reread {
  readonly staged: Staged;
  readonly record: Employee;
  readonly isRow: boolean;
}

/**
 * Reads what is known of people once more by the rules of today: what was said of them under others (a placeholder that
 * counted as a value, a date that was none) is compared as the same value written otherwise, so that nothing follows
 * from it: no change, no event, nothing that a safeguard counts.
 */
@Injectable()
export class RereadingRepository {
  /**
   * The records and base rows of these staged snapshots' people, where they differ from their row. Once more, it changes
   * nothing. Companies whose base was judged by the rules of today need no look: none costs no statement.
   */
  async readAgain(tx: EntityManager, judgings: readonly Judging[]): Promise<void> {
    const largest = judgings.reduce((max, { answer }) => Math.max(max, answer.count), 0);
    const window = Math.max(1, Math.floor(WINDOW / Math.max(1, judgings.length)));
    for (let from = 0; from < largest; from += window) {
      const staged = await this.differing(tx, judgings, from, from + window);
      await this.adoptRecords(
        tx,
        staged.flatMap((one) => reread(one, one.known)),
      );
      await this.adoptRows(
        tx,
        staged.flatMap((one) => reread(one, one.before)),
      );
    }
  }

  private async differing(
    tx: EntityManager,
    judgings: readonly Judging[],
    from: number,
    to: number,
  ): Promise<Staged[]> {
    return tx.query<Staged[]>(
      `SELECT s.tenant_id, s.number, s.attempt, s.idx, s.employee AS "row", p.person_id,
              CASE WHEN p.digest <> s.digest THEN p.employee END AS known,
              CASE WHEN b.digest <> s.digest THEN coalesce(b.employee, p.employee) END AS before
         FROM unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, attempt)
        ${rowsFrom('$4', '$5')}
        WHERE p.digest <> s.digest OR b.digest <> s.digest`,
      [
        textColumn(judgings.map(({ tenantId }) => tenantId)),
        intColumn(judgings.map(({ number }) => number)),
        intColumn(judgings.map(({ attempt }) => attempt)),
        from,
        to,
      ],
    );
  }

  /**
   * An address that somebody gave up stays given up. A record that is not its row's has no row's digest any more: it is
   * compared field by field from now on, like one that was taken over in part.
   */
  private async adoptRecords(tx: EntityManager, records: readonly Reread[]): Promise<void> {
    if (records.length === 0) return;
    await tx.query(
      `UPDATE persons p
          SET employee = d.employee, unique_key = d.employee->>'uniqueKey', name = d.name,
              email = CASE WHEN p.email IS NOT NULL THEN d.employee->>'email' END,
              status = d.employee->>'status', leaving_date = d.employee->>'leavingDate',
              digest = CASE WHEN p.partly THEN p.digest ELSE coalesce(s.digest, p.digest) END,
              partly = p.partly OR s.digest IS NULL
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::uuid[], $6::json[], $7::text[])
           AS d(tenant_id, number, attempt, idx, person_id, employee, name)
         LEFT JOIN staging s
           ON s.tenant_id = d.tenant_id AND s.number = d.number AND s.attempt = d.attempt AND s.idx = d.idx
        WHERE p.tenant_id = d.tenant_id AND p.person_id = d.person_id`,
      [...placesOf(records), uuidColumn(records.map(({ staged }) => staged.person_id)), ...valuesOf(records)],
    );
  }

  private async adoptRows(tx: EntityManager, rows: readonly Reread[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `UPDATE base_rows b
          SET digest = coalesce(s.digest, b.digest), unique_key = d.employee->>'uniqueKey',
              email = d.employee->>'email', name = d.name, status = d.employee->>'status',
              start_date = d.employee->>'startDate', leaving_date = d.employee->>'leavingDate',
              employee = CASE WHEN b.employee IS NOT NULL THEN d.employee END
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[], $6::json[], $7::text[])
           AS d(tenant_id, number, attempt, idx, employee_id, employee, name)
         LEFT JOIN staging s
           ON s.tenant_id = d.tenant_id AND s.number = d.number AND s.attempt = d.attempt AND s.idx = d.idx
        WHERE b.tenant_id = d.tenant_id AND b.employee_id = d.employee_id`,
      [...placesOf(rows), textColumn(rows.map(({ staged }) => staged.row.employeeId)), ...valuesOf(rows)],
    );
  }
}

/** The place of each one's row; of what is not the row it is nobody's, and gives no digest. */
const placesOf = (all: readonly Reread[]): Buffer[] => [
  textColumn(all.map(({ staged }) => staged.tenant_id)),
  intColumn(all.map(({ staged }) => staged.number)),
  intColumn(all.map(({ staged }) => staged.attempt)),
  intColumn(all.map(({ staged, isRow }) => (isRow ? staged.idx : -1))),
];

const valuesOf = (all: readonly Reread[]): Buffer[] => [
  jsonColumn(all.map(({ record }) => JSON.stringify(record))),
  textColumn(all.map(({ record }) => nameOf(record))),
];

/** Nothing if it was read alike. */
function reread(staged: Staged, kept: Employee | null): Reread[] {
  if (kept === null) return [];
  const record = readEmployee(kept);
  const isRow = isSame(record, staged.row);
  return isRow || !isSame(record, kept) ? [{ staged, record, isRow }] : [];
}

const isSame = (one: Employee, other: Employee): boolean =>
  employeeFields.every((field) => one[field] === other[field]);
