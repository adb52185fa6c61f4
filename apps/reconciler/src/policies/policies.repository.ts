import { Injectable } from '@nestjs/common';
import { defaultPolicy, type Policy } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { textColumn } from '../database/columns';
import type { CurrentPolicy } from '../judging/judging';

/** What holds for a tenant that has set nothing. */
export const nothingSet: CurrentPolicy = { policy: defaultPolicy, leavingShown: null };

@Injectable()
export class PoliciesRepository {
  /** The newest policies of these tenants; those that have set nothing are not in it. */
  async current(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, CurrentPolicy>> {
    if (tenantIds.length === 0) return new Map();
    const rows = await tx.query<{ tenant_id: string; policy: Policy; leaving_shown: number | null }[]>(
      `SELECT DISTINCT ON (tenant_id) tenant_id, policy, leaving_shown FROM policies
        WHERE tenant_id = ANY($1::text[]) ORDER BY tenant_id, version DESC`,
      [textColumn(tenantIds)],
    );
    return new Map(rows.map((row) => [row.tenant_id, { policy: row.policy, leavingShown: row.leaving_shown }]));
  }

  /** Stores the next version. */
  async insert(
    tx: EntityManager,
    {
      tenantId,
      version,
      policy,
      leavingShown,
      actor,
    }: CurrentPolicy & { tenantId: string; version: number; actor: string | null },
  ): Promise<void> {
    await tx.query(
      'INSERT INTO policies (tenant_id, version, policy, leaving_shown, set_by) VALUES ($1, $2, $3, $4, $5)',
      [tenantId, version, JSON.stringify(policy), leavingShown, actor],
    );
  }
}
