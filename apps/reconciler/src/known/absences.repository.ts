import { Injectable } from '@nestjs/common';
import type { KnownFacts } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, textColumn, uuidColumn } from '../database/columns';
import type { Draft } from '../judging/draft';
import { type Judging, STORED } from '../judging/judging';
import { type KnownColumns, knownColumns, knownFactsOf } from './known-columns';
import { laterOf } from '../tenants/tenant';

/** Who is not in an answer, and since when. */
@Injectable()
export class AbsencesRepository {
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
       SELECT p.tenant_id, ${knownColumns('p', 'false')}
         FROM gone CROSS JOIN LATERAL (
           SELECT * FROM persons r WHERE r.tenant_id = gone.tenant_id AND r.employee_id = gone.employee_id OFFSET 0
         ) p
       UNION ALL
       SELECT p.tenant_id, ${knownColumns('p', 'false')}
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

  /** Notes, by answers that are accepted, since when people are missing, and that those who were are not any more. */
  async noteMissing(tx: EntityManager, accepted: readonly Draft[]): Promise<void> {
    const concerned = accepted.filter(({ judging, absences }) => judging.mayMiss || absences.length > 0);
    if (concerned.length === 0) return;
    const missing = concerned.flatMap(({ judging: { tenantId, tenant, answer }, absences }) =>
      absences.flatMap((one) => {
        if (one.kind === 'left') return [];
        const { takenAt } = answer;
        const overtaken = laterOf(tenant.newestAt, takenAt) !== takenAt;
        return [{ tenantId, personId: one.known.personId, since: one.since, takenAt, overtaken }];
      }),
    );
    await tx.query(
      `WITH m AS (
         SELECT * FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::bool[])
           AS m(tenant_id, person_id, since, taken_at, overtaken)
       ), noted AS (
         UPDATE persons p
            SET missing_since = m.since::timestamptz,
                -- An answer that was only looked at since may have had them: then the next one counts from anew.
                seen_at = CASE WHEN p.seen_at > m.taken_at::timestamptz THEN p.seen_at
                               WHEN p.missing_since IS NULL AND m.overtaken THEN m.taken_at::timestamptz END
           FROM m
          WHERE p.tenant_id = m.tenant_id AND p.person_id = m.person_id
            AND (p.missing_since IS DISTINCT FROM m.since::timestamptz OR p.seen_at IS NOT NULL)
       )
       UPDATE persons p SET missing_since = NULL, seen_at = NULL
        WHERE p.tenant_id = ANY($1::text[]) AND p.missing_since IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.person_id)`,
      [
        textColumn(concerned.map(({ judging }) => judging.tenantId)),
        textColumn(missing.map((one) => one.tenantId)),
        uuidColumn(missing.map((one) => one.personId)),
        textColumn(missing.map((one) => one.since)),
        textColumn(missing.map((one) => one.takenAt)),
        boolColumn(missing.map((one) => one.overtaken)),
      ],
    );
  }

  /**
   * Notes that these complete answers, accepted or not, have people who are missing by the accepted ones: the next one
   * that lacks them is the first again.
   */
  async noteSeen(tx: EntityManager, drafts: readonly Draft[]): Promise<void> {
    const seen = drafts.flatMap(({ judging, seenAgain }) => seenAgain.map((personId) => ({ judging, personId })));
    if (seen.length === 0) return;
    await tx.query(
      `UPDATE persons p SET seen_at = greatest(p.seen_at, s.taken_at::timestamptz)
         FROM unnest($1::text[], $2::uuid[], $3::text[]) AS s(tenant_id, person_id, taken_at)
        WHERE p.tenant_id = s.tenant_id AND p.person_id = s.person_id AND p.missing_since IS NOT NULL`,
      [
        textColumn(seen.map(({ judging }) => judging.tenantId)),
        uuidColumn(seen.map(({ personId }) => personId)),
        textColumn(seen.map(({ judging }) => judging.answer.takenAt)),
      ],
    );
  }
}
