import { Injectable } from '@nestjs/common';
import type { Ask } from '@people-sync/messaging';
import { DataSource } from 'typeorm';
import { SYNC_COLUMNS } from '../syncs/syncs.repository';
import type { SyncState } from '../syncs/sync-state';
import type { DeclaredTenant } from './tenants.repository';

/** A tenant and the sync that needs somebody. */
export interface TenantSync {
  readonly settings: DeclaredTenant;
  readonly sync: SyncState;
}

type Row = SyncState & Omit<DeclaredTenant, 'tenantId'>;

/** SQL: the newest sync of the tenant `t` that waits for an OK, or none. */
const HELD = `SELECT ${SYNC_COLUMNS} FROM syncs
  WHERE tenant_id = t.tenant_id AND rank < 6 AND status = 'held' AND NOT approving ORDER BY number DESC LIMIT 1`;

/** SQL: that one, if it waits because the dates in PeopleHR's answer cannot be read: the platform has to look at it. */
const UNREADABLE = `SELECT * FROM (${HELD}) waiting WHERE 'dates-unreadable' = ANY("heldBecause")`;

/** SQL: the last sync of the tenant `t` that ended, if it failed. */
const FAILING = `SELECT * FROM (
  SELECT ${SYNC_COLUMNS} FROM syncs WHERE tenant_id = t.tenant_id AND rank = 6 ORDER BY number DESC LIMIT 1
  ) last WHERE status = 'failed'`;

/** After how long without a step a sync is stuck, in milliseconds. */
export interface StuckAfter {
  readonly afterMs: number;
  /** A scheduled one that is still to be read: it goes on trying for hours. */
  readonly scheduledMs: number;
}

/**
 * SQL: the newest sync of the tenant `t` that should move by itself and has not for long.
 * @param afterMs, scheduledMs SQL for StuckAfter's
 */
const stuck = (afterMs: string, scheduledMs: string): string => `SELECT ${SYNC_COLUMNS} FROM syncs
  WHERE tenant_id = t.tenant_id AND rank < 6
    AND (status IN ('requested', 'fetching', 'comparing', 'applying') OR approving)
    AND status_since < now() - interval '1 ms' * CASE WHEN trigger = 'schedule' AND status IN ('requested', 'fetching')
                                                     THEN ${scheduledMs}::float8 ELSE ${afterMs}::float8 END
  ORDER BY number DESC LIMIT 1`;

/** SQL: how many tenants have such a sync. */
const counted = (sync: string): string => `(SELECT count(*)::int FROM tenants t CROSS JOIN LATERAL (${sync}) s)`;

/** How many tenants there are, and of how many somebody has to look at a sync. */
export type TenantCount = Readonly<Record<'all' | 'held' | 'unreadable' | 'failing' | 'stuck', number>>;

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

  /** Likewise: those whose sync should move and does not. */
  stuck(tenantId: string, limit: number, { afterMs, scheduledMs }: StuckAfter): Promise<TenantSync[]> {
    return this.having(stuck('$3', '$4'), tenantId, limit, [afterMs, scheduledMs]);
  }

  /** Counts what those lists hold. One statement. */
  async count(ask: Ask, { afterMs, scheduledMs }: StuckAfter): Promise<TenantCount> {
    const [count] = await ask<TenantCount>(
      `SELECT (SELECT count(*)::int FROM tenants) AS "all", ${counted(HELD)} AS held, ${counted(UNREADABLE)} AS unreadable,
              ${counted(FAILING)} AS failing, ${counted(stuck('$1', '$2'))} AS stuck`,
      [afterMs, scheduledMs],
    );
    if (!count) throw new Error('a statement of counts has no row');
    return count;
  }

  private async having(
    sync: string,
    tenantId: string,
    limit: number,
    terms: readonly number[] = [],
  ): Promise<TenantSync[]> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT t.name, t.time_zone AS "timeZone", t.seats, s.* FROM tenants t CROSS JOIN LATERAL (${sync}) s
        WHERE t.tenant_id > $1 ORDER BY t.tenant_id LIMIT $2`,
      [tenantId, limit, ...terms],
    );
    return rows.map(({ name, timeZone, seats, ...sync }) => ({
      settings: { tenantId: sync.tenantId, name, timeZone, seats },
      sync,
    }));
  }
}
