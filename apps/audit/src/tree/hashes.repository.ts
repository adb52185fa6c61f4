import { Injectable } from '@nestjs/common';
import { neededFor, proofOf, type ProofPlan, type Subtree } from '@people-sync/transparency';
import type { EntityManager } from 'typeorm';
import { hashOf, type StoredRange, storedUnder } from './stored-hashes';

/** A proof that is asked for. */
export interface ProofAsked {
  readonly tenantId: string;
  readonly plan: ProofPlan;
}

interface HashRow {
  readonly n: number;
  readonly level: number;
  readonly index: string;
  readonly hash: Buffer;
}

/** The kept hashes of trees. */
@Injectable()
export class HashesRepository {
  /**
   * Proofs, in the order asked, by two statements for any number of them: what is read for each does not grow with its
   * record.
   * @throws StoredHashMissingError if a hash that a proof needs is not there
   */
  async proofs(manager: EntityManager, asked: readonly ProofAsked[]): Promise<Buffer[][]> {
    const wanted = asked.flatMap(({ tenantId, plan }, n) =>
      neededFor(plan)
        .map(storedUnder)
        .map((range) => ({ ...range, tenantId, n })),
    );
    const leaves = await this.leaves(
      manager,
      wanted.filter(({ level }) => level === 0),
    );
    const subtrees = await this.subtrees(
      manager,
      wanted.filter(({ level }) => level > 0),
    );
    const found = new Map([...leaves, ...subtrees].map((row) => [placeOf(row.n, row), row.hash]));
    return asked.map(({ plan }, n) => proofOf(plan, (subtree) => hashOf((one) => found.get(placeOf(n, one)), subtree)));
  }

  private async leaves(manager: EntityManager, wanted: readonly Wanted[]): Promise<HashRow[]> {
    if (wanted.length === 0) return [];
    return manager.query<HashRow[]>(
      `SELECT j.n, 0 AS level, e.index, e.leaf_hash AS hash
         FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS j(tenant_id, n, start, stop)
        CROSS JOIN LATERAL (
          SELECT index, leaf_hash FROM entries e
           WHERE e.tenant_id = j.tenant_id AND e.index >= j.start AND e.index < j.stop OFFSET 0
        ) e`,
      columnsOf(wanted),
    );
  }

  private async subtrees(manager: EntityManager, wanted: readonly Wanted[]): Promise<HashRow[]> {
    if (wanted.length === 0) return [];
    return manager.query<HashRow[]>(
      `SELECT j.n, s.level, s.index, s.hash
         FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::int[]) AS j(tenant_id, n, start, stop, level)
        CROSS JOIN LATERAL (
          SELECT level, index, hash FROM subtrees s
           WHERE s.tenant_id = j.tenant_id AND s.level = j.level AND s.index >= j.start AND s.index < j.stop OFFSET 0
        ) s`,
      [...columnsOf(wanted), wanted.map(({ level }) => level)],
    );
  }
}

interface Wanted extends StoredRange {
  readonly tenantId: string;
  readonly n: number;
}

const columnsOf = (wanted: readonly Wanted[]): [string[], number[], number[], number[]] => [
  wanted.map(({ tenantId }) => tenantId),
  wanted.map(({ n }) => n),
  wanted.map(({ start }) => start),
  wanted.map(({ end }) => end),
];

const placeOf = (n: number, { level, index }: Subtree | { readonly level: number; readonly index: string }): string =>
  `${n}/${level}/${index}`;
