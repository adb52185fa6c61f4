import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { boolColumn, intColumn, jsonColumn, textColumn, uuidColumn } from '../database/columns';
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
    return new Map(rows.map((tenant) => [tenant.tenantId, tenant]));
  }

  /** Locks one tenant's row. */
  async lockOne(tx: EntityManager, tenantId: string): Promise<Tenant> {
    const tenant = (await this.lock(tx, [tenantId])).get(tenantId);
    if (!tenant) throw new Error('the tenant was locked and is gone');
    return tenant;
  }

  /** As it is now, unlocked; undefined if nothing was ever heard of it. */
  async find(tx: EntityManager, tenantId: string): Promise<Tenant | undefined> {
    const [tenant] = await tx.query<Tenant[]>(`SELECT ${COLUMNS} FROM tenants WHERE tenant_id = $1`, [tenantId]);
    return tenant;
  }

  private async lockKnown(tx: EntityManager, ids: readonly string[]): Promise<Tenant[]> {
    return tx.query<Tenant[]>(
      `SELECT ${COLUMNS} FROM tenants WHERE tenant_id = ANY($1::text[]) ORDER BY tenant_id FOR UPDATE`,
      [textColumn(ids)],
    );
  }

  /** Writes locked tenants back. */
  async save(tx: EntityManager, tenants: readonly Tenant[]): Promise<void> {
    if (tenants.length === 0) return;
    const whole = (value: (tenant: Tenant) => number | null) => intColumn(tenants.map(value));
    const flag = (value: (tenant: Tenant) => boolean) => boolColumn(tenants.map(value));
    await tx.query(
      `UPDATE tenants t
          SET known_version = d.known_version, newest_settled = d.newest_settled, company_id = d.company_id,
              base_digest = d.base_digest, base_number = d.base_number, base_count = d.base_count,
              base_rules = d.base_rules, base_policy = d.base_policy, base_decisions = d.base_decisions,
              missing = d.missing, missing_stale = d.missing_stale, policy_version = d.policy_version,
              decisions_version = d.decisions_version, applied_before = d.applied_before, held_sync = d.held_sync,
              held_number = d.held_number, held_since = d.held_since::timestamptz,
              accepted_at = d.accepted_at::timestamptz, newest_at = d.newest_at::timestamptz,
              shape = (SELECT array_agg(v) FROM json_array_elements_text(d.shape) v),
              scope_gone = ARRAY(SELECT json_array_elements_text(d.scope_gone)), judged_at = d.judged_at::timestamptz
         FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[],
                     $9::int[], $10::int[], $11::int[], $12::bool[], $13::int[], $14::int[], $15::bool[], $16::uuid[],
                     $17::int[], $18::json[], $19::json[], $20::text[], $21::text[], $22::text[], $23::text[])
           AS d(tenant_id, known_version, newest_settled, company_id, base_digest, base_number, base_count, base_rules,
                base_policy, base_decisions, missing, missing_stale, policy_version, decisions_version, applied_before,
                held_sync, held_number, shape, scope_gone, held_since, accepted_at, newest_at, judged_at)
        WHERE t.tenant_id = d.tenant_id AND t.tenant_id = ANY($1::text[])`,
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
        flag((tenant) => tenant.missingStale),
        whole((tenant) => tenant.policyVersion),
        whole((tenant) => tenant.decisionsVersion),
        flag((tenant) => tenant.appliedBefore),
        uuidColumn(tenants.map((tenant) => tenant.heldSync)),
        whole((tenant) => tenant.heldNumber),
        jsonColumn(tenants.map((tenant) => tenant.shape && JSON.stringify(tenant.shape))),
        jsonColumn(tenants.map((tenant) => JSON.stringify(tenant.scopeGone))),
        textColumn(tenants.map((tenant) => tenant.heldSince)),
        textColumn(tenants.map((tenant) => tenant.acceptedAt)),
        textColumn(tenants.map((tenant) => tenant.newestAt)),
        textColumn(tenants.map((tenant) => tenant.judgedAt?.toISOString() ?? null)),
      ],
    );
  }
}

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const COLUMNS = `tenant_id AS "tenantId", known_version AS "knownVersion", newest_settled AS "newestSettled",
  company_id AS "companyId", base_digest AS "baseDigest", base_number AS "baseNumber", base_count AS "baseCount",
  base_rules AS "baseRules", base_policy AS "basePolicy", base_decisions AS "baseDecisions", missing,
  missing_stale AS "missingStale", policy_version AS "policyVersion", decisions_version AS "decisionsVersion",
  applied_before AS "appliedBefore", held_sync AS "heldSync", held_number AS "heldNumber", shape,
  scope_gone AS "scopeGone", ${instant('held_since')} AS "heldSince", ${instant('accepted_at')} AS "acceptedAt",
  ${instant('newest_at')} AS "newestAt", judged_at AS "judgedAt"`;
