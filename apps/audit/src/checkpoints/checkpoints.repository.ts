import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { treeIn } from '../record/trees.repository';
import type { Head } from './follows';

/** A head that was signed. */
export interface SignedHead extends Head {
  readonly tenantId: string;
  /** The signed note. C2SP tlog-checkpoint. */
  readonly note: string;
}

/** A tenant whose tree has grown since its head was signed. */
export interface UnsignedHead {
  readonly tenantId: string;
  readonly head: Head;
  /** The newest that was signed; undefined for none. */
  readonly last: Head | undefined;
}

interface UnsignedRow {
  readonly tenant_id: string;
  readonly size: string;
  readonly peaks: Buffer;
  readonly company_id: string;
  readonly last_size: string | null;
  readonly last_root: Buffer | null;
}

const UNSIGNED = `
  SELECT t.tenant_id, t.size, t.peaks, t.company_id, c.size AS last_size, c.root AS last_root
    FROM trees t
    LEFT JOIN LATERAL (
      SELECT size, root FROM checkpoints c WHERE c.tenant_id = t.tenant_id ORDER BY size DESC LIMIT 1
    ) c ON true
   WHERE t.size > 0 AND t.size IS DISTINCT FROM c.size`;

function unsignedIn(row: UnsignedRow): UnsignedHead {
  const { tenantId, tree } = treeIn(row);
  const last = row.last_root === null ? undefined : { size: Number(row.last_size), root: row.last_root };
  return { tenantId, head: { size: tree.size, root: tree.root }, last };
}

@Injectable()
export class CheckpointsRepository {
  /**
   * Committed heads that are not signed yet, by tenant. A head that is smaller than the one that was signed last is among
   * them: it must not be, and whoever signs says so.
   */
  async unsigned(manager: EntityManager, after: string, limit: number): Promise<UnsignedHead[]> {
    const rows = await manager.query<UnsignedRow[]>(`${UNSIGNED} AND t.tenant_id > $1 ORDER BY t.tenant_id LIMIT $2`, [
      after,
      limit,
    ]);
    return rows.map(unsignedIn);
  }

  /** The same of one tenant: nothing if its newest head is signed. */
  async unsignedOf(manager: EntityManager, tenantId: string): Promise<UnsignedHead[]> {
    const rows = await manager.query<UnsignedRow[]>(`${UNSIGNED} AND t.tenant_id = $1`, [tenantId]);
    return rows.map(unsignedIn);
  }

  /** Keeps signed heads. What another process signed first stays: it is the same head. */
  async keep(manager: EntityManager, heads: readonly SignedHead[]): Promise<void> {
    if (heads.length === 0) return;
    await manager.query(
      `INSERT INTO checkpoints (tenant_id, size, root, note)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::text[]) ON CONFLICT DO NOTHING`,
      [
        heads.map(({ tenantId }) => tenantId),
        heads.map(({ size }) => size),
        heads.map(({ root }) => root),
        heads.map(({ note }) => note),
      ],
    );
  }

  /** The newest signed head of a tenant; undefined if none was signed. */
  async newest(manager: EntityManager, tenantId: string): Promise<SignedHead | undefined> {
    const [row] = await manager.query<{ size: string; root: Buffer; note: string }[]>(
      `SELECT size, root, note FROM checkpoints WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1`,
      [tenantId],
    );
    return row && { tenantId, size: Number(row.size), root: row.root, note: row.note };
  }

  /** Remembers public keys for good. */
  async publish(manager: EntityManager, vkeys: readonly string[]): Promise<void> {
    await manager.query(`INSERT INTO signing_keys (vkey) SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING`, [
      vkeys,
    ]);
  }

  /** Every public key that ever signed, the oldest first. */
  async vkeys(manager: EntityManager): Promise<string[]> {
    const rows = await manager.query<{ vkey: string }[]>(`SELECT vkey FROM signing_keys ORDER BY first_at, vkey`);
    return rows.map(({ vkey }) => vkey);
  }
}
