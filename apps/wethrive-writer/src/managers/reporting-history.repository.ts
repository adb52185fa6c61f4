import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A person as one of their changes made them. */
export interface PersonAt {
  readonly personId: string;
  /** The tenant's number of that change. */
  readonly changeNo: number;
}

/** Whom a person reported to from a change on. */
export interface ReportingThen {
  readonly reportsTo: string | null;
  /** This change made it so. */
  readonly isNew: boolean;
}

/** Whom everybody reported to, from which change on. It is written by ReportingLinesRepository and PeopleWritesRepository. */
@Injectable()
export class ReportingHistoryRepository {
  /** Of each, in the order given. One look at an index for each. */
  async of(tx: EntityManager, tenantId: string, people: readonly PersonAt[]): Promise<ReportingThen[]> {
    if (people.length === 0) return [];
    return tx.query<ReportingThen[]>(
      `SELECT h.reports_to AS "reportsTo", coalesce(h.change_no = p.change_no, false) AS "isNew"
       FROM unnest($2::uuid[], $3::bigint[]) WITH ORDINALITY AS p (person_id, change_no, place)
       LEFT JOIN LATERAL (
         SELECT reports_to, change_no FROM reporting_history
         WHERE tenant_id = $1 AND person_id = p.person_id AND change_no <= p.change_no ORDER BY change_no DESC LIMIT 1
       ) h ON true
       ORDER BY p.place`,
      [tenantId, people.map((one) => one.personId), people.map((one) => one.changeNo)],
    );
  }
}
