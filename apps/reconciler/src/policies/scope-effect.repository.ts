import { Injectable } from '@nestjs/common';
import type { Policy } from '@people-sync/contracts';
import {
  isEmailAddress,
  type KnownFacts,
  namedForNobody,
  scopeFields,
  type ScopeField,
  type Standing,
  standingOf,
} from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { rowColumns, type RowColumns, rowFactsOf } from '../known/differing-rows.repository';
import type { JudgedBy } from '../judging/judging';
import { type KnownColumns, knownColumns, knownFactsOf } from '../known/known-columns';
import type { Tenant } from '../tenants/tenant';
import { type FieldValue, FieldValues } from './field-values';

/** What a scope would do, in people. */
export interface ScopeEffect {
  readonly employees: number;
  readonly included: number;
  readonly leaving: number;
  readonly joining: number;
  readonly fields: readonly {
    readonly field: ScopeField;
    readonly values: readonly FieldValue[];
    /** Values that the scope names and no current employee has; none as long as nobody is known. */
    readonly unmatched: readonly string[];
    /** How many values there are. */
    readonly valueCount: number;
  }[];
}

/** Rows that are in memory at once. */
const WINDOW = 10_000;

@Injectable()
export class ScopeEffectRepository {
  /**
   * By the last applied answer; before the first one, by the answer that waits for an OK, if one does. Whom no scope
   * lets go or adds does not count: people who are protected or left out, and rows that were refused.
   */
  async of(
    tx: EntityManager,
    tenant: Tenant,
    { policy, settlements }: Pick<JudgedBy, 'policy' | 'settlements'>,
    today: string,
  ): Promise<ScopeEffect> {
    const leftOut = new Set([...(settlements?.leftOut ?? []), ...policy.leaveOut.map(({ personId }) => personId)]);
    const staying = new Set([...leftOut, ...policy.protectedPeople]);
    const values = scopeFields.map((field) => ({ field, counted: new FieldValues() }));
    const counts = { employees: 0, included: 0, leaving: 0, joining: 0 };
    const everybody = { ...policy, scope: EVERYBODY };
    let after = '';
    for (;;) {
      const rows = await this.window(tx, tenant, after);
      for (const columns of rows) {
        const row = rowFactsOf(columns);
        const known = knownFactsOf(columns);
        const standing = (by: Policy) => standingOf({ row, before: null }, known, today, by).kind;
        if (!HERE.has(standing(everybody))) continue;
        counts.employees += 1;
        for (const { field, counted } of values) counted.add(row.scope?.[field] ?? null);
        const kind = standing(policy);
        const isUnread = row.unreadable !== null;
        const stays = HERE.has(kind) || (isUnread && known?.active === true);
        const included = stays && !(known && leftOut.has(known.personId));
        if (included) counts.included += 1;
        if (known?.active === true && !included && !staying.has(known.personId)) counts.leaving += 1;
        if (known?.active !== true && included && kind === 'current' && !isUnread && !isRefused(columns, known))
          counts.joining += 1;
      }
      after = rows.at(-1)?.employee_id ?? '';
      if (rows.length < WINDOW) break;
    }
    const present = (field: ScopeField) => values.find((one) => one.field === field)?.counted.present ?? [];
    const unmatched = counts.employees === 0 ? [] : namedForNobody(policy.scope, present);
    return {
      ...counts,
      fields: values.map(({ field, counted }) => ({
        field,
        values: counted.shown([...(policy.scope[field].include ?? []), ...policy.scope[field].exclude]),
        unmatched: unmatched.filter((one) => one.field === field).map(({ value }) => value),
        valueCount: counted.count,
      })),
    };
  }

  /** Beside the base, people who were added by a plan that had waited: the base did not move with it. */
  private async window(tx: EntityManager, { tenantId, baseDigest, heldNumber }: Tenant, after: string): Promise<Row[]> {
    const first = baseDigest === null && heldNumber !== null;
    return tx.query<Row[]>(
      `WITH source AS (
         SELECT b.tenant_id, b.employee_id, b.digest, b.unique_key, b.email, b.name, b.status, b.start_date,
                b.leaving_date, coalesce(b.employee, p.employee) AS employee, coalesce(b.due = '-infinity', false) AS open
           FROM base_rows b
           LEFT JOIN persons p ON p.tenant_id = b.tenant_id AND p.employee_id = b.employee_id
          WHERE b.tenant_id = $1 AND NOT $4
         UNION ALL
         SELECT p.tenant_id, p.employee_id, p.digest, p.unique_key, p.email, p.name, p.status,
                p.employee->>'startDate', p.leaving_date, p.employee, false
           FROM persons p
          WHERE p.tenant_id = $1 AND NOT $4 AND p.state = 'active' AND p.linked AND p.employee_id IS NOT NULL
            AND p.missing_since IS NULL
            AND NOT EXISTS (SELECT 1 FROM base_rows b WHERE b.tenant_id = $1 AND b.employee_id = p.employee_id)
         UNION ALL
         SELECT s.tenant_id, s.employee_id, s.digest, s.unique_key, s.email, s.name, s.status, s.start_date,
                s.leaving_date, s.employee, false
           FROM staging s
           JOIN syncs y ON y.tenant_id = s.tenant_id AND y.number = s.number AND y.attempt = s.attempt
          WHERE s.tenant_id = $1 AND $4 AND s.number = $3
       )
       SELECT ${rowColumns('s', 'true')}, s.open, ${knownColumns('k')}
         FROM (SELECT * FROM source WHERE employee_id > $2 ORDER BY employee_id LIMIT ${WINDOW}) s
         LEFT JOIN persons k ON k.tenant_id = s.tenant_id AND k.employee_id = s.employee_id
        ORDER BY s.employee_id`,
      [tenantId, after, heldNumber ?? 0, first],
    );
  }
}

/** True of a row that is not taken over for another reason than the scope. */
const isRefused = ({ email, name, open }: Row, known: KnownFacts | null): boolean =>
  name === null || email === null || !isEmailAddress(email) || (open && known === null);

interface Row extends RowColumns, KnownColumns {
  /** It was refused, or kept away. */
  readonly open: boolean;
}

/** How the row of somebody stands whom only the policy can let go. */
const HERE: ReadonlySet<Standing['kind']> = new Set(['current', 'unreadable'] as const);

const NONE = { include: null, exclude: [] };
const EVERYBODY: Policy['scope'] = { employmentType: NONE, company: NONE, location: NONE, department: NONE };
