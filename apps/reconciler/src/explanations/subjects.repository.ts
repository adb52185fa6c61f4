import { Injectable } from '@nestjs/common';
import type { KnownFacts, RowFacts } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { rowColumns, type RowColumns, rowFactsOf } from '../known/differing-rows.repository';
import { type KnownColumns, knownColumns, knownFactsOf } from '../known/known-columns';

interface KnownRow extends KnownColumns {
  readonly imported_at: Date | null;
}

/** Whom somebody asks about. */
export interface Subject {
  readonly personId: string | null;
  readonly employeeId: string | null;
  readonly name: string | null;
  readonly known: KnownFacts | null;
  /** Of somebody who was in WeThrive before. */
  readonly importedAt: Date | null;
  /** Their row in the last applied answer. */
  readonly row: RowFacts | null;
}

/** By what somebody is asked for: one of the three, the others empty. */
export interface Whom {
  readonly tenantId: string;
  readonly personId: string;
  readonly employeeId: string;
  readonly email: string;
}

@Injectable()
export class SubjectsRepository {
  /** Undefined if nobody like that was ever seen. */
  async find(tx: EntityManager, whom: Whom): Promise<Subject | undefined> {
    const { tenantId } = whom;
    const known = await this.known(tx, whom);
    const traced = known ? null : await this.traced(tx, whom);
    const employeeId = known?.known_employee_id ?? traced?.employeeId ?? (whom.employeeId || null);
    const row = await this.row(tx, tenantId, employeeId ?? '', known || employeeId !== null ? '' : whom.email);
    if (!known && !traced && !row) return undefined;
    return {
      personId: known?.known_person_id ?? traced?.personId ?? null,
      employeeId: employeeId ?? row?.employeeId ?? null,
      name: known?.known_name ?? row?.name ?? traced?.name ?? null,
      known: known ? knownFactsOf(known) : null,
      importedAt: known?.imported_at ?? null,
      row,
    };
  }

  private async known(tx: EntityManager, { tenantId, personId, employeeId, email }: Whom): Promise<KnownRow | null> {
    const [row] = await tx.query<KnownRow[]>(
      `SELECT ${knownColumns('p')}, p.imported_at FROM persons p
        WHERE p.tenant_id = $1 AND (p.person_id = $2::uuid OR p.employee_id = $3 OR p.email = $4)
        ORDER BY p.state, p.person_id LIMIT 1`,
      [tenantId, personId || null, employeeId || null, email.toLowerCase() || null],
    );
    return row ?? null;
  }

  /** Somebody of whom only a plan or a problem ever told. */
  private async traced(
    tx: EntityManager,
    { tenantId, personId, employeeId, email }: Whom,
  ): Promise<{ personId: string | null; employeeId: string; name: string | null } | null> {
    const [found] = await tx.query<{ personId: string | null; employeeId: string; name: string | null }[]>(
      `SELECT person_id AS "personId", employee_id AS "employeeId", name FROM (
         SELECT person_id, employee_id, name, 0 AS rank FROM plan_items
          WHERE tenant_id = $1 AND (person_id = $2::uuid OR employee_id = $3 OR email = $4)
         UNION ALL
         SELECT person_id, employee_id, name, 1 FROM problems
          WHERE tenant_id = $1 AND (person_id = $2::uuid OR employee_id = $3 OR received = $4)
       ) found ORDER BY rank LIMIT 1`,
      [tenantId, personId || null, employeeId || null, email.toLowerCase() || null],
    );
    return found ?? null;
  }

  private async row(tx: EntityManager, tenantId: string, employeeId: string, email: string): Promise<RowFacts | null> {
    const [row] = await tx.query<RowColumns[]>(
      `SELECT ${rowColumns('b', 'true')}
         FROM (SELECT r.tenant_id, r.employee_id, r.digest, r.unique_key, r.email, r.name, r.status, r.start_date,
                      r.leaving_date, coalesce(r.employee, p.employee) AS employee
                 FROM base_rows r
                 LEFT JOIN persons p ON p.tenant_id = r.tenant_id AND p.employee_id = r.employee_id
                WHERE r.tenant_id = $1 AND (r.employee_id = $2 OR r.email = nullif($3, ''))) b
        ORDER BY b.employee_id LIMIT 1`,
      [tenantId, employeeId, email.toLowerCase()],
    );
    return row ? rowFactsOf(row) : null;
  }
}
