import { hash } from 'node:crypto';
import { SnapshotCompleted } from '@people-sync/contracts';
import { GrowingTree, leafHash } from '@people-sync/transparency';
import { type AddedRow, type Entry, entryBytes } from '../record/entry';
import { EntryError, readEntry } from '../record/read-entry';
import { rowsAfter } from '../snapshots/rows-of-entry';

/** A head that the record is held against: signed, checked and kept by somebody. */
export interface ExpectedHead {
  readonly size: number;
  readonly root: Buffer;
}

/** What an examination found. */
export interface Examination {
  readonly entries: number;
  /** Snapshots that were rebuilt, and met their count and digest. */
  readonly snapshots: number;
  /** The first thing that is wrong, and the entry that it is seen at; undefined if all is well. */
  readonly fault: Fault | undefined;
}

export interface Fault {
  readonly index: number;
  /** A sentence; it names no value. */
  readonly said: string;
}

/**
 * Goes through a tenant's record from its first entry, entry by entry, and stops at the first thing that is wrong: each is
 * what it says it is, stands where it says, is no older than the one before, follows it in its stream, and its snapshot meets
 * count and digest. Against heads: at each of their sizes the tree is theirs.
 * @param heads in order of their sizes. Without one nothing shows that no entry was replaced by another good one
 */
export function examine(tenantId: string, entries: Iterable<Uint8Array>, heads: readonly ExpectedHead[]): Examination {
  const examiner = new Examiner(tenantId, heads);
  for (const bytes of entries) {
    const said = examiner.take(bytes);
    if (said !== undefined) return examiner.ended({ index: examiner.index, said });
  }
  const missing = examiner.missing();
  return examiner.ended(missing === undefined ? undefined : { index: examiner.index, said: missing });
}

class Examiner {
  private tree = GrowingTree.empty;
  private snapshots = 0;
  private received = '';
  private rows: ReadonlyMap<string, AddedRow> = new Map();
  /** Of the newest entry that has a whole snapshot. */
  private newestWhole: number | null = null;
  private readonly wholes = new Set<number>();
  private readonly places = new Map<string, { epoch: number; position: number }>();
  private readonly heads: ExpectedHead[];

  constructor(
    private readonly tenantId: string,
    heads: readonly ExpectedHead[],
  ) {
    this.heads = heads.filter(({ size }) => size > 0);
  }

  /** Of the entry that comes next. */
  get index(): number {
    return this.tree.size;
  }

  ended(fault: Fault | undefined): Examination {
    return { entries: this.tree.size, snapshots: this.snapshots, fault };
  }

  /** What is wrong with the next entry; undefined if nothing is. */
  take(bytes: Uint8Array): string | undefined {
    let entry: Entry;
    try {
      entry = readEntry(bytes);
    } catch (error) {
      if (error instanceof EntryError) return 'This is no entry of a record.';
      throw error;
    }
    const said = this.wrongIn(entry, bytes) ?? this.wrongRows(entry);
    if (said !== undefined) return said;
    const { tree } = this.tree.with([leafHash(bytes)]);
    for (let [head] = this.heads; head?.size === tree.size; [head] = this.heads) {
      this.heads.shift();
      if (!head.root.equals(tree.root)) return 'The entries up to this one are not those that were signed.';
    }
    this.received = entry.received;
    this.tree = tree;
    return undefined;
  }

  /** What is missing at the end. */
  missing(): string | undefined {
    const last = this.heads.at(-1);
    return last && `The record ends here, and ${last.size - this.tree.size} entries more were signed.`;
  }

  private wrongIn(entry: Entry, bytes: Uint8Array): string | undefined {
    if (!isCanonical(entry, bytes)) return 'The entry is not written in its one form.';
    if (entry.tenant !== this.tenantId) return 'The entry is of another company.';
    if (entry.index !== this.tree.size) return `The entry says that it is number ${entry.index}.`;
    if (entry.received < this.received) return 'The entry was received before the one before it.';
    const { topic, epoch, position } = entry.place;
    if (epoch === null || position === null) return undefined;
    const before = this.places.get(topic);
    if (before && (epoch < before.epoch || (epoch === before.epoch && position <= before.position)))
      return 'The event stood before one that was received before it.';
    this.places.set(topic, { epoch, position });
    return undefined;
  }

  private wrongRows({ index, type, data, rows }: Entry): string | undefined {
    if (!rows) return type === SnapshotCompleted.type ? 'The snapshot has no rows.' : undefined;
    if (rows.kind === 'broken') return undefined;
    if (rows.kind === 'same')
      return rows.as === null || this.wholes.has(rows.as)
        ? undefined
        : 'The snapshot is equal to none that was recorded.';
    if (rows.since !== this.newestWhole) return 'The snapshot does not follow the one before it.';
    let after: ReadonlyMap<string, AddedRow>;
    try {
      after = rowsAfter(this.rows, rows);
    } catch {
      return 'The snapshot takes out or brings rows that it cannot.';
    }
    if (!SnapshotCompleted.validate(data)) return 'The snapshot does not say what it has.';
    if (data.count !== after.size || data.digest !== digestOf(after.keys()))
      return 'The rows of the snapshot are not those that it says it has.';
    this.rows = after;
    this.newestWhole = index;
    this.wholes.add(index);
    this.snapshots += 1;
    return undefined;
  }
}

/** Whether these are the entry's bytes. What has no such form at all, as a number beyond all bounds, is refused by throwing. */
function isCanonical(entry: Entry, bytes: Uint8Array): boolean {
  try {
    return entryBytes(entry).equals(bytes);
  } catch {
    return false;
  }
}

/** The digest of a snapshot, by those of its rows (libs/reconciliation, snapshot-digest.ts). */
const digestOf = (digests: Iterable<string>): string =>
  hash(
    'sha256',
    [...digests]
      .sort()
      .map((one) => `${one}\n`)
      .join(''),
    'hex',
  );
