import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ArrivedRow, AttemptKey, Mark, Marked } from './arrivals';
import type { Arrived, Difference, SealedRow } from './rows-of-entry';

/** The sealed form of an employee's record, by its digest. */
export interface KeptRecord extends SealedRow {
  readonly tenantId: string;
}

/** A whole snapshot, and by what it differs from the one before it. */
export interface FoldedSnapshot extends AttemptKey {
  /** Of its entry. */
  readonly index: number;
  readonly count: number;
  readonly digest: string;
  readonly difference: Difference;
}

/** Staged rows that are gone. */
export interface DroppedRows extends AttemptKey {
  readonly count: number;
}

interface DroppedRow {
  readonly tenant_id: string;
  readonly number: number;
  readonly attempt: number;
  readonly count: number;
}

const droppedRows = ({ tenant_id: tenantId, number, attempt, count }: DroppedRow): DroppedRows => ({
  tenantId,
  number,
  attempt,
  count,
});

/** A snapshot is looked for by its digest. */
export interface TenantDigest {
  readonly tenantId: string;
  readonly digest: string;
}

export const recordKey = ({ tenantId, digest }: TenantDigest): string => `${tenantId} ${digest}`;

/**
 * Rows of snapshots: on their way, and as the ranges of entries in which they stand. A company is staged within one
 * transaction, and Postgres plans with what it counted before: every join to a table goes row by row through that table's
 * key (`LATERAL (… OFFSET 0)`), and the two sides of a difference are joined in full, which is never a nested loop.
 */
@Injectable()
export class SnapshotRowsRepository {
  /** What is recorded of these attempts. */
  async marks(tx: EntityManager, attempts: readonly AttemptKey[]): Promise<Marked[]> {
    if (attempts.length === 0) return [];
    const rows = await tx.query<{ tenant_id: string; number: number; attempt: number; mark: Mark; event_id: string }[]>(
      `SELECT m.* FROM unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, attempt)
        CROSS JOIN LATERAL (
          SELECT * FROM snapshot_marks m
           WHERE m.tenant_id = j.tenant_id AND m.number = j.number AND m.attempt = j.attempt OFFSET 0
        ) m`,
      columnsOf(attempts),
    );
    return rows.map(({ tenant_id: tenantId, number, attempt, mark, event_id: eventId }) => ({
      tenantId,
      number,
      attempt,
      mark,
      eventId,
    }));
  }

  async mark(tx: EntityManager, marks: readonly Marked[]): Promise<void> {
    if (marks.length === 0) return;
    await tx.query(
      `INSERT INTO snapshot_marks (tenant_id, number, attempt, mark, event_id)
       SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[])`,
      [...columnsOf(marks), marks.map(({ mark }) => mark), marks.map(({ eventId }) => eventId)],
    );
  }

  /** Those of these digests whose record is sealed already, by `recordKey`. */
  async sealed(tx: EntityManager, rows: readonly TenantDigest[]): Promise<Set<string>> {
    if (rows.length === 0) return new Set();
    const found = await tx.query<{ tenant_id: string; digest: string }[]>(
      `SELECT j.tenant_id, j.digest FROM unnest($1::text[], $2::text[]) AS j(tenant_id, digest)
        CROSS JOIN LATERAL (
          SELECT 1 FROM records r WHERE r.tenant_id = j.tenant_id AND r.digest = decode(j.digest, 'hex') OFFSET 0
        ) r`,
      [rows.map(({ tenantId }) => tenantId), rows.map(({ digest }) => digest)],
    );
    return new Set(found.map((row) => recordKey({ tenantId: row.tenant_id, digest: row.digest })));
  }

  /** @param records each once, none of them sealed before */
  async keep(tx: EntityManager, records: readonly KeptRecord[]): Promise<void> {
    if (records.length === 0) return;
    await tx.query(
      `INSERT INTO records (tenant_id, digest, parts)
       SELECT tenant_id, decode(digest, 'hex'), parts
         FROM unnest($1::text[], $2::text[], $3::bytea[]) AS n(tenant_id, digest, parts)`,
      [records.map(({ tenantId }) => tenantId), records.map(({ digest }) => digest), records.map(({ parts }) => parts)],
    );
  }

