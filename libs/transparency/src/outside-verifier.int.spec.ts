import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describeReal, noteVerifier } from '@people-sync/testing';
import { signCheckpoint } from './notes/checkpoint';
import { noteSigner, vkeyOf } from './notes/note-keys';
import { writeProof } from './notes/proof-file';
import { GrowingTree } from './tree/growing-tree';
import { leafHash } from './tree/hashes';
import { consistencyPlan, inclusionPlan, proofOf } from './tree/proof-plans';
import type { Subtree } from './tree/subtrees';

const SIZE = 67;
const signer = noteSigner('peoplesync.example', createHash('sha256').update('a key for tests').digest());
const entries = Array.from({ length: SIZE }, (_, n) => Buffer.from(`entry ${n}`));
const base64 = (bytes: Buffer): string => bytes.toString('base64');

const { completed } = GrowingTree.empty.with(entries.map(leafHash));
const kept = new Map(completed.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
const hashOf = ({ level, index }: Subtree): Buffer => kept.get(`${level}/${index}`) ?? Buffer.of();
const headAt = (size: number): string =>
  signCheckpoint(
    {
      origin: 'peoplesync.example/northwind-tiles',
      size,
      root: GrowingTree.empty.with(entries.slice(0, size).map(leafHash)).tree.root,
    },
    [signer],
  );
const inclusion = (index: number, size: number) => ({
  proof: writeProof({ index, hashes: proofOf(inclusionPlan(index, size), hashOf), checkpoint: headAt(size) }),
});
const growth = (from: number, size: number) => ({
  earlier: headAt(from),
  checkpoint: headAt(size),
  hashes: proofOf(consistencyPlan(from, size), hashOf).map(base64),
});

describeReal('note-verifier')("the code of Go's checksum database", () => {
  /** What it says of each. */
  function saysOf(claims: readonly object[]): string[] {
    const input = JSON.stringify({ vkey: vkeyOf(signer), claims });
    const { stdout, stderr, status } = spawnSync(noteVerifier() ?? '', { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status !== 0) throw new Error(stderr);
    return stdout.trimEnd().split('\n');
  }
  const ok = (claims: readonly object[]) => claims.map(() => 'ok');
  const sizes = Array.from({ length: SIZE }, (_, n) => n + 1);

  it('takes the proof of every entry, in a record of every size', () => {
    const claims = sizes.flatMap((size) =>
      sizes.slice(0, size).map((one) => ({ ...inclusion(one - 1, size), entry: base64(entries[one - 1]!) })),
    );
    expect(saysOf(claims)).toEqual(ok(claims));
  });

  it('takes the proof that a record only grew, from every size to every other', () => {
    const claims = sizes.flatMap((size) => sizes.slice(0, size).map((from) => growth(from, size)));
    expect(saysOf(claims)).toEqual(ok(claims));
  });

  it('comes to the same head over all entries', () => {
    const claims = sizes.map((size) => ({ checkpoint: headAt(size), entries: entries.slice(0, size).map(base64) }));
    expect(saysOf(claims)).toEqual(ok(claims));
  });

  it('refuses another entry, entries that changed places, and a head that nobody signed', () => {
    const [first, second, ...rest] = entries.map(base64);
    const said = saysOf([
      { ...inclusion(3, SIZE), entry: base64(entries[4]!) },
      { checkpoint: headAt(SIZE), entries: [second, first, ...rest] },
      { ...growth(5, SIZE), earlier: headAt(6) },
      { checkpoint: headAt(SIZE).replace('northwind-tiles', 'other'), entries: [first, second, ...rest] },
    ]);
    expect(said).toHaveLength(4);
    expect(said).not.toContain('ok');
  });
});
