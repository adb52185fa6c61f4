import { Injectable } from '@nestjs/common';
import type { EmployeeField } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { textColumn } from '../database/columns';

/** Active people of a tenant, and those of them who were found in PeopleHR before. */
export interface PeopleTotals {
  readonly active: number;
  readonly linked: number;
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

  /** How many active people have a value in this field. */
  async having(tx: EntityManager, tenantId: string, field: EmployeeField): Promise<number> {
    const [row] = await tx.query<{ having: number }[]>(
      `SELECT count(*)::int AS having FROM persons
        WHERE tenant_id = $1 AND state = 'active' AND employee->>$2 IS NOT NULL`,
      [tenantId, field],
    );
    return row?.having ?? 0;
  }
}
