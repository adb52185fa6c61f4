import { timingSafeEqual } from 'node:crypto';
import { HASH_BYTES, nodeHash } from './hashes';

/** An entry, and the tree that it is said to be in. */
export interface InclusionClaim {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the entry is in the tree, at this place. Whatever is given, it answers. RFC 9162 §2.1.3.2. */
export function isIncluded({ leaf, index, size, root, proof }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let node = index;
  let last = size - 1;
  let hash: Buffer = Buffer.from(leaf);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && timingSafeEqual(hash, root);
}

/** Two heads of a tree, of which the first is said to be the earlier. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the second tree is the first one with entries appended: nothing that was in it was altered, taken out or moved.
 * Whatever is given, it answers; of a tree without entries nothing is shown. RFC 9162 §2.1.4.2.
 */
export function isConsistent({ from, fromRoot, size, root, proof }: ConsistencyClaim): boolean {
  if (!isCount(from) || !isCount(size) || from === 0 || from > size) return false;
  if (!areHashes([fromRoot, root, ...proof])) return false;
  if (from === size) return proof.length === 0 && timingSafeEqual(fromRoot, root);
  const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (!first) return false;
  let node = from - 1;
  let last = size - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let earlier: Buffer = Buffer.from(first);
  let later: Buffer = earlier;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      earlier = nodeHash(sibling, earlier);
      later = nodeHash(sibling, later);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else later = nodeHash(later, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && timingSafeEqual(earlier, fromRoot) && timingSafeEqual(later, root);
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const areHashes = (all: readonly Uint8Array[]): boolean => all.every(({ length }) => length === HASH_BYTES);
// Without the operators on bits: a tree may have more than 2^31 entries.
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);
const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value)) && 2 ** Math.log2(value) === value;