  /** Keeps rows until their attempt ends; one that is there already (same attempt and index) stays as it is. */
  async stage(tx: EntityManager, rows: readonly ArrivedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO staged_rows (tenant_id, number, attempt, idx, digest)
       SELECT tenant_id, number, attempt, idx, decode(digest, 'hex')
         FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[]) AS n(tenant_id, number, attempt, idx, digest)
       ON CONFLICT DO NOTHING`,
      [...columnsOf(rows), rows.map(({ index }) => index), rows.map(({ digest }) => digest)],
    );
  }

  /** What has come of each attempt, in the order given. */
  async arrived(tx: EntityManager, attempts: readonly AttemptKey[]): Promise<Arrived[]> {
    return tx.query<Arrived[]>(
      `SELECT s.count, encode(sha256(convert_to(s.lines, 'UTF8')), 'hex') AS digest
         FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS j(tenant_id, number, attempt, ord)
        CROSS JOIN LATERAL (
           SELECT count(*)::int AS count,
                  coalesce(string_agg(encode(r.digest, 'hex') || E'\\n', '' ORDER BY r.digest), '') AS lines
             FROM staged_rows r
            WHERE r.tenant_id = j.tenant_id AND r.number = j.number AND r.attempt = j.attempt
         ) s
        ORDER BY j.ord`,
      columnsOf(attempts),
    );
  }

  /**
   * By what these snapshots differ from the newest one that was recorded of their tenant, by tenant.
   * @param attempts one of each tenant at most, whole
   */
  async differences(tx: EntityManager, attempts: readonly AttemptKey[]): Promise<Map<string, Difference>> {
    const since = await tx.query<{ tenant_id: string; since: string | null }[]>(
      `SELECT tenant_id, (SELECT max(index) FROM snapshots s WHERE s.tenant_id = t.tenant_id) AS since
         FROM unnest($1::text[]) AS t(tenant_id)`,
      [attempts.map(({ tenantId }) => tenantId)],
    );
    const rows = await tx.query<{ tenant_id: string; digest: string; parts: Buffer | null }[]>(
      `WITH j AS MATERIALIZED (
         SELECT * FROM unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, attempt)
       ), arrived AS MATERIALIZED (
         SELECT DISTINCT s.tenant_id, s.digest, r.parts
           FROM j
          CROSS JOIN LATERAL (
            SELECT s.tenant_id, s.digest FROM staged_rows s
             WHERE s.tenant_id = j.tenant_id AND s.number = j.number AND s.attempt = j.attempt OFFSET 0
          ) s
          CROSS JOIN LATERAL (
            SELECT r.parts FROM records r WHERE r.tenant_id = s.tenant_id AND r.digest = s.digest OFFSET 0
          ) r
       ), standing AS MATERIALIZED (
         SELECT w.tenant_id, w.digest, w.parts
           FROM j
          CROSS JOIN LATERAL (
            SELECT w.tenant_id, w.digest, w.parts FROM snapshot_rows w
             WHERE w.tenant_id = j.tenant_id AND w.until_index IS NULL OFFSET 0
          ) w
       )
       SELECT coalesce(a.tenant_id, w.tenant_id) AS tenant_id, encode(coalesce(a.digest, w.digest), 'hex') AS digest,
              a.parts
         FROM arrived a
         FULL JOIN standing w ON w.tenant_id = a.tenant_id AND w.digest = a.digest AND w.parts = a.parts
        WHERE a.digest IS NULL OR w.digest IS NULL`,
      columnsOf(attempts),
    );
    const differences = new Map(
      since.map((row) => [
        row.tenant_id,
        { since: row.since === null ? null : Number(row.since), added: [] as SealedRow[], removed: [] as string[] },
      ]),
    );
    for (const { tenant_id: tenantId, digest, parts } of rows) {
      const difference = differences.get(tenantId);
      if (parts === null) difference?.removed.push(digest);
      else difference?.added.push({ digest, parts });
    }
    return differences;
  }

  /** Files whole snapshots: what went ends with their entry, what came begins with it. One of each tenant at most. */
  async file(tx: EntityManager, snapshots: readonly FoldedSnapshot[]): Promise<void> {
    const removed = snapshots.flatMap(({ tenantId, index, difference }) =>
      difference.removed.map((digest) => ({ tenantId, index, digest })),
    );
    if (removed.length > 0)
      await tx.query(
        `UPDATE snapshot_rows w SET until_index = n.index
           FROM unnest($1::text[], $2::bigint[], $3::text[]) AS n(tenant_id, index, digest)
          WHERE w.tenant_id = n.tenant_id AND w.digest = decode(n.digest, 'hex') AND w.until_index IS NULL`,
        [
          removed.map(({ tenantId }) => tenantId),
          removed.map(({ index }) => index),
          removed.map(({ digest }) => digest),
        ],
      );
    const added = snapshots.flatMap(({ tenantId, index, difference }) =>
      difference.added.map((row) => ({ tenantId, index, ...row })),
    );
    if (added.length > 0)
      await tx.query(
        `INSERT INTO snapshot_rows (tenant_id, digest, parts, from_index)
         SELECT tenant_id, decode(digest, 'hex'), parts, index
           FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[]) AS n(tenant_id, digest, parts, index)`,
        [
          added.map(({ tenantId }) => tenantId),
          added.map(({ digest }) => digest),
          added.map(({ parts }) => parts),
          added.map(({ index }) => index),
        ],
      );
    await tx.query(
      `INSERT INTO snapshots (tenant_id, number, attempt, index, count, digest)
       SELECT tenant_id, number, attempt, index, count, decode(digest, 'hex')
         FROM unnest($1::text[], $2::int[], $3::int[], $4::bigint[], $5::int[], $6::text[])
              AS n(tenant_id, number, attempt, index, count, digest)`,
      [
        ...columnsOf(snapshots),
        snapshots.map(({ index }) => index),
        snapshots.map(({ count }) => count),
        snapshots.map(({ digest }) => digest),
      ],
    );
  }

  /** The newest snapshot that had this digest, by `recordKey`. */
  async withDigest(tx: EntityManager, asked: readonly TenantDigest[]): Promise<Map<string, number>> {
    if (asked.length === 0) return new Map();
    const rows = await tx.query<{ tenant_id: string; digest: string; index: string }[]>(
      `SELECT j.tenant_id, j.digest, s.index FROM unnest($1::text[], $2::text[]) AS j(tenant_id, digest)
        CROSS JOIN LATERAL (
          SELECT index FROM snapshots s WHERE s.tenant_id = j.tenant_id AND s.digest = decode(j.digest, 'hex')
           ORDER BY index DESC LIMIT 1
        ) s`,
      [asked.map(({ tenantId }) => tenantId), asked.map(({ digest }) => digest)],
    );
    return new Map(rows.map((row) => [recordKey({ tenantId: row.tenant_id, digest: row.digest }), Number(row.index)]));
  }

  /**
   * Drops what was staged of attempts that have ended, and of those of the same sync before them.
   * @returns how many rows of each
   */
  async unstage(tx: EntityManager, attempts: readonly AttemptKey[]): Promise<DroppedRows[]> {
    if (attempts.length === 0) return [];
    const rows = await tx.query<DroppedRow[]>(
      `WITH gone AS (
         DELETE FROM staged_rows s USING unnest($1::text[], $2::int[], $3::int[]) AS j(tenant_id, number, attempt)
          WHERE s.tenant_id = j.tenant_id AND s.number = j.number AND s.attempt <= j.attempt
         RETURNING s.tenant_id, s.number, s.attempt
       )
       SELECT tenant_id, number, attempt, count(*)::int AS count FROM gone GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      columnsOf(attempts),
    );
    return rows.map(droppedRows);
  }

  /** Drops what was staged so many days ago, of attempts that never ended. @returns how many rows of each */
  async unstageOld(tx: EntityManager, days: number): Promise<DroppedRows[]> {
    const rows = await tx.query<DroppedRow[]>(
      `WITH gone AS (
         DELETE FROM staged_rows WHERE staged_at < clock_timestamp() - make_interval(days => $1)
         RETURNING tenant_id, number, attempt
       )
       SELECT tenant_id, number, attempt, count(*)::int AS count FROM gone GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [days],
    );
    return rows.map(droppedRows);
  }

  /** The rows of the snapshot of an entry, whichever that is, in order of their digests. */
  async rowsAt(manager: EntityManager, tenantId: string, index: number): Promise<SealedRow[]> {
    return manager.query<SealedRow[]>(
      `SELECT encode(digest, 'hex') AS digest, parts FROM snapshot_rows
        WHERE tenant_id = $1 AND from_index <= $2 AND (until_index IS NULL OR until_index > $2) ORDER BY digest`,
      [tenantId, index],
    );
  }
}

const columnsOf = (attempts: readonly AttemptKey[]): [string[], number[], number[]] => [
  attempts.map(({ tenantId }) => tenantId),
  attempts.map(({ number }) => number),
  attempts.map(({ attempt }) => attempt),
];
