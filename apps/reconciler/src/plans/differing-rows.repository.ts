import { Injectable } from '@nestjs/common';
import type { DifferingRow } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, textColumn } from '../database/columns';
import type { Judging, StagedDifference } from './judging';

/** A staged snapshot, and what the selection depends on. */
type Selection = Pick<Judging, 'tenantId' | 'number' | 'attempt' | 'today' | 'everything'> & {
  readonly answer: { readonly count: number };
};

/** Rows of one company that are read at once: only a company that is larger takes more than one statement. */
const WINDOW = 10_000;

@Injectable()
export class DifferingRowsRepository {
  /**
   * Of each staged snapshot the rows that have to be judged (`difference`): those that differ from the base, whose day
   * has come, or that are open; with `everything` all. With the person whose EmployeeId they carry. Only what decides
   * is read: 50,000 rows are some 25 MB here.
   */
  async select(tx: EntityManager, judgings: readonly Selection[]): Promise<Map<string, StagedDifference[]>> {
    const found = new Map<string, StagedDifference[]>(judgings.map(({ tenantId }) => [tenantId, []]));
    const largest = judgings.reduce((max, { answer }) => Math.max(max, answer.count), 0);
    for (let from = 0; from < largest; from += WINDOW) {
      for (const row of await this.window(tx, judgings, from)) {
        found.get(row.tenant_id)?.push({ differing: differingOf(row), idx: row.idx });
      }
    }
    return found;
  }

  /** Of each snapshot what is to be judged of the rows `from` to `from + WINDOW - 1`. */
  private async window(tx: EntityManager, judgings: readonly Selection[], from: number): Promise<Row[]> {
    return tx.query<Row[]>(
      `SELECT s.tenant_id, s.idx, s.employee_id, s.digest, s.email, s.name, s.status, s.start_date, s.leaving_date,
              b.digest IS NOT NULL AS in_base, b.status AS base_status, b.leaving_date AS base_leaving_date,
              p.person_id, p.state, p.source_version, p.digest AS known_digest, p.email AS known_email,
              p.status AS known_status, p.leaving_date AS known_leaving_date, p.ignored_leaving_date
         FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::bool[])
           AS j(tenant_id, number, attempt, today, everything)
        CROSS JOIN LATERAL (
           SELECT * FROM staging r
            WHERE r.tenant_id = j.tenant_id AND r.number = j.number AND r.attempt = j.attempt
              AND r.idx >= $6::int AND r.idx < $7::int
           OFFSET 0
         ) s
         LEFT JOIN LATERAL (
           SELECT * FROM base_rows r WHERE r.tenant_id = s.tenant_id AND r.employee_id = s.employee_id OFFSET 0
         ) b ON true
         LEFT JOIN LATERAL (
           SELECT * FROM persons r WHERE r.tenant_id = s.tenant_id AND r.employee_id = s.employee_id OFFSET 0
         ) p ON true
        WHERE j.everything OR b.digest IS DISTINCT FROM s.digest OR b.due <= j.today::date`,
      [
        textColumn(judgings.map((judging) => judging.tenantId)),
        intColumn(judgings.map((judging) => judging.number)),
        intColumn(judgings.map((judging) => judging.attempt)),
        textColumn(judgings.map((judging) => judging.today)),
        boolColumn(judgings.map((judging) => judging.everything)),
        from,
        from + WINDOW,
      ],
    );
  }
}

interface Row {
  tenant_id: string;
  idx: number;
  employee_id: string;
  digest: string;
  email: string | null;
  name: string | null;
  status: string | null;
  start_date: string | null;
  leaving_date: string | null;
  in_base: boolean;
  base_status: string | null;
  base_leaving_date: string | null;
  person_id: string | null;
  state: string | null;
  source_version: number | null;
  known_digest: string | null;
  known_email: string | null;
  known_status: string | null;
  known_leaving_date: string | null;
  ignored_leaving_date: string | null;
}

function differingOf(row: Row): DifferingRow {
  return {
    row: {
      employeeId: row.employee_id,
      digest: row.digest,
      email: row.email,
      name: row.name,
      status: row.status,
      startDate: row.start_date,
      leavingDate: row.leaving_date,
    },
    before: row.in_base ? { status: row.base_status, leavingDate: row.base_leaving_date } : null,
    known:
      row.person_id === null
        ? null
        : {
            personId: row.person_id,
            active: row.state === 'active',
            sourceVersion: row.source_version ?? 0,
            digest: row.known_digest ?? '',
            email: row.known_email,
            status: row.known_status,
            leavingDate: row.known_leaving_date,
            ignoredLeavingDate: row.ignored_leaving_date,
          },
  };
}
