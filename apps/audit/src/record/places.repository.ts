import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { TenantPlace } from './places';

/** How far tenants' streams are recorded. Read and moved under the lock of the tenants' trees. */
@Injectable()
export class PlacesRepository {
  async of(tx: EntityManager, topic: string, tenantIds: readonly string[]): Promise<TenantPlace[]> {
    const rows = await tx.query<{ tenant_id: string; epoch: number; position: string }[]>(
      `SELECT tenant_id, epoch, position FROM places WHERE topic = $1 AND tenant_id = ANY($2::text[])`,
      [topic, tenantIds],
    );
    return rows.map((row) => ({ tenantId: row.tenant_id, epoch: row.epoch, position: Number(row.position) }));
  }

  async move(tx: EntityManager, topic: string, places: readonly TenantPlace[]): Promise<void> {
    if (places.length === 0) return;
    await tx.query(
      `INSERT INTO places (topic, tenant_id, epoch, position)
       SELECT $1, * FROM unnest($2::text[], $3::int[], $4::bigint[])
       ON CONFLICT (tenant_id, topic) DO UPDATE SET epoch = excluded.epoch, position = excluded.position`,
      [
        topic,
        places.map(({ tenantId }) => tenantId),
        places.map(({ epoch }) => epoch),
        places.map(({ position }) => position),
      ],
    );
  }
}
