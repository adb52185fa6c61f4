import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SYNC_COLUMNS } from '../syncs/syncs.repository';
import type { SyncState } from '../syncs/sync-state';

/** A tenant and the sync that needs somebody. */
export interface TenantSync {
  readonly name: string;
  readonly sync: SyncState;
}

type Row = SyncState & { readonly name: string };

/** SQL: the newest sync of the tenant `t` that waits for an OK, or none. */
const HELD = `SELECT ${SYNC_COLUMNS} FROM syncs
  WHERE tenant_id = t.tenant_id AND rank < 6 AND status = 'held' AND NOT approving ORDER BY number DESC LIMIT 1`;

/** SQL: that one, if it waits because the dates in PeopleHR's answer cannot be read: the platform has to look at it. */
const UNREADABLE = `SELECT * FROM (${HELD}) waiting WHERE 'dates-unreadable' = ANY("heldBecause")`;

/** SQL: the last sync of the tenant `t` that ended, if it failed. */
const FAILING = `SELECT * FROM (
  SELECT ${SYNC_COLUMNS} FROM syncs WHERE tenant_id = t.tenant_id AND rank = 6 ORDER BY number DESC LIMIT 1
  ) last WHERE status = 'failed'`;

@Injectable()
export class TenantsInNeedRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** At most `limit` tenants whose sync waits for an OK, by name of the tenant, after `tenantId`. */
  held(tenantId: string, limit: number): Promise<TenantSync[]> {
    return this.having(HELD, tenantId, limit);
  }

  /** Likewise: those whose sync waits because dates cannot be read. */
  unreadable(tenantId: string, limit: number): Promise<TenantSync[]> {
    return this.having(UNREADABLE, tenantId, limit);
  }

  /** Likewise: those whose last sync that ended failed. */
  failing(tenantId: string, limit: number): Promise<TenantSync[]> {
    return this.having(FAILING, tenantId, limit);
  }

  /** What the known among these tenants are called. */
  async names(tenantIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.dataSource.query<{ tenant_id: string; name: string }[]>(
      'SELECT tenant_id, name FROM tenants WHERE tenant_id = ANY($1)',
      [tenantIds],
    );
    return new Map(rows.map((row) => [row.tenant_id, row.name]));
  }

  private async having(sync: string, tenantId: string, limit: number): Promise<TenantSync[]> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT t.name, s.* FROM tenants t CROSS JOIN LATERAL (${sync}) s
        WHERE t.tenant_id > $1 ORDER BY t.tenant_id LIMIT $2`,
      [tenantId, limit],
    );
    return rows.map(({ name, ...found }) => ({ name, sync: found }));
  }
}
