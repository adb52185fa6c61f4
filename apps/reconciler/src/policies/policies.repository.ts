import { Injectable } from '@nestjs/common';
import { defaultPolicy, type Policy } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { textColumn } from '../database/columns';

/** A tenant's settings as they are now. */
export interface CurrentPolicy {
  readonly policy: Policy;
  /** The scope was changed on screen after its effect had been shown. */
  readonly scopeShown: boolean;
}

/** What holds for a tenant that has set nothing. */
export const nothingSet: CurrentPolicy = { policy: defaultPolicy, scopeShown: false };

@Injectable()
export class PoliciesRepository {
  /** The newest settings of these tenants; those that have set nothing are not in it. */
  async current(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, CurrentPolicy>> {
    if (tenantIds.length === 0) return new Map();
    const rows = await tx.query<{ tenant_id: string; policy: Policy; scope_shown: boolean }[]>(
      `SELECT DISTINCT ON (tenant_id) tenant_id, policy, scope_shown FROM policies
        WHERE tenant_id = ANY($1::text[]) ORDER BY tenant_id, version DESC`,
      [textColumn(tenantIds)],
    );
    return new Map(rows.map((row) => [row.tenant_id, { policy: row.policy, scopeShown: row.scope_shown }]));
  }

  /** Stores the next version. */
  async insert(
    tx: EntityManager,
    {
      tenantId,
      version,
      policy,
      scopeShown,
      actor,
    }: CurrentPolicy & { tenantId: string; version: number; actor: string | null },
  ): Promise<void> {
    await tx.query(
      'INSERT INTO policies (tenant_id, version, policy, scope_shown, set_by) VALUES ($1, $2, $3, $4, $5)',
      [tenantId, version, JSON.stringify(policy), scopeShown, actor],
    );
  }
}
