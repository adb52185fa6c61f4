import { HASH_BYTES } from '@people-sync/transparency';
import type { AddedRow, SnapshotRows } from '../record/entry';

/** A row as a snapshot has it: the digest of the employee (hex), and the hashes (32 bytes each) of what is sealed of it. */
export interface SealedRow {
  readonly digest: string;
  readonly parts: Buffer;
}

/** How a whole snapshot differs from the one that was recorded before it. */
export interface Difference {
  /** The entry of that one; null if there is none. */
  readonly since: number | null;
  readonly added: readonly SealedRow[];
  readonly removed: readonly string[];
}

/** What has come of an attempt. */
export interface Arrived {
  readonly count: number;
  /** As `snapshotDigest` of the rows' digests. */
  readonly digest: string;
}

/** What an attempt says that it has. */
export type Announced = Arrived;

/** Whether what came is what was announced, row by row. */
export const isWhole = (arrived: Arrived, announced: Announced): boolean =>
  arrived.count === announced.count && arrived.digest === announced.digest;

/** A difference as it stands in the entry: in an order that is the rows' own, so that it has one form. */
export const rowsOfEntry = ({ since, added, removed }: Difference): SnapshotRows => ({
  kind: 'whole',
  since,
  added: added.map(addedRow).sort(byDigest),
  removed: [...removed].sort(),
});

const byDigest = ([a]: AddedRow, [b]: AddedRow): number => (a < b ? -1 : a > b ? 1 : 0);

const addedRow = ({ digest, parts }: SealedRow): AddedRow => [digest, ...hashesIn(parts)];

/** The hashes that stand in one run of bytes, as they stand in an entry. */
export function hashesIn(parts: Buffer): string[] {
  if (parts.length % HASH_BYTES !== 0) throw new Error('the hashes of a row are not whole');
  return Array.from({ length: parts.length / HASH_BYTES }, (_, n) =>
    parts.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES).toString('base64url'),
  );
}

/**
 * The rows of the snapshot that an entry is of, from those of the one before it.
 * @throws if the entry takes out a row that was not there, or brings one that was
 */
export function rowsAfter(before: ReadonlyMap<string, AddedRow>, rows: SnapshotRows): Map<string, AddedRow> {
  const after = new Map(before);
  if (rows.kind !== 'whole') return after;
  for (const digest of rows.removed)
    if (!after.delete(digest)) throw new Error(`the snapshot takes out ${digest}, which was not there`);
  for (const row of rows.added) {
    if (after.has(row[0])) throw new Error(`the snapshot brings ${row[0]}, which was there`);
    after.set(row[0], row);
  }
  return after;
}
