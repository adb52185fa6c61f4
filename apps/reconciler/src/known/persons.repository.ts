import { Injectable } from '@nestjs/common';
import type { Employee } from '@people-sync/contracts';
import type { Holder, PlanItem } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { intColumn, textColumn, uuidColumn } from '../database/columns';
import type { Judged, Judging } from '../plans/judging';

/** An item of a plan, and the snapshot whose row it rests on. */
export interface PlannedItem extends Judged<PlanItem> {
  readonly judging: Judging;
}

/** The records that an item's event is made of. */
export interface ItemRecords {
  /** As received; null for a leaver, whose row may be cut down. */
  readonly received: Employee | null;
  /** As last emitted; null for somebody new. */
  readonly known: Employee | null;
}

/** Active people by tenant and address. */
export type Holders = ReadonlyMap<string, ReadonlyMap<string, Holder>>;

@Injectable()
export class PersonsRepository {
  /** Of these addresses the ones that active people have. */
  async holders(tx: EntityManager, claims: readonly { tenantId: string; address: string }[]): Promise<Holders> {
    const found = new Map<string, Map<string, Holder>>();
    if (claims.length === 0) return found;
    const rows = await tx.query<HolderRow[]>(
      `SELECT p.tenant_id, p.email, p.person_id, p.employee_id, p.name
         FROM unnest($1::text[], $2::text[]) AS c(tenant_id, email)
        CROSS JOIN LATERAL (
           SELECT * FROM persons r
            WHERE r.tenant_id = c.tenant_id AND r.email = c.email AND r.state = 'active'
           OFFSET 0
         ) p`,
      [textColumn(claims.map((claim) => claim.tenantId)), textColumn(claims.map((claim) => claim.address))],
    );
    for (const row of rows) {
      const ofTenant = found.get(row.tenant_id) ?? new Map<string, Holder>();
      ofTenant.set(row.email, { personId: row.person_id, employeeId: row.employee_id, name: row.name });
      found.set(row.tenant_id, ofTenant);
    }
    return found;
  }

  /** How many active people of each tenant are not in its staged, complete snapshot. */
  async missing(tx: EntityManager, judgings: readonly Judging[]): Promise<Map<string, number>> {
    if (judgings.length === 0) return new Map();
    const rows = await tx.query<{ tenant_id: string; missing: number }[]>(
      `SELECT gone.tenant_id, count(*)::int AS missing
         FROM (SELECT p.tenant_id, p.employee_id FROM persons p
                WHERE p.tenant_id = ANY($1::text[]) AND p.state = 'active'
               EXCEPT
               SELECT s.tenant_id, s.employee_id
                 FROM unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, attempt)
                CROSS JOIN LATERAL (
                  SELECT r.tenant_id, r.employee_id FROM staging r
                   WHERE r.tenant_id = j.tenant_id AND r.number = j.number AND r.attempt = j.attempt
                  OFFSET 0
                ) s) gone
        GROUP BY gone.tenant_id`,
      [
        textColumn(judgings.map((judging) => judging.tenantId)),
        intColumn(judgings.map((judging) => judging.number)),
        intColumn(judgings.map((judging) => judging.attempt)),
      ],
    );
    return new Map(rows.map((row) => [row.tenant_id, row.missing]));
  }

  /** The records behind these items, in their order. To be read before `apply`. */
  async records(tx: EntityManager, items: readonly PlannedItem[]): Promise<ItemRecords[]> {
    if (items.length === 0) return [];
    return await tx.query<ItemRecords[]>(
      `SELECT s.employee AS received, p.employee AS known
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[], $6::uuid[])
           WITH ORDINALITY AS d(tenant_id, number, attempt, idx, kind, person_id, ord)
         LEFT JOIN LATERAL (
           SELECT r.employee FROM staging r
            WHERE d.kind <> 'left' AND r.tenant_id = d.tenant_id AND r.number = d.number AND r.attempt = d.attempt
              AND r.idx = d.idx
           OFFSET 0
         ) s ON true
         LEFT JOIN LATERAL (
           SELECT r.employee FROM persons r
            WHERE d.kind <> 'joined' AND r.tenant_id = d.tenant_id AND r.person_id = d.person_id
           OFFSET 0
         ) p ON true
        ORDER BY d.ord`,
      [...placesOf(items), textColumn(items.map(({ verdict }) => verdict.kind)), idsOf(items)],
    );
  }

