import { Injectable } from '@nestjs/common';
import type { EmployeeField } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { textColumn } from '../database/columns';

/** Active people of a tenant, and those of them who were found in PeopleHR before. */
export interface PeopleTotals {
  readonly active: number;
  readonly linked: number;
}

/** One field of a tenant's people. */
export interface FieldOfTenant {
  readonly tenantId: string;
  readonly field: EmployeeField;
}

/** Counts the people who are known. */
@Injectable()
export class PeopleTotalsRepository {
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

  /** How many active people have a value in these fields, in the order asked. */
  async having(tx: EntityManager, asked: readonly FieldOfTenant[]): Promise<number[]> {
    if (asked.length === 0) return [];
    const rows = await tx.query<{ having: number }[]>(
      `SELECT (SELECT count(*)::int FROM persons p
                WHERE p.tenant_id = f.tenant_id AND p.state = 'active' AND p.employee->>f.field IS NOT NULL) AS having
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS f(tenant_id, field, ord)
        ORDER BY f.ord`,
      [textColumn(asked.map(({ tenantId }) => tenantId)), textColumn(asked.map(({ field }) => field))],
    );
    return rows.map(({ having }) => having);
  }
}
