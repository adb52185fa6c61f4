import { EMPTY_ROOT, nodeHash } from './hashes';
import { joined, type Subtree, subtreesOf } from './subtrees';

/** The hash of a full subtree: it never changes again. */
export interface SubtreeHash extends Subtree {
  readonly hash: Buffer;
}

/**
 * A tree that only grows: how many entries it has, and the hashes of the full subtrees that it is made of (at most 53).
 * No earlier entry is needed to append one.
 */
export class GrowingTree {
  private constructor(
    readonly size: number,
    /** Of the full subtrees, the largest first. */
    readonly peaks: readonly Buffer[],
  ) {}

  static readonly empty = new GrowingTree(0, []);

  /** A tree as it was kept. @throws if so many entries are not made of so many full subtrees */
  static of(size: number, peaks: readonly Buffer[]): GrowingTree {
    const expected = subtreesOf({ start: 0, end: size }).length;
    if (peaks.length !== expected)
      throw new Error(`a tree of ${size} entries has ${expected} full subtrees, not ${peaks.length}`);
    return new GrowingTree(size, peaks);
  }

  /** The head over all entries. */
  get root(): Buffer {
    return this.peaks.length === 0 ? EMPTY_ROOT : joined(this.peaks);
  }

  /**
   * The tree with these entries behind those that it has, and every full subtree that came to be: these, kept, are all
   * that proofs need.
   * @param leaves their leaf hashes, in order
   */
  with(leaves: readonly Buffer[]): { readonly tree: GrowingTree; readonly completed: readonly SubtreeHash[] } {
    const completed: SubtreeHash[] = [];
    const peaks = [...this.peaks];
    let size = this.size;
    for (const leaf of leaves) {
      let hash = leaf;
      let index = size;
      completed.push({ level: 0, index, hash });
      for (let level = 1; index % 2 === 1; level += 1) {
        const left = peaks.pop();
        if (!left) throw new Error('a tree lacks a full subtree');
        hash = nodeHash(left, hash);
        index = (index - 1) / 2;
        completed.push({ level, index, hash });
      }
      peaks.push(hash);
      size += 1;
    }
    return { tree: new GrowingTree(size, peaks), completed };
  }
}
