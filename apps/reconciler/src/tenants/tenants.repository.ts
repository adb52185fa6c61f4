import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { intColumn, textColumn } from '../database/columns';
import type { Tenant } from './tenant';

@Injectable()
export class TenantsRepository {
  /**
   * Locks the tenants' rows until the transaction ends, in sorted order (so that two transactions never wait for each
   * other), making those that are new.
   */
  async lock(tx: EntityManager, tenantIds: Iterable<string>): Promise<Map<string, Tenant>> {
    const ids = [...new Set(tenantIds)].sort();
    let rows = await this.lockKnown(tx, ids);
    if (rows.length < ids.length) {
      await tx.query('INSERT INTO tenants (tenant_id) SELECT unnest($1::text[]) ON CONFLICT (tenant_id) DO NOTHING', [
        textColumn(ids),
      ]);
      rows = await this.lockKnown(tx, ids);
    }
    return new Map(rows.map((row) => [row.tenant_id, tenantOf(row)]));
  }

  private async lockKnown(tx: EntityManager, ids: readonly string[]): Promise<TenantRow[]> {
    return tx.query<TenantRow[]>(
      `SELECT tenant_id, known_version, newest_settled, company_id, base_digest, base_number, base_count, base_rules,
              base_policy, base_decisions, missing, policy_version, decisions_version
         FROM tenants WHERE tenant_id = ANY($1::text[]) ORDER BY tenant_id FOR UPDATE`,
      [textColumn(ids)],
    );
  }

  /** Writes locked tenants back. */
  async save(tx: EntityManager, tenants: readonly Tenant[]): Promise<void> {
    if (tenants.length === 0) return;
    const whole = (value: (tenant: Tenant) => number | null) => intColumn(tenants.map(value));
    await tx.query(
      `INSERT INTO tenants (tenant_id, known_version, newest_settled, company_id, base_digest, base_number, base_count,
                            base_rules, base_policy, base_decisions, missing)
       SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[],
                            $9::int[], $10::int[], $11::int[])
       ON CONFLICT (tenant_id) DO UPDATE
          SET known_version = excluded.known_version, newest_settled = excluded.newest_settled,
              company_id = excluded.company_id, base_digest = excluded.base_digest,
              base_number = excluded.base_number, base_count = excluded.base_count, base_rules = excluded.base_rules,
              base_policy = excluded.base_policy, base_decisions = excluded.base_decisions,
              missing = excluded.missing`,
      [
        textColumn(tenants.map((tenant) => tenant.tenantId)),
        whole((tenant) => tenant.knownVersion),
        whole((tenant) => tenant.newestSettled),
        textColumn(tenants.map((tenant) => tenant.companyId)),
        textColumn(tenants.map((tenant) => tenant.baseDigest)),
        whole((tenant) => tenant.baseNumber),
        whole((tenant) => tenant.baseCount),
        whole((tenant) => tenant.baseRules),
        whole((tenant) => tenant.basePolicy),
        whole((tenant) => tenant.baseDecisions),
        whole((tenant) => tenant.missing),
      ],
    );
  }
}

interface TenantRow {
  tenant_id: string;
  known_version: number;
  newest_settled: number;
  company_id: string | null;
  base_digest: string | null;
  base_number: number | null;
  base_count: number;
  base_rules: number | null;
  base_policy: number | null;
  base_decisions: number | null;
  missing: number;
  policy_version: number;
  decisions_version: number;
}

function tenantOf(row: TenantRow): Tenant {
  return {
    tenantId: row.tenant_id,
    knownVersion: row.known_version,
    newestSettled: row.newest_settled,
    companyId: row.company_id,
    baseDigest: row.base_digest,
    baseNumber: row.base_number,
    baseCount: row.base_count,
    baseRules: row.base_rules,
    basePolicy: row.base_policy,
    baseDecisions: row.base_decisions,
    missing: row.missing,
    policyVersion: row.policy_version,
    decisionsVersion: row.decisions_version,
  };
}
