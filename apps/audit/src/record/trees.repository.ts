import { Injectable } from '@nestjs/common';
import { GrowingTree, HASH_BYTES, type SubtreeHash } from '@people-sync/transparency';
import type { EntityManager } from 'typeorm';

/** A tenant's tree as it stands, and the company behind it. */
export interface TenantTree {
  readonly tenantId: string;
  readonly tree: GrowingTree;
  /** PeopleHR's CompanyId; empty before it is known. */
  readonly companyId: string;
}

/** The trees of a batch, and when the batch was received: after everything that is in these trees. */
export interface LockedTrees {
  readonly trees: ReadonlyMap<string, TenantTree>;
  /** RFC 3339, in milliseconds. */
  readonly received: string;
}

interface TreeRow {
  readonly tenant_id: string;
  readonly size: string;
  readonly peaks: Buffer;
  readonly company_id: string;
  readonly received: Date;
}

@Injectable()
export class TreesRepository {
  /** The tenants' trees, nobody else's until the transaction ends; an empty one for a tenant who has none. */
  async lock(tx: EntityManager, tenantIds: readonly string[]): Promise<LockedTrees> {
    const sorted = [...new Set(tenantIds)].sort();
    if (sorted.length === 0) return { trees: new Map(), received: new Date(0).toISOString() };
    await tx.query(
      `INSERT INTO trees (tenant_id) SELECT * FROM unnest($1::text[]) AS t(tenant_id) ORDER BY tenant_id
       ON CONFLICT DO NOTHING`,
      [sorted],
    );
    const rows = await tx.query<TreeRow[]>(
      `SELECT tenant_id, size, peaks, company_id, greatest(clock_timestamp(), received_at) AS received
         FROM trees WHERE tenant_id = ANY($1::text[]) ORDER BY tenant_id FOR UPDATE`,
      [sorted],
    );
    const newest = Math.max(...rows.map(({ received }) => received.getTime()));
    return {
      trees: new Map(rows.map((row) => [row.tenant_id, treeIn(row)])),
      received: new Date(newest).toISOString(),
    };
  }

  /** The heads after a batch, and the hashes of the subtrees that it filled. */
  async save(
    tx: EntityManager,
    trees: readonly TenantTree[],
    received: string,
    filled: readonly (SubtreeHash & { readonly tenantId: string })[],
  ): Promise<void> {
    await tx.query(
      `UPDATE trees t SET size = n.size, peaks = n.peaks, company_id = n.company_id, received_at = $5
         FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::text[]) AS n(tenant_id, size, peaks, company_id)
        WHERE t.tenant_id = n.tenant_id`,
      [
        trees.map(({ tenantId }) => tenantId),
        trees.map(({ tree }) => tree.size),
        trees.map(({ tree }) => Buffer.concat(tree.peaks)),
        trees.map(({ companyId }) => companyId),
        received,
      ],
    );
    if (filled.length === 0) return;
    await tx.query(
      `INSERT INTO subtrees (tenant_id, level, index, hash)
       SELECT * FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bytea[])`,
      [
        filled.map(({ tenantId }) => tenantId),
        filled.map(({ level }) => level),
        filled.map(({ index }) => index),
        filled.map(({ hash }) => hash),
      ],
    );
  }
}

export const treeIn = (row: Pick<TreeRow, 'tenant_id' | 'size' | 'peaks' | 'company_id'>): TenantTree => ({
  tenantId: row.tenant_id,
  tree: GrowingTree.of(Number(row.size), peaksIn(row.peaks)),
  companyId: row.company_id,
});

/** The hashes that are kept in one run of bytes. */
export const peaksIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / HASH_BYTES }, (_, n) => bytes.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES));