  /** Makes what these items say the known record. */
  async apply(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    await this.applyRecords(
      tx,
      items.filter(({ verdict }) => verdict.kind !== 'left'),
    );
    await this.applyLeavers(
      tx,
      items.filter(({ verdict }) => verdict.kind === 'left'),
    );
  }

  private async applyRecords(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `INSERT INTO persons (tenant_id, person_id, employee_id, unique_key, email, name, state, source_version, digest,
                            status, leaving_date, ignored_leaving_date, employee)
       SELECT s.tenant_id, d.person_id, s.employee_id, s.unique_key, s.email, s.name, 'active', d.source_version,
              s.digest, s.status, s.leaving_date, d.ignored_leaving_date, s.employee
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::uuid[], $6::int[], $7::text[])
           AS d(tenant_id, number, attempt, idx, person_id, source_version, ignored_leaving_date)
         CROSS JOIN LATERAL (
           SELECT * FROM staging r
            WHERE r.tenant_id = d.tenant_id AND r.number = d.number AND r.attempt = d.attempt AND r.idx = d.idx
           OFFSET 0
         ) s
       ON CONFLICT (tenant_id, person_id) DO UPDATE
          SET employee_id = excluded.employee_id, unique_key = excluded.unique_key, email = excluded.email,
              name = excluded.name, state = excluded.state, source_version = excluded.source_version,
              digest = excluded.digest, status = excluded.status, leaving_date = excluded.leaving_date,
              ignored_leaving_date = excluded.ignored_leaving_date, employee = excluded.employee`,
      [
        ...placesOf(items),
        idsOf(items),
        intColumn(items.map(({ verdict }) => verdict.sourceVersion)),
        textColumn(items.map(({ verdict }) => ('ignoredLeavingDate' in verdict ? verdict.ignoredLeavingDate : null))),
      ],
    );
  }

  /** Written as an upsert of rows that all exist: each is found by its key, whatever the statistics say. */
  private async applyLeavers(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `INSERT INTO persons AS p (tenant_id, person_id, employee_id, state, source_version, digest, status, leaving_date,
                                 employee)
       SELECT d.tenant_id, d.person_id, d.employee_id, 'left', d.source_version, '', d.status, d.leaving_date, '{}'
         FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[])
           AS d(tenant_id, person_id, employee_id, source_version, status, leaving_date)
       ON CONFLICT (tenant_id, person_id) DO UPDATE
          SET state = 'left', source_version = excluded.source_version, status = excluded.status,
              leaving_date = excluded.leaving_date,
              employee = (p.employee::jsonb
                          || jsonb_build_object('status', excluded.status, 'leavingDate', excluded.leaving_date))::json`,
      [
        textColumn(items.map(({ judging }) => judging.tenantId)),
        idsOf(items),
        textColumn(items.map(({ verdict }) => verdict.row.employeeId)),
        intColumn(items.map(({ verdict }) => verdict.sourceVersion)),
        textColumn(items.map(({ verdict }) => verdict.row.status)),
        textColumn(items.map(({ verdict }) => verdict.row.leavingDate)),
      ],
    );
  }
}

interface HolderRow {
  tenant_id: string;
  email: string;
  person_id: string;
  employee_id: string;
  name: string | null;
}

const idsOf = (items: readonly PlannedItem[]): Buffer => uuidColumn(items.map(({ verdict }) => verdict.personId));

/** Tenant, number, attempt and index of the rows in staging. */
const placesOf = (items: readonly PlannedItem[]): Buffer[] => [
  textColumn(items.map(({ judging }) => judging.tenantId)),
  intColumn(items.map(({ judging }) => judging.number)),
  intColumn(items.map(({ judging }) => judging.attempt)),
  intColumn(items.map(({ idx }) => idx)),
];
