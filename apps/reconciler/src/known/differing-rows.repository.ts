import { Injectable } from '@nestjs/common';
import { looksAtAnything, readableFields, type RowFacts } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, textColumn } from '../database/columns';
import type { SelectedRow } from '../judging/draft';
import type { Judging } from '../judging/judging';
import { type KnownColumns, knownColumns, knownFactsOf, scopeColumn } from './known-columns';
import { rowsFrom } from './rows-from';

/** A staged snapshot, and what the selection depends on. */
type Selection = Pick<
  Judging,
  'tenantId' | 'number' | 'attempt' | 'today' | 'everything' | 'policy' | 'otherCompany'
> & {
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
  async select(tx: EntityManager, judgings: readonly Selection[]): Promise<Map<string, SelectedRow[]>> {
    const found = new Map<string, SelectedRow[]>(judgings.map(({ tenantId }) => [tenantId, []]));
    // The base of another company says nothing of these rows.
    const others = new Set(judgings.flatMap(({ tenantId, otherCompany }) => (otherCompany ? [tenantId] : [])));
    const largest = judgings.reduce((max, { answer }) => Math.max(max, answer.count), 0);
    for (let from = 0; from < largest; from += WINDOW) {
      for (const row of await this.window(tx, judgings, from)) {
        found.get(row.tenant_id)?.push({
          row: rowFactsOf(row),
          before:
            row.in_base && !others.has(row.tenant_id)
              ? { status: row.base_status, leavingDate: row.base_leaving_date }
              : null,
          known: knownFactsOf(row),
          idx: row.idx,
          isAsBefore: row.as_before && !others.has(row.tenant_id),
        });
      }
    }
    return found;
  }

  /** Of each snapshot what is to be judged of the rows `from` to `from + WINDOW - 1`. */
  private async window(tx: EntityManager, judgings: readonly Selection[], from: number): Promise<Row[]> {
    return tx.query<Row[]>(
      `SELECT s.tenant_id, s.idx, ${rowColumns('s', 'j.scoped')},
              b.digest IS NOT NULL AS in_base, b.status AS base_status, b.leaving_date AS base_leaving_date,
              b.digest IS NOT DISTINCT FROM s.digest AND (b.due IS NULL OR b.due > j.today::date) AS as_before,
              ${knownColumns('p', 'j.scoped')}
         FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::bool[], $8::bool[])
           AS j(tenant_id, number, attempt, today, everything, scoped)
        ${rowsFrom('$6', '$7')}
        WHERE j.everything OR b.digest IS DISTINCT FROM s.digest OR b.due <= j.today::date`,
      [
        textColumn(judgings.map((judging) => judging.tenantId)),
        intColumn(judgings.map((judging) => judging.number)),
        intColumn(judgings.map((judging) => judging.attempt)),
        textColumn(judgings.map((judging) => judging.today)),
        boolColumn(judgings.map((judging) => judging.everything)),
        from,
        from + WINDOW,
        boolColumn(judgings.map((judging) => looksAtAnything(judging.policy.scope))),
      ],
    );
  }
}

const readable = readableFields.map((field) => `'${field}'`).join(', ');

/** The columns of a staged row or base row `alias` that decide; read by `rowFactsOf`. @param scoped an SQL condition */
export const rowColumns = (alias: string, scoped: string): string =>
  `${alias}.employee_id, ${alias}.digest, ${alias}.unique_key, ${alias}.email, ${alias}.name,
   ${alias}.employee->>'firstName' AS first_name, ${alias}.status, ${alias}.start_date, ${alias}.leaving_date,
   CASE WHEN strpos(${alias}.employee::text, chr(65533)) > 0 THEN (
     SELECT min(f.key COLLATE "C") FROM json_each_text(${alias}.employee) f
      WHERE strpos(f.value, chr(65533)) > 0 AND f.key IN (${readable})) END AS unreadable,
   CASE WHEN ${scoped} THEN ${scopeColumn(alias)} END AS scope`;

/** A row with `rowColumns`. */
export interface RowColumns {
  readonly employee_id: string;
  readonly digest: string;
  readonly unique_key: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly first_name: string | null;
  readonly status: string | null;
  readonly start_date: string | null;
  readonly leaving_date: string | null;
  readonly unreadable: RowFacts['unreadable'];
  readonly scope: RowFacts['scope'];
}

interface Row extends RowColumns, KnownColumns {
  readonly tenant_id: string;
  readonly idx: number;
  readonly in_base: boolean;
  readonly as_before: boolean;
  readonly base_status: string | null;
  readonly base_leaving_date: string | null;
}

/** What decides about a row. */
export function rowFactsOf(row: RowColumns): RowFacts {
  return {
    employeeId: row.employee_id,
    digest: row.digest,
    uniqueKey: row.unique_key,
    email: row.email,
    name: row.name,
    firstName: row.first_name,
    status: row.status,
    startDate: row.start_date,
    leavingDate: row.leaving_date,
    unreadable: row.unreadable,
    scope: row.scope,
  };
}
