import { Injectable } from '@nestjs/common';
import type { Employee, EmployeeField } from '@people-sync/contracts';
import type { Holder, KnownFacts, PlanItem } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, textColumn, uuidColumn } from '../database/columns';
import type { PersonKey } from '../decisions/decisions.repository';
import type { Judged, Judging, Plan } from '../plans/judging';
import { type KnownColumns, knownColumns, knownFactsOf } from '../plans/known-columns';
import { STORED } from '../snapshots/staging.repository';

/** An item of a plan, and the snapshot whose row it rests on. */
export interface PlannedItem extends Judged<PlanItem> {
  readonly judging: Judging;
  /** False while its plan waits, or if it is only looked at. */
  readonly applied: boolean;
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

/** Somebody, as far as a decision about them needs it. */
export interface NamedPerson {
  readonly name: string | null;
  readonly missing: boolean;
}

/** Active people of a tenant, and those of them who were found in PeopleHR before. */
export interface PeopleTotals {
  readonly active: number;
  readonly linked: number;
}

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
      ofTenant.set(row.email, { personId: row.person_id, employeeId: row.employee_id ?? '', name: row.name });
      found.set(row.tenant_id, ofTenant);
    }
    return found;
  }

  /**
   * Active people who were found in PeopleHR before and of whom the staged snapshot has no row with their EmployeeId; of
   * an answer that is equal to the base, the base is asked. With `otherCompany` all of them: known EmployeeIds say
   * nothing then.
   */
  async absent(tx: EntityManager, judgings: readonly Judging[]): Promise<Map<string, KnownFacts[]>> {
    const found = new Map<string, KnownFacts[]>();
    if (judgings.length === 0) return found;
    const rows = await tx.query<(KnownColumns & { tenant_id: string })[]>(
      `WITH j AS (
         SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::bool[]) AS j(tenant_id, number, attempt, other_company)
       ), here AS MATERIALIZED (
         SELECT s.tenant_id, s.employee_id
           FROM j CROSS JOIN LATERAL (
             SELECT r.tenant_id, r.employee_id FROM staging r
              WHERE j.attempt <> ${STORED} AND r.tenant_id = j.tenant_id AND r.number = j.number
                AND r.attempt = j.attempt
             UNION ALL
             SELECT r.tenant_id, r.employee_id FROM base_rows r
              WHERE j.attempt = ${STORED} AND r.tenant_id = j.tenant_id
           ) s
          WHERE NOT j.other_company
       ), gone AS MATERIALIZED (
         SELECT p.tenant_id, p.employee_id FROM persons p
          WHERE p.tenant_id = ANY($1::text[]) AND p.state = 'active' AND p.linked AND p.employee_id IS NOT NULL
         EXCEPT
         SELECT tenant_id, employee_id FROM here
       )
       SELECT p.tenant_id, ${knownColumns('p')}
         FROM gone CROSS JOIN LATERAL (
           SELECT * FROM persons r WHERE r.tenant_id = gone.tenant_id AND r.employee_id = gone.employee_id OFFSET 0
         ) p
       UNION ALL
       SELECT p.tenant_id, ${knownColumns('p')}
         FROM persons p
        WHERE p.tenant_id = ANY($1::text[]) AND p.state = 'active' AND p.linked AND p.employee_id IS NULL
        ORDER BY tenant_id, known_employee_id, known_person_id`,
      [
        textColumn(judgings.map((judging) => judging.tenantId)),
        intColumn(judgings.map((judging) => judging.number)),
        intColumn(judgings.map((judging) => judging.attempt)),
        boolColumn(judgings.map((judging) => judging.otherCompany)),
      ],
    );
    for (const row of rows) {
      const known = knownFactsOf(row);
      if (!known) continue;
      const ofTenant = found.get(row.tenant_id);
      if (ofTenant) ofTenant.push(known);
      else found.set(row.tenant_id, [known]);
    }
    return found;
  }

  /** Somebody known, and whether they are missing; null for an id that is nobody's. */
  async nameOf(tx: EntityManager, tenantId: string, personId: string): Promise<NamedPerson | null> {
    const [person] = await tx.query<NamedPerson[]>(
      `SELECT name, missing_since IS NOT NULL AS missing FROM persons WHERE tenant_id = $1 AND person_id = $2`,
      [tenantId, personId],
    );
    return person ?? null;
  }

  /** Somebody who is in a plan and not known yet; null if there is none. */
  async plannedName(tx: EntityManager, tenantId: string, personId: string): Promise<NamedPerson | null> {
    const [person] = await tx.query<NamedPerson[]>(
      `SELECT name, false AS missing FROM plan_items WHERE tenant_id = $1 AND person_id = $2 LIMIT 1`,
      [tenantId, personId],
    );
    return person ?? null;
  }

  /** How many people are active, and how many of them were found in PeopleHR before. */
  async totals(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, PeopleTotals>> {
    if (tenantIds.length === 0) return new Map();
    const rows = await tx.query<(PeopleTotals & { tenant_id: string })[]>(
      `SELECT tenant_id, count(*)::int AS active, count(*) FILTER (WHERE linked)::int AS linked FROM persons
        WHERE tenant_id = ANY($1::text[]) AND state = 'active' GROUP BY tenant_id`,
      [textColumn(tenantIds)],
    );
    return new Map(rows.map(({ tenant_id, active, linked }) => [tenant_id, { active, linked }]));
  }

  /** How many active people have a value in this field. */
  async having(tx: EntityManager, tenantId: string, field: EmployeeField): Promise<number> {
    const [row] = await tx.query<{ having: number }[]>(
      `SELECT count(*)::int AS having FROM persons
        WHERE tenant_id = $1 AND state = 'active' AND employee->>$2 IS NOT NULL`,
      [tenantId, field],
    );
    return row?.having ?? 0;
  }

  /**
   * Notes since when people are missing, and that those who were are not any more.
   * @returns those who turned up again or left
   */
  async noteMissing(tx: EntityManager, plans: readonly Plan[]): Promise<PersonKey[]> {
    const concerned = plans.filter(({ judging, absences }) => judging.mayMiss || absences.length > 0);
    if (concerned.length === 0) return [];
    const missing = concerned.flatMap(({ judging, absences }) =>
      absences.flatMap((one) =>
        one.kind === 'missing' ? [{ tenantId: judging.tenantId, personId: one.known.personId, since: one.since }] : [],
      ),
    );
    const rows = await tx.query<{ tenant_id: string; person_id: string }[]>(
      `WITH m AS (
         SELECT * FROM unnest($2::text[], $3::uuid[], $4::text[]) AS m(tenant_id, person_id, since)
       ), noted AS (
         UPDATE persons p SET missing_since = m.since::timestamptz FROM m
          WHERE p.tenant_id = m.tenant_id AND p.person_id = m.person_id AND p.missing_since IS NULL
       )
       UPDATE persons p SET missing_since = NULL
        WHERE p.tenant_id = ANY($1::text[]) AND p.missing_since IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.person_id)
       RETURNING p.tenant_id, p.person_id`,
      [
        textColumn(concerned.map(({ judging }) => judging.tenantId)),
        textColumn(missing.map((one) => one.tenantId)),
        uuidColumn(missing.map((one) => one.personId)),
        textColumn(missing.map((one) => one.since)),
      ],
    );
    return updated(rows).map((row) => ({ tenantId: row.tenant_id, personId: row.person_id }));
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
    await this.unlinkOthers(
      tx,
      items.filter(({ verdict }) => verdict.kind !== 'left' && verdict.relinks),
    );
    await this.applyRecords(
      tx,
      items.filter(({ verdict }) => verdict.kind !== 'left'),
    );
    await this.applyLeavers(
      tx,
      items.filter(({ verdict }) => verdict.kind === 'left'),
    );
  }

  /**
   * An EmployeeId, a UniqueKey and an address are one person's: whoever had them loses them to these people, the address
   * only if they are inactive. Links that end are remembered, so that no person is ever brought back by them.
   */
  private async unlinkOthers(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `WITH d AS MATERIALIZED (
         SELECT d.person_id, s.tenant_id, s.employee_id, s.unique_key, s.email
           FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::uuid[])
             AS d(tenant_id, number, attempt, idx, person_id)
          CROSS JOIN LATERAL (
             SELECT * FROM staging r
              WHERE r.tenant_id = d.tenant_id AND r.number = d.number AND r.attempt = d.attempt AND r.idx = d.idx
             OFFSET 0
           ) s
       ), hit AS MATERIALIZED (
         SELECT r.tenant_id, r.person_id, r.employee_id,
                bool_or(r.employee_id = d.employee_id AND r.person_id <> d.person_id
                        OR r.person_id = d.person_id AND r.employee_id <> d.employee_id) AS loses_id,
                bool_or(r.unique_key = d.unique_key AND r.person_id <> d.person_id) AS loses_key,
                bool_or(r.email = d.email AND r.person_id <> d.person_id AND r.state = 'left') AS loses_email
           FROM d CROSS JOIN LATERAL (
             SELECT i.* FROM persons i WHERE i.tenant_id = d.tenant_id AND i.employee_id = d.employee_id
             UNION ALL
             SELECT k.* FROM persons k WHERE k.tenant_id = d.tenant_id AND k.unique_key = d.unique_key
             UNION ALL
             SELECT e.* FROM persons e WHERE e.tenant_id = d.tenant_id AND e.email = d.email
             UNION ALL
             SELECT o.* FROM persons o WHERE o.tenant_id = d.tenant_id AND o.person_id = d.person_id
           ) r
          GROUP BY r.tenant_id, r.person_id, r.employee_id
       ), former AS (
         INSERT INTO former_links (tenant_id, employee_id, person_id)
         SELECT tenant_id, employee_id, person_id FROM hit WHERE loses_id AND employee_id IS NOT NULL
         ON CONFLICT DO NOTHING
       )
       UPDATE persons p
          SET employee_id = CASE WHEN h.loses_id THEN NULL ELSE p.employee_id END,
              unique_key = CASE WHEN h.loses_key THEN NULL ELSE p.unique_key END,
              email = CASE WHEN h.loses_email THEN NULL ELSE p.email END
         FROM hit h
        WHERE p.tenant_id = h.tenant_id AND p.person_id = h.person_id
          AND (h.loses_id OR h.loses_key OR h.loses_email)`,
      [...placesOf(items), idsOf(items)],
    );
  }

  private async applyRecords(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `INSERT INTO persons (tenant_id, person_id, employee_id, unique_key, email, name, state, source_version, digest,
                            status, leaving_date, ignored_leaving_date, employee, linked)
       SELECT s.tenant_id, d.person_id, s.employee_id, s.unique_key, s.email, s.name, 'active', d.source_version,
              s.digest, s.status, s.leaving_date, d.ignored_leaving_date, s.employee, true
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
              ignored_leaving_date = excluded.ignored_leaving_date, employee = excluded.employee,
              linked = true, missing_since = NULL`,
      [
        ...placesOf(items),
        idsOf(items),
        intColumn(items.map(({ verdict }) => verdict.sourceVersion)),
        textColumn(items.map(({ verdict }) => ('ignoredLeavingDate' in verdict ? verdict.ignoredLeavingDate : null))),
      ],
    );
  }

  /** Of a leaver's row only status and LeavingDate count; somebody absent keeps theirs. */
  private async applyLeavers(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `UPDATE persons p
          SET state = 'left', source_version = d.source_version, missing_since = NULL,
              status = CASE WHEN d.by_row THEN d.status ELSE p.status END,
              leaving_date = CASE WHEN d.by_row THEN d.leaving_date ELSE p.leaving_date END,
              employee = CASE WHEN d.by_row
                THEN (p.employee::jsonb || jsonb_build_object('status', d.status, 'leavingDate', d.leaving_date))::json
                ELSE p.employee END
         FROM unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::bool[])
           AS d(tenant_id, person_id, source_version, status, leaving_date, by_row)
        WHERE p.ctid = (SELECT r.ctid FROM persons r WHERE r.tenant_id = d.tenant_id AND r.person_id = d.person_id)`,
      [
        textColumn(items.map(({ judging }) => judging.tenantId)),
        idsOf(items),
        intColumn(items.map(({ verdict }) => verdict.sourceVersion)),
        textColumn(items.map(({ verdict }) => verdict.row?.status ?? null)),
        textColumn(items.map(({ verdict }) => verdict.row?.leavingDate ?? null)),
        boolColumn(items.map(({ verdict }) => verdict.row !== null)),
      ],
    );
  }
}

/** TypeORM gives the rows of an UPDATE together with their number. */
function updated<T>(result: readonly T[] | [T[], number]): T[] {
  const [rows] = result;
  return Array.isArray(rows) ? rows : [];
}

interface HolderRow {
  tenant_id: string;
  email: string;
  person_id: string;
  employee_id: string | null;
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
