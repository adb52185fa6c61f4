import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { intColumn, textColumn, uuidColumn } from '../database/columns';
import type { Sync, SyncKey, SyncState } from './sync';

@Injectable()
export class SyncsRepository {
  /** Those of the named syncs that are known. */
  async find(tx: EntityManager, keys: readonly SyncKey[]): Promise<Sync[]> {
    const rows = await tx.query<SyncRow[]>(
      `SELECT s.tenant_id, s.number, s.sync_id, s.attempt, s.refetched_attempt, s.state, s.reason
         FROM unnest($1::text[], $2::int[]) AS k(tenant_id, number)
        CROSS JOIN LATERAL (
           SELECT * FROM syncs r WHERE r.tenant_id = k.tenant_id AND r.number = k.number OFFSET 0
         ) s`,
      [textColumn(keys.map((key) => key.tenantId)), intColumn(keys.map((key) => key.number))],
    );
    return rows.map(syncOf);
  }

  /** The tenant's syncs above `newestSettled` whose answer is coming in, by number. */
  async staging(tx: EntityManager, tenantId: string, newestSettled: number): Promise<Sync[]> {
    const rows = await tx.query<SyncRow[]>(
      `SELECT tenant_id, number, sync_id, attempt, refetched_attempt, state, reason FROM syncs
        WHERE tenant_id = $1 AND number > $2 AND state = 'staging' ORDER BY number`,
      [tenantId, newestSettled],
    );
    return rows.map(syncOf);
  }

  /** Writes syncs of locked tenants, new and known ones. */
  async save(tx: EntityManager, syncs: readonly Sync[]): Promise<void> {
    if (syncs.length === 0) return;
    await tx.query(
      `INSERT INTO syncs (tenant_id, number, sync_id, attempt, refetched_attempt, state, reason)
       SELECT * FROM unnest($1::text[], $2::int[], $3::uuid[], $4::int[], $5::int[], $6::text[], $7::text[])
       ON CONFLICT (tenant_id, number) DO UPDATE
          SET attempt = excluded.attempt, refetched_attempt = excluded.refetched_attempt, state = excluded.state,
              reason = excluded.reason`,
      [
        textColumn(syncs.map((sync) => sync.tenantId)),
        intColumn(syncs.map((sync) => sync.number)),
        uuidColumn(syncs.map((sync) => sync.syncId)),
        intColumn(syncs.map((sync) => sync.attempt)),
        intColumn(syncs.map((sync) => sync.refetchedAttempt)),
        textColumn(syncs.map((sync) => sync.state)),
        textColumn(syncs.map((sync) => sync.reason)),
      ],
    );
  }
}

interface SyncRow {
  tenant_id: string;
  number: number;
  sync_id: string;
  attempt: number;
  refetched_attempt: number;
  state: SyncState;
  reason: string | null;
}

const syncOf = (row: SyncRow): Sync => ({
  tenantId: row.tenant_id,
  number: row.number,
  syncId: row.sync_id,
  attempt: row.attempt,
  refetchedAttempt: row.refetched_attempt,
  state: row.state,
  reason: row.reason,
});
