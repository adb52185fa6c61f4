import { Injectable } from '@nestjs/common';
import { leafHash, type SubtreeHash } from '@people-sync/transparency';
import type { EntityManager } from 'typeorm';
import type { Content } from '../sealing/content';
import { storedOf } from '../tree/stored-hashes';
import { type Draft, entryOf } from './draft';
import { EntriesRepository, type StoredEntry } from './entries.repository';
import { entryBytes, type SnapshotRows } from './entry';
import { mentionsIn } from './mentions';
import { type LockedTrees, type TenantTree, TreesRepository } from './trees.repository';

/** A draft at its place in its tenant's record. */
export interface Placed {
  readonly draft: Draft;
  readonly index: number;
  readonly rows: SnapshotRows | undefined;
}

/** What is appended in one transaction. */
export interface Appended {
  readonly locked: LockedTrees;
  /** The company behind each tenant from now on. */
  readonly companies: ReadonlyMap<string, string>;
  /** In order; each tenant's follow one another from the size of its tree on. */
  readonly placed: readonly Placed[];
  readonly hashOf: (content: Content) => Buffer;
}

/** Puts entries behind those that there are, and moves the heads with them: one is never there without the other. */
@Injectable()
export class Appending {
  constructor(
    private readonly trees: TreesRepository,
    private readonly entries: EntriesRepository,
  ) {}

  async append(tx: EntityManager, { locked, companies, placed, hashOf }: Appended): Promise<void> {
    const { trees, received } = locked;
    const stored = placed.map(({ draft, index, rows }): StoredEntry => {
      const entry = entryOf(draft, { index, received, rows }, hashOf);
      const bytes = entryBytes(entry);
      return { entry, bytes, leafHash: leafHash(bytes), mentions: mentionsIn(draft) };
    });
    await this.entries.append(tx, stored);
    const leaves = leavesOf(stored);
    const grown: TenantTree[] = [];
    const filled: (SubtreeHash & { readonly tenantId: string })[] = [];
    for (const { tenantId, tree, companyId: before } of trees.values()) {
      const own = leaves.get(tenantId) ?? [];
      const companyId = companies.get(tenantId) ?? before;
      if (own.length === 0 && companyId === before) continue;
      const after = tree.with(own);
      grown.push({ tenantId, tree: after.tree, companyId });
      for (const one of storedOf(after.completed)) filled.push({ ...one, tenantId });
    }
    if (grown.length > 0) await this.trees.save(tx, grown, received, filled);
  }
}

/** Each tenant's leaf hashes, in order. */
function leavesOf(stored: readonly StoredEntry[]): Map<string, Buffer[]> {
  const leaves = new Map<string, Buffer[]>();
  for (const { entry, leafHash: leaf } of stored) {
    const own = leaves.get(entry.tenant);
    if (own) own.push(leaf);
    else leaves.set(entry.tenant, [leaf]);
  }
  return leaves;
}
