import type { FeedKind } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Something that happened at a tenant. */
export interface Happening {
  readonly tenantId: string;
  readonly kind: FeedKind;
  /** Of people-changed the newest change number, of the others the sync's. */
  readonly number: number;
  readonly syncId: string | null;
}

/** It, as it stands in the feed. */
export interface FeedRow extends Happening {
  readonly position: number;
  readonly at: Date;
}

/** What the feed has after a position. */
export interface FeedRows {
  readonly entries: readonly FeedRow[];
  /** The newest position; 0 before the first. */
  readonly head: number;
  /** The oldest position that is kept; the next one to come if none is. */
  readonly oldest: number;
}

type Read = Omit<FeedRows, 'entries'> & { readonly [Field in keyof FeedRow]: FeedRow[Field] | null };

/** Entries that are taken out in one statement. */
const TRIMMED_AT_ONCE = 10_000;

/** What happened, over all tenants, by one counter. */
@Injectable()
export class FeedRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Puts these at the end, in their order; those of unknown tenants are none. Until the transaction ends everybody else who
   * appends waits: it comes behind every lock of a tenant, and before the event log.
   */
  async append(tx: EntityManager, happenings: readonly Happening[]): Promise<void> {
    if (happenings.length === 0) return;
    await tx.query(
      `WITH entries AS (
         SELECT e.*, row_number() OVER (ORDER BY e.place) AS nth
           FROM unnest($1::text[], $2::text[], $3::bigint[], $4::uuid[]) WITH ORDINALITY
                AS e(tenant_id, kind, number, sync_id, place)
           JOIN tenants USING (tenant_id)
       ), head AS (
         UPDATE feed_head SET position = position + (SELECT count(*) FROM entries),
                              at = greatest(date_trunc('milliseconds', clock_timestamp()), at)
          WHERE EXISTS (SELECT FROM entries) RETURNING position, at
       )
       INSERT INTO feed_entries (position, tenant_id, kind, number, sync_id, at)
       SELECT h.position - (SELECT count(*) FROM entries) + e.nth, e.tenant_id, e.kind, e.number, e.sync_id, h.at
         FROM entries e CROSS JOIN head h`,
      [
        happenings.map(({ tenantId }) => tenantId),
        happenings.map(({ kind }) => kind),
        happenings.map(({ number }) => number),
        happenings.map(({ syncId }) => syncId),
      ],
    );
  }

  /** The first `limit` after a position, with head and oldest of the same moment. */
  async after(position: number, limit: number): Promise<FeedRows> {
    const rows = await this.dataSource.query<Read[]>(
      `SELECT h.position::float8 AS head,
              coalesce((SELECT min(position) FROM feed_entries), h.position + 1)::float8 AS oldest,
              e.position::float8, e.tenant_id AS "tenantId", e.kind, e.number::float8, e.sync_id AS "syncId", e.at
         FROM feed_head h
         LEFT JOIN LATERAL (
           SELECT * FROM feed_entries WHERE position > $1 ORDER BY position LIMIT $2
         ) e ON true
        ORDER BY e.position`,
      [position, limit],
    );
    const [{ head, oldest } = { head: 0, oldest: 1 }] = rows;
    return { entries: rows.flatMap((row) => (isEntry(row) ? [entryOf(row)] : [])), head, oldest };
  }

  /** The entry of a position, if it is kept. */
  async at(position: number): Promise<FeedRow | undefined> {
    const [row] = await this.dataSource.query<FeedRow[]>(
      `SELECT position::float8, tenant_id AS "tenantId", kind, number::float8, sync_id AS "syncId", at
         FROM feed_entries WHERE position = $1`,
      [position],
    );
    return row;
  }

  /** Takes out, oldest first, what was put there longer ago; true if there may be more of it. */
  async trim(days: number): Promise<boolean> {
    const [, gone] = await this.dataSource.query<[unknown[], number]>(
      `WITH oldest AS (SELECT position, at FROM feed_entries ORDER BY position LIMIT ${TRIMMED_AT_ONCE})
       DELETE FROM feed_entries WHERE position IN (SELECT position FROM oldest WHERE at < now() - make_interval(days => $1))`,
      [days],
    );
    return gone === TRIMMED_AT_ONCE;
  }
}

const isEntry = (row: Read): row is Read & FeedRow => row.position !== null;

const entryOf = ({ position, tenantId, kind, number, syncId, at }: FeedRow): FeedRow => ({
  ...{ position, tenantId, kind, number, syncId, at },
});
