import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Tenant } from './tenant.entity';

/** A tenant as the platform declares it. */
export interface DeclaredTenant {
  readonly tenantId: string;
  readonly name: string;
  readonly timeZone: string;
  /** null: unlimited. */
  readonly seats: number | null;
}

const SETTINGS = 'tenant_id AS "tenantId", name, time_zone AS "timeZone", seats';

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

  async one(tenantId: string, tx: EntityManager = this.dataSource.manager): Promise<Tenant | null> {
    return tx.findOneBy(Tenant, { tenantId });
  }

  /** At most `limit` tenants, by their ids, after this one. */
  async page(after: string, limit: number): Promise<DeclaredTenant[]> {
    return this.dataSource.query<DeclaredTenant[]>(
      `SELECT ${SETTINGS} FROM tenants WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2`,
      [after, limit],
    );
  }

  /** The known among these tenants. */
  async named(tenantIds: readonly string[]): Promise<Map<string, DeclaredTenant>> {
    const rows = await this.dataSource.query<DeclaredTenant[]>(
      `SELECT ${SETTINGS} FROM tenants WHERE tenant_id = ANY($1)`,
      [tenantIds],
    );
    return new Map(rows.map((row) => [row.tenantId, row]));
  }

  async insert(tx: EntityManager, { tenantId, name, timeZone, seats }: DeclaredTenant): Promise<void> {
    await tx.query('INSERT INTO tenants (tenant_id, name, time_zone, seats) VALUES ($1, $2, $3, $4)', [
      tenantId,
      name,
      timeZone,
      seats,
    ]);
  }

  async update(tx: EntityManager, { tenantId, name, timeZone, seats }: DeclaredTenant): Promise<void> {
    await tx.query(
      `UPDATE tenants SET name = $2, time_zone = $3, seats = $4, updated_at = clock_timestamp()
        WHERE tenant_id = $1 AND (name, time_zone, seats) IS DISTINCT FROM ($2, $3, $4::integer)`,
      [tenantId, name, timeZone, seats],
    );
  }

  /** Mirrors what the writer was told. */
  async setSeats(tx: EntityManager, tenantId: string, seats: number | null): Promise<void> {
    await tx.query('UPDATE tenants SET seats = $2, updated_at = clock_timestamp() WHERE tenant_id = $1', [
      tenantId,
      seats,
    ]);
  }
}
