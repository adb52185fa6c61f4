import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** People of a circle who are named. */
const MOST_NAMED = 8;

/** The way from somebody up to themselves, as it is now. */
export interface Circle {
  /** Names, from whom they report to on. */
  readonly names: readonly string[];
  /** True if the last name is their own; false: it goes on over more people than are named. */
  readonly isWhole: boolean;
}

/** SQL: the lines upwards from each of the people $2 of the tenant $1, $3 at most, or until they come back to them. */
const CIRCLES = `
  WITH RECURSIVE upwards (person_id, manager, step) AS (
    SELECT p.person_id, l.reports_to, 1 FROM unnest($2::uuid[]) AS p (person_id)
    CROSS JOIN LATERAL (
      SELECT reports_to FROM reporting_lines
      WHERE tenant_id = $1 AND person_id = p.person_id AND reports_to IS NOT NULL OFFSET 0
    ) l
    UNION ALL
    SELECT u.person_id, l.reports_to, u.step + 1 FROM upwards u
    CROSS JOIN LATERAL (
      SELECT reports_to FROM reporting_lines
      WHERE tenant_id = $1 AND person_id = u.manager AND reports_to IS NOT NULL OFFSET 0
    ) l
    WHERE u.manager <> u.person_id AND u.step < $3
  )
  SELECT u.person_id AS "personId", array_agg(coalesce(m.name, '') ORDER BY u.step) AS names,
    bool_or(u.manager = u.person_id) AS "isWhole"
  FROM upwards u
  CROSS JOIN LATERAL (SELECT name FROM people WHERE tenant_id = $1 AND person_id = u.manager OFFSET 0) m
  GROUP BY u.person_id`;

/** Who reports to whom until it comes back to where it began. */
@Injectable()
export class CirclesRepository {
  /** By person, of people who are in a circle. One statement; none if nobody is asked about. */
  async around(
    tx: EntityManager,
    tenantId: string,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, Circle>> {
    if (personIds.length === 0) return new Map();
    const rows = await tx.query<(Circle & { readonly personId: string })[]>(CIRCLES, [tenantId, personIds, MOST_NAMED]);
    return new Map(rows.map(({ personId, names, isWhole }) => [personId, { names, isWhole }]));
  }
}
