import {
  consistencyPlan,
  GrowingTree,
  inclusionPlan,
  isConsistent,
  isIncluded,
  leafHash,
  neededFor,
  proofOf,
  type Subtree,
} from '@people-sync/transparency';
import { hashOf, StoredHashMissingError, storedOf, storedUnder } from './stored-hashes';

const SIZE = 1_000;
const leaves = Array.from({ length: SIZE }, (_, n) => leafHash(Buffer.from(`entry ${n}`)));

/** What is kept of a record that was written in batches of so many. */
function kept(batch: number) {
  const hashes = new Map<string, Buffer>();
  const heads = new Map<number, Buffer>();
  const place = ({ level, index }: Subtree) => `${level}/${index}`;
  let tree = GrowingTree.empty;
  for (let at = 0; at < SIZE; at += batch) {
    const grown = tree.with(leaves.slice(at, at + batch));
    for (const one of storedOf(grown.completed)) hashes.set(place(one), one.hash);
    tree = grown.tree;
    heads.set(tree.size, tree.root);
  }
  const stored = (one: Subtree) => (one.level === 0 ? leaves[one.index] : hashes.get(place(one)));
  return { hashes, heads, stored, tree };
}

const { hashes, heads, stored, tree } = kept(7);

describe('the hashes that are kept', () => {
  it('are, beside one for each entry, one for each 256', () => {
    expect(hashes.size).toBe(Math.floor(SIZE / 256));
  });

  it('are the same, however the entries came', () => {
    expect(kept(1).hashes).toEqual(hashes);
    expect(kept(SIZE).hashes).toEqual(hashes);
  });

  it('give the proof of every entry', () => {
    for (let index = 0; index < SIZE; index += 1) {
      const proof = proofOf(inclusionPlan(index, SIZE), (one) => hashOf(stored, one));
      expect(isIncluded({ leaf: leaves[index]!, index, size: SIZE, root: tree.root, proof })).toBe(true);
    }
  });

  it('give the proof that every head is how the newest one began', () => {
    for (const [from, fromRoot] of heads) {
      const proof = proofOf(consistencyPlan(from, SIZE), (one) => hashOf(stored, one));
      expect(isConsistent({ from, fromRoot, size: SIZE, root: tree.root, proof })).toBe(true);
    }
  });

  it('are few for a proof: what is read for it does not grow with the record', () => {
    for (let index = 0; index < SIZE; index += 1) {
      const ranges = neededFor(inclusionPlan(index, SIZE)).map(storedUnder);
      const read = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
      expect(read).toBeLessThan(2 * 256);
    }
  });

  it('say which one is missing, instead of a proof that is wrong', () => {
    const damaged = (one: Subtree) => (one.level === 8 && one.index === 1 ? undefined : stored(one));
    expect(() => proofOf(inclusionPlan(0, SIZE), (one) => hashOf(damaged, one))).toThrow(StoredHashMissingError);
    expect(() => hashOf(damaged, { level: 9, index: 0 })).toThrow('subtree 1 of level 8');
  });
});
