import { Injectable } from '@nestjs/common';
import type { Policy } from '@people-sync/contracts';
import { type RowFacts, scopeFields, type ScopeField, standingOf } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { rowColumns, type RowColumns, rowFactsOf } from '../plans/differing-rows.repository';
import { type KnownColumns, knownColumns, knownFactsOf } from '../plans/known-columns';
import type { Tenant } from '../tenants/tenant';

/** What a scope would do, in people. */
export interface ScopeEffect {
  readonly employees: number;
  readonly included: number;
  readonly leaving: number;
  readonly joining: number;
  readonly fields: readonly {
    readonly field: ScopeField;
    readonly values: readonly { readonly value: string | null; readonly employees: number }[];
  }[];
}

/** Rows that are in memory at once. */
const WINDOW = 5_000;

/** Values of one field that are shown at most. */
const VALUES = 200;

@Injectable()
export class ScopeEffectRepository {
  /** By the last applied answer; before the first one, by the answer that waits for an OK, if one does. */
  async of(tx: EntityManager, tenant: Tenant, policy: Policy, today: string): Promise<ScopeEffect> {
    const values = new Map<ScopeField, Map<string | null, number>>(scopeFields.map((field) => [field, new Map()]));
    const counts = { employees: 0, included: 0, leaving: 0, joining: 0 };
    const everybody = { ...policy, scope: EVERYBODY };
    let after = '';
    for (;;) {
      const rows = await this.window(tx, tenant, after);
      for (const columns of rows) {
        const row = rowFactsOf(columns);
        const known = knownFactsOf(columns);
        const standing = (by: Policy) => standingOf({ row, before: null }, known, today, by).kind;
        if (standing(everybody) !== 'current') continue;
        counts.employees += 1;
        countValues(values, row.scope);
        const included = standing(policy) === 'current';
        if (included) counts.included += 1;
        if (known?.active === true && !included) counts.leaving += 1;
        if (known?.active !== true && included) counts.joining += 1;
      }
      after = rows.at(-1)?.employee_id ?? '';
      if (rows.length < WINDOW) break;
    }
    return { ...counts, fields: scopeFields.map((field) => ({ field, values: largest(values.get(field)) })) };
  }

  private async window(tx: EntityManager, tenant: Tenant, after: string): Promise<(RowColumns & KnownColumns)[]> {
    const { tenantId, baseDigest, heldNumber } = tenant;
    const source =
      baseDigest === null && heldNumber !== null
        ? `SELECT * FROM staging WHERE tenant_id = $1 AND number = ${heldNumber}`
        : `SELECT r.tenant_id, r.employee_id, r.digest, r.unique_key, r.email, r.name, r.status, r.start_date,
                  r.leaving_date, coalesce(r.employee, p.employee) AS employee
             FROM base_rows r
             LEFT JOIN persons p ON p.tenant_id = r.tenant_id AND p.employee_id = r.employee_id
            WHERE r.tenant_id = $1`;
    return tx.query<(RowColumns & KnownColumns)[]>(
      `SELECT ${rowColumns('s', 'true')}, ${knownColumns('k')}
         FROM (SELECT * FROM (${source}) q WHERE q.employee_id > $2 ORDER BY q.employee_id LIMIT ${WINDOW}) s
         LEFT JOIN persons k ON k.tenant_id = s.tenant_id AND k.employee_id = s.employee_id
        ORDER BY s.employee_id`,
      [tenantId, after],
    );
  }
}

const NONE = { include: null, exclude: [] };
const EVERYBODY: Policy['scope'] = { employmentType: NONE, company: NONE, location: NONE, department: NONE };

function countValues(values: Map<ScopeField, Map<string | null, number>>, facts: RowFacts['scope']): void {
  for (const [field, counts] of values) {
    const value = facts?.[field] ?? null;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}

/** The most frequent values; those of equal number by code unit. */
function largest(
  counts: ReadonlyMap<string | null, number> | undefined,
): { value: string | null; employees: number }[] {
  return [...(counts ?? [])]
    .map(([value, employees]) => ({ value, employees }))
    .sort((a, b) => b.employees - a.employees || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
    .slice(0, VALUES);
}
