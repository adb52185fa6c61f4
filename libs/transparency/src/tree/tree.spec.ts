import { propertyRuns } from '@people-sync/testing/property-runs';
import * as fc from 'fast-check';
import { GrowingTree } from './growing-tree';
import { EMPTY_ROOT, leafHash } from './hashes';
import { headOf, pathOf, subproofOf } from './merkle-tree.testkit';
import { consistencyPlan, inclusionPlan, neededFor, proofOf } from './proof-plans';
import type { Subtree } from './subtrees';
import { isConsistent, isIncluded } from './verify-proofs';

/** The inputs and roots that Certificate Transparency's own implementations are tested with. */
const known = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
] as const;

const anEntry = fc.uint8Array({ maxLength: 4 });
const entries = fc.array(anEntry, { minLength: 1, maxLength: 70 });

/** A tree that was kept between any two appends, with every hash that was kept. */
function grown(all: readonly Uint8Array[], cuts: readonly number[] = []) {
  const kept = new Map<string, Buffer>();
  const name = ({ level, index }: Subtree) => `${level}/${index}`;
  let tree = GrowingTree.empty;
  const bounds = [0, ...[...cuts].sort((a, b) => a - b).filter((cut) => cut < all.length), all.length];
  for (let n = 1; n < bounds.length; n += 1) {
    const leaves = all.slice(bounds[n - 1], bounds[n]).map(leafHash);
    const next = GrowingTree.of(tree.size, tree.peaks).with(leaves);
    for (const one of next.completed) {
      expect(kept.has(name(one))).toBe(false);
      kept.set(name(one), one.hash);
    }
    tree = next.tree;
  }
  const hashOf = (subtree: Subtree): Buffer => {
    const hash = kept.get(name(subtree));
    if (!hash) throw new Error(`${name(subtree)} was not kept`);
    return hash;
  };
  return { tree, hashOf, kept };
}

