import { Injectable } from '@nestjs/common';
import {
  type Candidate,
  type DifferingRow,
  type KnownFacts,
  looksAtAnything,
  type RowFacts,
} from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { intColumn, textColumn, uuidColumn } from '../database/columns';
import { rowColumns, type RowColumns, rowFactsOf } from './differing-rows.repository';
import type { SelectedRow, StagedDifference } from '../judging/draft';
import type { Judging } from '../judging/judging';
import { type KnownColumns, knownColumns, knownFactsOf } from './known-columns';

/** A row of which somebody else than the holder of its EmployeeId may come into question. */
interface Candidacy {
  readonly judging: Judging;
  readonly row: RowFacts;
  readonly known: KnownFacts | null;
}

/** What was found for one question. */
interface Found {
  byUniqueKey: KnownFacts | null;
  byOrgEmployeeId: KnownFacts | null;
  byEmail: KnownFacts | null;
  bySettlement: KnownFacts | null;
  formerly: number;
}

/** Finds whom a row may be, other than whoever has its EmployeeId: three statements for any number of rows. */
@Injectable()
export class CandidatesRepository {
  /** The rows, ready to be judged. */
  async complete(
    tx: EntityManager,
    judgings: readonly Judging[],
    rows: ReadonlyMap<string, readonly SelectedRow[]>,
  ): Promise<Map<string, StagedDifference[]>> {
    const candidacies = judgings.flatMap((judging) => candidaciesOf(judging, rows.get(judging.tenantId) ?? []));
    const found = await this.find(tx, candidacies);
    const own = await this.ownRows(tx, judgings, candidacies, found, rows);
    const answers = new Map(candidacies.map((candidacy, i) => [candidacy.row, found[i]]));
    return new Map(
      judgings.map(({ tenantId, otherCompany }) => [
        tenantId,
        (rows.get(tenantId) ?? []).map(({ idx, isAsBefore, ...staged }): StagedDifference => {
          const answer = answers.get(staged.row);
          const ownOf = (known: KnownFacts | null) => (known ? candidateOf(known, own.get(tenantId)) : null);
          const people = [answer?.byUniqueKey, answer?.byOrgEmployeeId, answer?.byEmail, answer?.bySettlement];
          // Of another company the holder of the EmployeeId is just somebody else.
          const holder = otherCompany ? undefined : staged.known?.personId;
          const elsewhere = people.some((person) => person && person.personId !== holder);
          const differing: DifferingRow = {
            ...staged,
            others:
              answer && elsewhere
                ? {
                    byUniqueKey: ownOf(answer.byUniqueKey),
                    byOrgEmployeeId: answer.byOrgEmployeeId,
                    byEmail: ownOf(answer.byEmail),
                    bySettlement: ownOf(answer.bySettlement),
                  }
                : null,
            formerly: answer?.formerly ?? 0,
          };
          return { differing, idx, isAsBefore };
        }),
      ]),
    );
  }

  private async find(tx: EntityManager, candidacies: readonly Candidacy[]): Promise<Found[]> {
    const found = candidacies.map((): Found => ({
      byUniqueKey: null,
      byOrgEmployeeId: null,
      byEmail: null,
      bySettlement: null,
      formerly: 0,
    }));
    if (candidacies.length === 0) return found;
    const rows = await tx.query<CandidateRow[]>(
      `SELECT c.ord::int, p.how, p.formerly, ${knownColumns('p')}
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[]) WITH ORDINALITY
           AS c(tenant_id, employee_id, unique_key, email, settled, ord)
        CROSS JOIN LATERAL (
          (SELECT 'key' AS how, 0 AS formerly, r.* FROM persons r
            WHERE r.tenant_id = c.tenant_id AND r.unique_key = c.unique_key AND r.linked
            ORDER BY r.state, r.person_id LIMIT 1)
          UNION ALL
          (SELECT 'org', 0, r.* FROM persons r
            WHERE r.tenant_id = c.tenant_id AND r.org_employee_id = c.employee_id AND NOT r.linked
            ORDER BY r.person_id LIMIT 1)
          UNION ALL
          (SELECT 'email', 0, r.* FROM persons r
            WHERE r.tenant_id = c.tenant_id AND r.email = c.email ORDER BY r.state, r.person_id LIMIT 1)
          UNION ALL
          (SELECT 'settled', 0, r.* FROM persons r WHERE r.tenant_id = c.tenant_id AND r.person_id = c.settled)
        ) p`,
      [...keysOf(candidacies), uuidColumn(candidacies.map(settledPersonOf))],
    );
    for (const row of rows) {
      const one = found[row.ord - 1];
      const known = knownFactsOf(row);
      if (!one || !known) continue;
      if (row.how === 'key') one.byUniqueKey = known;
      else if (row.how === 'org') one.byOrgEmployeeId = known;
      else if (row.how === 'email') one.byEmail = known;
      else one.bySettlement = known;
    }
    const former = await tx.query<{ ord: number; formerly: number }[]>(
      `SELECT c.ord::int, count(*)::int AS formerly
         FROM unnest($1::text[], $2::text[], $3::uuid[]) WITH ORDINALITY AS c(tenant_id, employee_id, holder, ord)
         JOIN former_links f ON f.tenant_id = c.tenant_id AND f.employee_id = c.employee_id
          AND f.person_id IS DISTINCT FROM c.holder
        GROUP BY c.ord`,
      // Whoever has it again, after somebody else had it, is not one more.
      [...keysOf(candidacies).slice(0, 2), uuidColumn(candidacies.map(({ known }) => known?.personId ?? null))],
    );
    for (const { ord, formerly } of former) {
      const one = found[ord - 1];
      if (one) one.formerly = formerly;
    }
    return found;
  }

