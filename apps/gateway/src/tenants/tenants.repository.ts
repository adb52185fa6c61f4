import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenant } from './tenant.entity';

/** A tenant as the platform declares it. */
export interface DeclaredTenant {
  readonly tenantId: string;
  readonly name: string;
  readonly timeZone: string;
  /** null: unlimited. */
  readonly seats: number | null;
}

/** Names that are kept in memory at most. */
const REMEMBERED = 100_000;

@Injectable()
export class TenantsRepository {
  /** Tenants are never deleted: whoever was there once is there. */
  private readonly seen = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  async exists(tenantId: string): Promise<boolean> {
    if (this.seen.has(tenantId)) return true;
    const exists = await this.dataSource.manager.existsBy(Tenant, { tenantId });
    if (exists) {
      if (this.seen.size >= REMEMBERED) this.seen.clear();
      this.seen.add(tenantId);
    }
    return exists;
  }

  async one(tenantId: string): Promise<Tenant | null> {
    return this.dataSource.manager.findOneBy(Tenant, { tenantId });
  }

  /** Makes the tenant or brings it to this; true if it is new. */
  async put(tenant: DeclaredTenant): Promise<boolean> {
    const [row] = await this.dataSource.query<{ created: boolean }[]>(
      `INSERT INTO tenants (tenant_id, name, time_zone, seats) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id) DO UPDATE
          SET name = excluded.name, time_zone = excluded.time_zone, seats = excluded.seats,
              updated_at = clock_timestamp()
       RETURNING xmax = 0 AS created`,
      [tenant.tenantId, tenant.name, tenant.timeZone, tenant.seats],
    );
    return row?.created === true;
  }

  /** Mirrors what the writer was told. */
  async setSeats(tenantId: string, seats: number | null): Promise<void> {
    await this.dataSource.query('UPDATE tenants SET seats = $2, updated_at = clock_timestamp() WHERE tenant_id = $1', [
      tenantId,
      seats,
    ]);
  }

  /** Mirrors what the reconciler was told. */
  async setTimeZone(tenantId: string, timeZone: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE tenants SET time_zone = $2, updated_at = clock_timestamp() WHERE tenant_id = $1 AND time_zone <> $2`,
      [tenantId, timeZone],
    );
  }
}
