import { nodeHash, type Range, type Subtree, type SubtreeHash } from '@people-sync/transparency';

/** Hashes are kept of every 8th level: those between are made of 256 at most. C2SP tlog-tiles. */
export const TILE_HEIGHT = 8;

/** Kept hashes that stand side by side on one level. On level 0 they are the entries' own leaf hashes. */
export interface StoredRange extends Range {
  readonly level: number;
}

/** Of the subtrees that came to be full, those whose hash is kept beside the entries. */
export const storedOf = (completed: readonly SubtreeHash[]): SubtreeHash[] =>
  completed.filter(({ level }) => level > 0 && level % TILE_HEIGHT === 0);

/** The kept hashes that the hash of a full subtree is made of: one if it is kept itself, 128 at most. */
export function storedUnder({ level, index }: Subtree): StoredRange {
  const kept = level - (level % TILE_HEIGHT);
  const width = 2 ** (level - kept);
  return { level: kept, start: index * width, end: (index + 1) * width };
}

/** Looks kept hashes up. @returns undefined for one that is not there */
export type StoredHash = (subtree: Subtree) => Buffer | undefined;

/**
 * The hash of a full subtree.
 * @throws StoredHashMissingError if one that it is made of is not kept: the record is damaged there
 */
export function hashOf(stored: StoredHash, subtree: Subtree): Buffer {
  const { level, index } = subtree;
  if (level % TILE_HEIGHT === 0) {
    const found = stored(subtree);
    if (!found) throw new StoredHashMissingError(subtree);
    return found;
  }
  return nodeHash(
    hashOf(stored, { level: level - 1, index: 2 * index }),
    hashOf(stored, { level: level - 1, index: 2 * index + 1 }),
  );
}

/** A hash that has to be kept is not there. */
export class StoredHashMissingError extends Error {
  override readonly name = 'StoredHashMissingError';
  constructor({ level, index }: Subtree) {
    super(`the hash of subtree ${index} of level ${level} is missing`);
  }
}
