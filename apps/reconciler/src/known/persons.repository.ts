import { Injectable } from '@nestjs/common';
import { dayOf, type ItemRecords, maskedFields, nameOf, recordDigest } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';
import type { Draft } from '../judging/draft';
import { type AppliedItem, idsOf, placesOf, type PlannedItem } from '../judging/planned-item';

/** Somebody, as far as a decision about them needs it. */
export interface NamedPerson {
  readonly name: string | null;
  /** By the last accepted answer. */
  readonly missing: boolean;
  /** `takenAt` of the newest answer that has had them since, accepted by nobody; null if none had them. RFC 3339. */
  readonly seenAt: string | null;
}

/** The people who are known, with the record last said of each. */
@Injectable()
export class PersonsRepository {
  /** Somebody known, and whether they are missing; null for an id that is nobody's. */
  async nameOf(tx: EntityManager, tenantId: string, personId: string): Promise<NamedPerson | null> {
    const [person] = await tx.query<NamedPerson[]>(
      `SELECT name, missing_since IS NOT NULL AS missing,
              to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "seenAt"
         FROM persons WHERE tenant_id = $1 AND person_id = $2`,
      [tenantId, personId],
    );
    return person ?? null;
  }

  /** Somebody who is in a plan and not known yet; null if there is none. */
  async plannedName(tx: EntityManager, tenantId: string, personId: string): Promise<NamedPerson | null> {
    const [person] = await tx.query<NamedPerson[]>(
      `SELECT name, false AS missing, NULL AS "seenAt" FROM plan_items WHERE tenant_id = $1 AND person_id = $2 LIMIT 1`,
      [tenantId, personId],
    );
    return person ?? null;
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

  /**
   * Another company's ids mean other people: whoever's row does not say anew that they are theirs loses their EmployeeId
   * and UniqueKey, which are remembered. To be called before `apply`.
   */
  async dropLinks(tx: EntityManager, plans: readonly Draft[]): Promise<void> {
    const other = plans.filter(({ judging }) => judging.otherCompany);
    if (other.length === 0) return;
    await tx.query(
      `WITH dropped AS (
         SELECT p.tenant_id, p.person_id, p.employee_id FROM persons p
          WHERE p.tenant_id = ANY($1::text[]) AND p.linked AND p.person_id <> ALL($2::uuid[])
            AND (p.employee_id IS NOT NULL OR p.unique_key IS NOT NULL)
       ), former AS (
         INSERT INTO former_links (tenant_id, employee_id, person_id)
         SELECT tenant_id, employee_id, person_id FROM dropped WHERE employee_id IS NOT NULL
         ON CONFLICT DO NOTHING
       )
       UPDATE persons p SET employee_id = NULL, unique_key = NULL
         FROM dropped d WHERE p.tenant_id = d.tenant_id AND p.person_id = d.person_id`,
      [textColumn(other.map(({ judging }) => judging.tenantId)), uuidColumn(other.flatMap(linkedAnew))],
    );
  }

  /** Makes what these items say the known record: leavers first, so that they give their addresses up to the others. */
  async apply(tx: EntityManager, items: readonly AppliedItem[]): Promise<void> {
    await this.applyLeavers(
      tx,
      items.filter(({ verdict }) => verdict.kind === 'left'),
    );
    await this.unlinkOthers(
      tx,
      items.filter(({ verdict }) => verdict.kind !== 'left' && verdict.relinks),
    );
    await this.applyRecords(
      tx,
      items.filter(({ verdict }) => verdict.kind !== 'left'),
    );
  }

  /**
   * An EmployeeId and an address are one person's: whoever had them loses them to these people, the address only if they
   * are inactive. Links that end are remembered, so that no person is ever brought back by them. A UniqueKey is two
   * people's if somebody settled so.
   */
  private async unlinkOthers(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `WITH d AS MATERIALIZED (
         SELECT d.person_id, s.tenant_id, s.employee_id, CASE WHEN NOT d.keeps_email THEN s.email END AS email
           FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::uuid[], $6::bool[])
             AS d(tenant_id, number, attempt, idx, person_id, keeps_email)
          CROSS JOIN LATERAL (
             SELECT * FROM staging r
              WHERE r.tenant_id = d.tenant_id AND r.number = d.number AND r.attempt = d.attempt AND r.idx = d.idx
             OFFSET 0
           ) s
       ), hit AS MATERIALIZED (
         SELECT r.tenant_id, r.person_id, r.employee_id,
                bool_or(r.employee_id = d.employee_id AND r.person_id <> d.person_id
                        OR r.person_id = d.person_id AND r.employee_id <> d.employee_id) AS loses_id,
                bool_or(r.email = d.email AND r.person_id <> d.person_id AND r.state = 'left') AS loses_email
           FROM d CROSS JOIN LATERAL (
             SELECT i.* FROM persons i WHERE i.tenant_id = d.tenant_id AND i.employee_id = d.employee_id
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
              email = CASE WHEN h.loses_email THEN NULL ELSE p.email END
         FROM hit h
        WHERE p.tenant_id = h.tenant_id AND p.person_id = h.person_id
          AND (h.loses_id OR h.loses_email)`,
      [
        ...placesOf(items),
        idsOf(items),
        boolColumn(items.map(({ verdict }) => maskedFields(verdict).includes('email'))),
      ],
    );
  }

