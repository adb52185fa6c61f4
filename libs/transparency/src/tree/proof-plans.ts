import { joined, type Range, splitOf, type Subtree, subtreesOf } from './subtrees';

/** What a proof is made of: one hash for each range, in this order. */
export type ProofPlan = readonly Range[];

/**
 * Shows that an entry is in the tree. RFC 9162 §2.1.3.1.
 * @throws RangeError if the tree has no such entry
 */
export function inclusionPlan(index: number, size: number): ProofPlan {
  if (!isIndex(index, size)) throw new RangeError(`a tree of ${size} entries has none at ${index}`);
  const plan: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const split = start + splitOf(end - start);
    if (index < split) {
      plan.push({ start: split, end });
      end = split;
    } else {
      plan.push({ start, end: split });
      start = split;
    }
  }
  return plan.reverse();
}

/**
 * Shows that the tree of `from` entries is how the one of `size` entries began. RFC 9162 §2.1.4.1.
 * @throws RangeError unless 0 < from <= size
 */
export function consistencyPlan(from: number, size: number): ProofPlan {
  if (!isIndex(from - 1, size)) throw new RangeError(`a tree of ${size} entries never had ${from}`);
  const plan: Range[] = [];
  let start = 0;
  let end = size;
  while (end !== from) {
    const split = start + splitOf(end - start);
    if (from <= split) {
      plan.push({ start: split, end });
      end = split;
    } else {
      plan.push({ start, end: split });
      start = split;
    }
  }
  // Whoever checks has the earlier root: it is a part of the proof only where it is not the whole earlier tree.
  if (start > 0) plan.push({ start, end });
  return plan.reverse();
}

/** The full subtrees whose hashes a proof needs: to be read at once. */
export const neededFor = (plan: ProofPlan): Subtree[] => plan.flatMap(subtreesOf);

/** The proof itself. @param hashOf gives the hashes of what it needs */
export const proofOf = (plan: ProofPlan, hashOf: (subtree: Subtree) => Buffer): Buffer[] =>
  plan.map((range) => joined(subtreesOf(range).map(hashOf)));

const isIndex = (index: number, size: number): boolean =>
  Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
