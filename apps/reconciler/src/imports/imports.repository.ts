import { Injectable } from '@nestjs/common';
import { importedRecord } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { jsonColumn, textColumn, uuidColumn } from '../database/columns';
import type { KnownPerson } from './import-plan';
import { type Imported, type ImportedRow, slicesOf } from './imported-row';

@Injectable()
export class ImportsRepository {
  /** Those who are known and share a mark with one of these rows. */
  async known(tx: EntityManager, tenantId: string, rows: readonly ImportedRow[]): Promise<KnownPerson[]> {
    return tx.query<KnownPerson[]>(
      `SELECT person_id AS "personId", email, name, we_thrive_id AS "weThriveId", employee_id AS "employeeId",
              org_employee_id AS "orgEmployeeId", state = 'active' AS active
         FROM persons
        WHERE tenant_id = $1
          AND (person_id = ANY($2::uuid[]) OR email = ANY($3::text[]) OR we_thrive_id = ANY($4::text[])
            OR employee_id = ANY($5::text[]) OR org_employee_id = ANY($5::text[]))`,
      [
        tenantId,
        uuidColumn(rows.map(({ personId }) => personId)),
        textColumn(rows.map(({ email }) => email)),
        textColumn(rows.map(({ weThriveId }) => weThriveId)),
        textColumn(rows.map(({ orgEmployeeId }) => orgEmployeeId)),
      ],
    );
  }

  /** Makes these people known; no row of PeopleHR is theirs yet. Somebody inactive gives their address up to them. */
  async insert(tx: EntityManager, tenantId: string, people: readonly Imported[]): Promise<void> {
    if (people.length === 0) return;
    await tx.query(
      `UPDATE persons SET email = NULL
        WHERE tenant_id = $1 AND state = 'left' AND email = ANY($2::text[])`,
      [tenantId, textColumn(people.map(({ email }) => email))],
    );
    for (const slice of slicesOf(people)) await this.insertSlice(tx, tenantId, slice);
  }

  private async insertSlice(tx: EntityManager, tenantId: string, people: readonly Imported[]): Promise<void> {
    await tx.query(
      `INSERT INTO persons (tenant_id, person_id, employee_id, email, name, state, source_version, digest, employee,
                            linked, we_thrive_id, org_employee_id, imported_at)
       SELECT $1, d.person_id, NULL, d.email, d.name, d.state, 1, '', d.employee, false, d.we_thrive_id, d.org_id, now()
         FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::json[], $7::text[], $8::text[])
           AS d(person_id, email, name, state, employee, we_thrive_id, org_id)`,
      [
        tenantId,
        uuidColumn(people.map(({ personId }) => personId)),
        textColumn(people.map(({ email }) => email)),
        textColumn(people.map(({ name }) => name)),
        textColumn(people.map(({ status }) => (status === 'inactive' ? 'left' : 'active'))),
        jsonColumn(people.map((person) => JSON.stringify(importedRecord(person)))),
        textColumn(people.map(({ weThriveId }) => weThriveId)),
        textColumn(people.map(({ orgEmployeeId }) => orgEmployeeId)),
      ],
    );
  }
}