  /** A record that is taken over in part is given; every other one is the row as it is staged. */
  private async applyRecords(tx: EntityManager, items: readonly AppliedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `INSERT INTO persons (tenant_id, person_id, employee_id, unique_key, email, name, state, source_version, digest,
                            status, leaving_date, ignored_leaving_date, employee, linked, partly)
       SELECT s.tenant_id, d.person_id, s.employee_id,
              CASE WHEN d.partly THEN d.record->>'uniqueKey' ELSE s.unique_key END,
              CASE WHEN d.partly THEN d.record->>'email' ELSE s.email END,
              CASE WHEN d.partly THEN d.name ELSE s.name END, 'active', d.source_version, coalesce(d.digest, s.digest),
              CASE WHEN d.partly THEN d.record->>'status' ELSE s.status END,
              CASE WHEN d.partly THEN d.record->>'leavingDate' ELSE s.leaving_date END, d.ignored_leaving_date,
              coalesce(d.record, s.employee), true, d.partly
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::uuid[], $6::int[], $7::text[], $8::bool[],
                     $9::json[], $10::text[], $11::text[])
           AS d(tenant_id, number, attempt, idx, person_id, source_version, ignored_leaving_date, partly, record, name,
                digest)
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
              linked = true, partly = excluded.partly, announced_leaving_date = NULL, missing_since = NULL,
              seen_at = NULL`,
      [
        ...placesOf(items),
        idsOf(items),
        intColumn(items.map(({ verdict }) => verdict.sourceVersion)),
        textColumn(items.map(({ verdict }) => ('ignoredLeavingDate' in verdict ? verdict.ignoredLeavingDate : null))),
        boolColumn(items.map(isPartly)),
        jsonColumn(items.map((item) => (isPartly(item) ? JSON.stringify(item.record) : null))),
        textColumn(items.map((item) => (isPartly(item) ? nameOf(item.record) : null))),
        textColumn(items.map(digestOf)),
      ],
    );
  }

  /** Remembers when people are going to leave by this plan, of which somebody applies the leavers only. */
  async announce(tx: EntityManager, { judging, items }: Draft): Promise<void> {
    const leaving = items.flatMap(({ verdict }) =>
      verdict.kind === 'changed' && verdict.leavesOn !== null ? [[verdict.personId, verdict.leavesOn] as const] : [],
    );
    if (leaving.length === 0) return;
    await tx.query(
      `UPDATE persons p SET announced_leaving_date = d.leaving_date
         FROM unnest($2::uuid[], $3::text[]) AS d(person_id, leaving_date)
        WHERE p.tenant_id = $1 AND p.person_id = d.person_id`,
      [
        judging.tenantId,
        uuidColumn(leaving.map(([personId]) => personId)),
        textColumn(leaving.map(([, leavesOn]) => leavesOn)),
      ],
    );
  }

  /** Of a leaver's row only status and LeavingDate count; somebody absent keeps theirs. */
  private async applyLeavers(tx: EntityManager, items: readonly PlannedItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.query(
      `UPDATE persons p
          SET state = 'left', source_version = d.source_version, missing_since = NULL, seen_at = NULL,
              announced_leaving_date = NULL,
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
        textColumn(items.map(({ verdict }) => dayOf(verdict.row?.leavingDate ?? null))),
        boolColumn(items.map(({ verdict }) => verdict.row !== null)),
      ],
    );
  }
}

/** True if somebody said no to some fields of it, which stay as they are known. */
const isPartly = ({ verdict }: AppliedItem): boolean => maskedFields(verdict).length > 0;

/** Null: the row's own. */
const digestOf = (item: AppliedItem): string | null =>
  isPartly(item) && item.verdict.kind !== 'left' ? recordDigest(item.verdict) : null;

/** Person ids of those whose EmployeeId is the one of their row, from now on or still. */
const linkedAnew = ({ items, judged }: Draft): string[] => [
  ...items.flatMap(({ verdict }) => (verdict.kind === 'left' ? [] : [verdict.personId])),
  ...judged.flatMap(({ verdict: { kind, known, row } }) =>
    kind === 'unchanged' && known?.digest === row.digest && known.employeeId === row.employeeId ? [known.personId] : [],
  ),
];
