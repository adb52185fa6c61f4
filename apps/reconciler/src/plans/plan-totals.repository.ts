import { Injectable } from '@nestjs/common';
import { looksAtAnything, namedForNobody, type ScopeField } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { intColumn, textColumn } from '../database/columns';
import type { Judging } from '../judging/judging';

/** Reads what the safeguards ask of whole answers. */
@Injectable()
export class PlanTotalsRepository {
  /**
   * Of each answer the values that the tenant's scope names and that it has for nobody, as `field: value`. Asked only of
   * answers whose rows are all staged; one that is equal to the base says what the base said.
   */
  async scopeValuesGone(tx: EntityManager, judgings: readonly Judging[]): Promise<Map<string, string[]>> {
    const asked = judgings.filter(
      ({ policy, ending, everything }) => looksAtAnything(policy.scope) && (ending.kind === 'completed' || everything),
    );
    // A scope that names nothing misses nothing.
    const unasked = judgings
      .filter(({ policy }) => !looksAtAnything(policy.scope))
      .map(({ tenantId }): [string, string[]] => [tenantId, []]);
    if (asked.length === 0) return new Map(unasked);
    const rows = await tx.query<{ tenant_id: string; field: ScopeField; values: string[] }[]>(
      `SELECT j.tenant_id, v.field, array_agg(DISTINCT v.value) AS values
         FROM unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, attempt)
         JOIN staging s ON s.tenant_id = j.tenant_id AND s.number = j.number AND s.attempt = j.attempt
        CROSS JOIN LATERAL (VALUES
          ('employmentType', s.employee->>'employmentType'), ('company', s.employee->>'company'),
          ('location', s.employee->>'location'), ('department', s.employee->>'department')) AS v(field, value)
        WHERE v.value IS NOT NULL
        GROUP BY j.tenant_id, v.field`,
      [
        textColumn(asked.map((judging) => judging.tenantId)),
        intColumn(asked.map((judging) => judging.number)),
        intColumn(asked.map((judging) => judging.attempt)),
      ],
    );
    const here = new Map(asked.map(({ tenantId }) => [tenantId, noValues()]));
    for (const row of rows) here.get(row.tenant_id)?.set(row.field, row.values);
    return new Map([
      ...unasked,
      ...asked.map(({ tenantId, policy }): [string, string[]] => {
        const values = here.get(tenantId) ?? noValues();
        const nobodys = namedForNobody(policy.scope, (field) => values.get(field) ?? []);
        return [tenantId, nobodys.map(({ field, value }) => `${field}: ${value}`)];
      }),
    ]);
  }
}

const noValues = (): Map<ScopeField, readonly string[]> => new Map();
