import { Injectable } from '@nestjs/common';
import type { Employee } from '@people-sync/contracts';
import { type DifferingRow, type KnownFacts, needsRecord, type Records } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { intColumn, textColumn, uuidColumn } from '../database/columns';
import type { StagedDifference } from '../judging/draft';
import type { Judging } from '../judging/judging';

/** A row that may be somebody's of whom more is needed than what decides. */
interface Wanted {
  readonly judging: Judging;
  readonly row: StagedDifference;
  readonly people: readonly KnownFacts[];
}

/** Reads whole records where digests do not tell enough: of people to whose fields somebody said no. */
@Injectable()
export class RecordsRepository {
  /** By tenant; two statements for any number of people, none as a rule. */
  async of(
    tx: EntityManager,
    judgings: readonly Judging[],
    rows: ReadonlyMap<string, readonly StagedDifference[]>,
  ): Promise<Map<string, Records>> {
    const wanted = judgings.flatMap((judging) => wantedOf(judging, rows.get(judging.tenantId) ?? []));
    if (wanted.length === 0) return new Map();
    const found = new Map<string, { ofPerson: Map<string, Employee>; ofRow: Map<string, Employee> }>();
    const of = (tenantId: string) => {
      const records = found.get(tenantId) ?? {
        ofPerson: new Map<string, Employee>(),
        ofRow: new Map<string, Employee>(),
      };
      found.set(tenantId, records);
      return records;
    };
    const received = await tx.query<{ tenant_id: string; employee_id: string; employee: Employee }[]>(
      `SELECT s.tenant_id, s.employee_id, s.employee
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[]) AS d(tenant_id, number, attempt, idx)
        CROSS JOIN LATERAL (
           SELECT * FROM staging r
            WHERE r.tenant_id = d.tenant_id AND r.number = d.number AND r.attempt = d.attempt AND r.idx = d.idx
           OFFSET 0
         ) s`,
      [
        textColumn(wanted.map(({ judging }) => judging.tenantId)),
        intColumn(wanted.map(({ judging }) => judging.number)),
        intColumn(wanted.map(({ judging }) => judging.attempt)),
        intColumn(wanted.map(({ row }) => row.idx)),
      ],
    );
    for (const row of received) of(row.tenant_id).ofRow.set(row.employee_id, row.employee);
    const people = wanted.flatMap(({ judging, people: some }) => some.map((one) => ({ judging, one })));
    const known = await tx.query<{ tenant_id: string; person_id: string; employee: Employee }[]>(
      `SELECT p.tenant_id, p.person_id, p.employee
         FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::uuid[]) AS d(tenant_id, person_id)) d
        CROSS JOIN LATERAL (
           SELECT * FROM persons r WHERE r.tenant_id = d.tenant_id AND r.person_id = d.person_id OFFSET 0
         ) p`,
      [textColumn(people.map(({ judging }) => judging.tenantId)), uuidColumn(people.map(({ one }) => one.personId))],
    );
    for (const row of known) of(row.tenant_id).ofPerson.set(row.person_id, row.employee);
    return found;
  }
}

function wantedOf(judging: Judging, rows: readonly StagedDifference[]): Wanted[] {
  return rows.flatMap((row) => {
    const people = peopleOf(row.differing).filter((known) => needsRecord(known, judging.settlements));
    return people.length === 0 ? [] : [{ judging, row, people }];
  });
}

/** Everybody whose row it may be. */
function peopleOf({ known, others }: DifferingRow): KnownFacts[] {
  const candidates = [others?.byUniqueKey, others?.byEmail, others?.bySettlement].map((one) => one?.known);
  return [known, others?.byOrgEmployeeId, ...candidates].filter((one): one is KnownFacts => !!one);
}