describe('a tree over a record', () => {
  it('has the heads that Certificate Transparency publishes for its test inputs', () => {
    expect(GrowingTree.empty.root).toEqual(EMPTY_ROOT);
    let tree = GrowingTree.empty;
    for (const [input, root] of known) {
      ({ tree } = tree.with([leafHash(Buffer.from(input, 'hex'))]));
      expect(tree.root.toString('hex')).toBe(root);
    }
  });

  it('has the head that RFC 9162 defines, however its entries came in batches', () => {
    fc.assert(
      fc.property(entries, fc.array(fc.nat(70), { maxLength: 5 }), (all, cuts) => {
        const { tree } = grown(all, cuts);
        expect([tree.size, tree.root]).toEqual([all.length, headOf(all)]);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('keeps less than two hashes for each entry', () => {
    const { kept } = grown(Array.from({ length: 1_000 }, (_, n) => Buffer.from(String(n))));
    expect(kept.size).toBeLessThan(2_000);
  });

  it('is not taken up with other full subtrees than so many entries have', () => {
    expect(() => GrowingTree.of(3, [EMPTY_ROOT])).toThrow('a tree of 3 entries has 2 full subtrees, not 1');
  });

  it('shows of every entry that it is in it, by the path that RFC 9162 defines', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, at) => {
        const index = at % all.length;
        const { tree, hashOf } = grown(all);
        const proof = proofOf(inclusionPlan(index, all.length), hashOf);
        expect(proof).toEqual(pathOf(index, all));
        const leaf = leafHash(all[index] ?? Buffer.of());
        expect(isIncluded({ leaf, index, size: tree.size, root: tree.root, proof })).toBe(true);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('shows of every earlier head that it only grew since, by the proof that RFC 9162 defines', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, at) => {
        const from = 1 + (at % all.length);
        const { tree, hashOf } = grown(all);
        const proof = proofOf(consistencyPlan(from, all.length), hashOf);
        expect(proof).toEqual(subproofOf(from, all));
        const claim = { from, fromRoot: headOf(all.slice(0, from)), size: tree.size, root: tree.root, proof };
        expect(isConsistent(claim)).toBe(true);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('needs a few hashes for a proof in a record of 2^40 entries', () => {
    const size = 2 ** 40 - 3;
    expect(neededFor(inclusionPlan(size - 2, size)).length).toBeLessThan(80);
    expect(neededFor(consistencyPlan(2 ** 31 + 5, size)).length).toBeLessThan(80);
  });

  it('has no proof for an entry that it does not have', () => {
    for (const index of [-1, 3, 1.5, Number.NaN]) expect(() => inclusionPlan(index, 3)).toThrow(RangeError);
    for (const from of [0, 4]) expect(() => consistencyPlan(from, 3)).toThrow(RangeError);
  });
});

/** Another byte, another length, another order: what a forger can do to a list of hashes. */
const forgedHashes = (proof: readonly Buffer[]) =>
  fc.oneof(
    fc.tuple(fc.nat(Math.max(0, proof.length - 1)), fc.nat(31), fc.integer({ min: 1, max: 255 })).map(([n, at, flip]) =>
      proof.map((hash, one) => {
        const copy = Buffer.from(hash);
        if (one === n) copy[at] = (copy[at] ?? 0) ^ flip;
        return copy;
      }),
    ),
    fc.constant(proof.slice(1)),
    fc.constant(proof.slice(0, -1)),
    fc.constant([...proof, leafHash(Buffer.of())]),
    fc.constant([...proof].reverse()),
  );

const isSame = (one: readonly Buffer[], other: readonly Buffer[]) =>
  one.length === other.length && one.every((hash, n) => hash.equals(other[n] ?? Buffer.of()));

describe('a proof', () => {
  const all = Array.from({ length: 40 }, (_, n) => Buffer.from(`entry ${n}`));
  const { hashOf } = grown(all);

  it('that an entry is there is refused if anything of it is another', () => {
    const claims = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.nat())
      .map(([size, at]) => ({ size, index: at % size, root: headOf(all.slice(0, size)) }))
      .chain((claim) => {
        const proof = proofOf(inclusionPlan(claim.index, claim.size), hashOf);
        return fc.record({ claim: fc.constant({ ...claim, proof }), forged: forgedHashes(proof), by: fc.nat(39) });
      });
    fc.assert(
      fc.property(claims, ({ claim, forged, by }) => {
        const leaf = leafHash(all[claim.index] ?? Buffer.of());
        expect(isIncluded({ ...claim, leaf })).toBe(true);
        if (!isSame(forged, claim.proof)) expect(isIncluded({ ...claim, leaf, proof: forged })).toBe(false);
        if (by !== claim.index) {
          expect(isIncluded({ ...claim, leaf: leafHash(all[by] ?? Buffer.of()) })).toBe(false);
          expect(isIncluded({ ...claim, leaf, index: by })).toBe(false);
        }
        expect(isIncluded({ ...claim, leaf, root: headOf(all.slice(1)) })).toBe(false);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('that a record only grew is refused if anything of it is another', () => {
    const claims = fc
      .tuple(fc.integer({ min: 2, max: 40 }), fc.nat())
      .map(([size, at]) => ({ size, from: 1 + (at % (size - 1)) }))
      .chain(({ size, from }) => {
        const proof = proofOf(consistencyPlan(from, size), hashOf);
        const roots = { fromRoot: headOf(all.slice(0, from)), root: headOf(all.slice(0, size)) };
        return fc.record({ claim: fc.constant({ size, from, ...roots, proof }), forged: forgedHashes(proof) });
      });
    fc.assert(
      fc.property(claims, ({ claim, forged }) => {
        expect(isConsistent(claim)).toBe(true);
        if (!isSame(forged, claim.proof)) expect(isConsistent({ ...claim, proof: forged })).toBe(false);
        const altered = [Buffer.from('altered'), ...all.slice(1)];
        expect(isConsistent({ ...claim, root: headOf(altered.slice(0, claim.size)) })).toBe(false);
        expect(isConsistent({ ...claim, fromRoot: headOf(altered.slice(0, claim.from)) })).toBe(false);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it.each([
    ['no number', { index: Number.NaN }],
    ['a number beyond the tree', { index: 4 }],
    ['less than nothing', { index: -1 }],
    ['a size that is no number', { size: Number.POSITIVE_INFINITY }],
    ['a hash of another length', { proof: [Buffer.of(1, 2, 3)] }],
    ['a root of another length', { root: Buffer.of() }],
  ])('with %s is answered with no', (_, odd) => {
    const claim = { leaf: leafHash(Buffer.of()), index: 0, size: 3, root: EMPTY_ROOT, proof: [] };
    expect(isIncluded({ ...claim, ...odd })).toBe(false);
    const { index: from, ...rest } = { ...claim, ...odd };
    expect(isConsistent({ ...rest, from, fromRoot: EMPTY_ROOT })).toBe(false);
  });
});