  /** The rows of the candidates' own EmployeeIds in the snapshot, by tenant and EmployeeId. */
  private async ownRows(
    tx: EntityManager,
    judgings: readonly Judging[],
    candidacies: readonly Candidacy[],
    found: readonly Found[],
    rows: ReadonlyMap<string, readonly SelectedRow[]>,
  ): Promise<Map<string, Map<string, RowFacts>>> {
    const wanted = new Map(judgings.map(({ tenantId }) => [tenantId, new Set<string>()]));
    for (const [i, { judging, row }] of candidacies.entries()) {
      for (const known of [found[i]?.byUniqueKey, found[i]?.byEmail, found[i]?.bySettlement]) {
        if (known?.employeeId && known.employeeId !== row.employeeId) {
          wanted.get(judging.tenantId)?.add(known.employeeId);
        }
      }
    }
    const own = new Map<string, Map<string, RowFacts>>();
    for (const { tenantId } of judgings) {
      const ids = wanted.get(tenantId) ?? new Set<string>();
      const atHand = new Map<string, RowFacts>();
      for (const { row } of ids.size > 0 ? (rows.get(tenantId) ?? []) : []) {
        if (ids.delete(row.employeeId)) atHand.set(row.employeeId, row);
      }
      own.set(tenantId, atHand);
    }
    const open = judgings.flatMap((judging) =>
      [...(wanted.get(judging.tenantId) ?? [])].map((id) => ({ judging, id })),
    );
    for (const row of open.length > 0 ? await this.unjudged(tx, open) : []) {
      own.get(row.tenant_id)?.set(row.employee_id, rowFactsOf(row));
    }
    return own;
  }

  /** Rows of the snapshot that are not judged are as they are in the base, if the snapshot has them. */
  private async unjudged(
    tx: EntityManager,
    open: readonly { readonly judging: Judging; readonly id: string }[],
  ): Promise<(RowColumns & { tenant_id: string })[]> {
    return tx.query<(RowColumns & { tenant_id: string })[]>(
      `WITH wanted AS (
         SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::int[])
           AS w(tenant_id, number, attempt, employee_id, scoped)
       ), here AS MATERIALIZED (
         SELECT s.tenant_id, s.employee_id
           FROM (SELECT DISTINCT tenant_id, number, attempt FROM wanted) j
          CROSS JOIN LATERAL (
            SELECT r.tenant_id, r.employee_id FROM staging r
             WHERE r.tenant_id = j.tenant_id AND r.number = j.number AND r.attempt = j.attempt
               AND r.employee_id = ANY($4::text[])
            OFFSET 0
          ) s
       )
       SELECT b.tenant_id, ${rowColumns('b', 'w.scoped = 1')}
         FROM wanted w
        CROSS JOIN LATERAL (
          SELECT r.tenant_id, r.employee_id, r.digest, r.unique_key, r.email, r.name, r.status, r.start_date,
                 r.leaving_date, coalesce(r.employee, p.employee) AS employee
            FROM base_rows r
            LEFT JOIN persons p ON p.tenant_id = r.tenant_id AND p.employee_id = r.employee_id AND r.employee IS NULL
           WHERE r.tenant_id = w.tenant_id AND r.employee_id = w.employee_id
          OFFSET 0
        ) b
        WHERE w.attempt = 0 OR EXISTS (
          SELECT 1 FROM here h WHERE h.tenant_id = w.tenant_id AND h.employee_id = w.employee_id)`,
      [
        textColumn(open.map(({ judging }) => judging.tenantId)),
        intColumn(open.map(({ judging }) => judging.number)),
        intColumn(open.map(({ judging }) => judging.attempt)),
        textColumn(open.map(({ id }) => id)),
        intColumn(open.map(({ judging }) => (looksAtAnything(judging.policy.scope) ? 1 : 0))),
      ],
    );
  }
}

interface CandidateRow extends KnownColumns {
  readonly ord: number;
  readonly how: 'key' | 'org' | 'email' | 'settled';
}

/** Nobody else comes into question for somebody whose UniqueKey and address are those known. */
function candidaciesOf(judging: Judging, rows: readonly SelectedRow[]): Candidacy[] {
  if (judging.tenant.knownVersion === 0) return [];
  return rows.flatMap(({ row, known }) => {
    const settled = judging.settlements.identities.has(row.employeeId);
    const same = known?.active && known.uniqueKey === row.uniqueKey && known.email === row.email;
    return same && !settled && !judging.otherCompany ? [] : [{ judging, row, known }];
  });
}

const candidateOf = (known: KnownFacts, own: ReadonlyMap<string, RowFacts> | undefined): Candidate => ({
  known,
  own: (known.employeeId !== null && own?.get(known.employeeId)) || null,
});

const settledPersonOf = ({ judging, row }: Candidacy): string | null =>
  judging.settlements.identities.get(row.employeeId)?.personId ?? null;

const keysOf = (candidacies: readonly Candidacy[]): Buffer[] => [
  textColumn(candidacies.map(({ judging }) => judging.tenantId)),
  textColumn(candidacies.map(({ row }) => row.employeeId)),
  textColumn(candidacies.map(({ row }) => row.uniqueKey)),
  textColumn(candidacies.map(({ row }) => row.email)),
];
