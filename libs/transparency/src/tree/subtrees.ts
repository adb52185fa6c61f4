import { nodeHash } from './hashes';

/** A full subtree: 2^level entries, the first of them `index` · 2^level. Level 0 are the leaves. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Entries of a tree from `start` to before `end` that have one hash: every split of RFC 9162 gives such ranges. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The largest power of two below n, for n > 1: where a tree of n entries is split. */
export function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

/**
 * The full subtrees that a range is made of, the largest first: the binary digits of its length. At most 53.
 * @param range begins at a multiple of the largest of them, as every range of a split does
 */
export function subtreesOf({ start, end }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at) {
      width *= 2;
      level += 1;
    }
    subtrees.push({ level, index: at / width });
    at += width;
  }
  return subtrees;
}

/** The hash over subtrees that stand side by side, the largest first. @param hashes at least one */
export const joined = (hashes: readonly Buffer[]): Buffer => hashes.reduceRight((right, left) => nodeHash(left, right));
