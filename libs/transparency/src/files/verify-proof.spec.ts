import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { signCheckpoint } from '../notes/checkpoint';
import { vkeyOf } from '../notes/note-keys';
import { writeProof } from '../notes/proof-file';
import { GrowingTree } from '../tree/growing-tree';
import { leafHash } from '../tree/hashes';
import { inclusionPlan, proofOf } from '../tree/proof-plans';
import { entryText, origin, signer } from './bundle.testkit';
import { verifyRecordFile } from './verify-file';

const SIZE = 21;
const leaves = Array.from({ length: SIZE }, (_, index) => leafHash(Buffer.from(entryText(index))));
const { tree, completed } = GrowingTree.empty.with(leaves);
const kept = new Map(completed.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
const checkpoint = signCheckpoint({ origin, size: SIZE, root: tree.root }, [signer]);

const fileOf = (index: number) => {
  const hashes = proofOf(inclusionPlan(index, SIZE), ({ level, index: at }) => kept.get(`${level}/${at}`)!);
  const proof = writeProof({ index, hashes, checkpoint });
  return { index, entry: entryText(index), proof, vkeys: [vkeyOf(signer)] };
};
const check = (file: object) => verifyRecordFile(Readable.from([Buffer.from(JSON.stringify(file))]));

describe('the proof of one entry as a file', () => {
  it('is taken for every entry', async () => {
    for (let index = 0; index < SIZE; index += 1) {
      const { exitCode, lines } = await check(fileOf(index));
      expect(exitCode).toBe(0);
      expect(lines[0]).toContain(`Entry ${index} of the record of northwind-tiles is as it was signed`);
    }
  });

  it('does not hold for another entry, another company, another place, another key', async () => {
    const file = fileOf(4);
    const other = `${signer.name}+00000000+${createHash('sha256').update('x').digest('base64')}`;
    for (const altered of [
      { ...file, entry: entryText(5) },
      { ...file, entry: entryText(4, 'other') },
      { ...file, index: 5 },
      { ...file, proof: fileOf(5).proof },
      { ...file, proof: '' },
      { ...file, vkeys: [] },
      { ...file, vkeys: [other] },
    ]) {
      const { exitCode, lines } = await check(altered);
      expect(exitCode).toBe(1);
      expect(lines[0]).toMatch(/^This does not hold: .*\.$/);
    }
  });

  it('does not hold with any byte of entry or proof altered', async () => {
    const file = fileOf(13);
    for (const name of ['entry', 'proof'] as const)
      for (let at = 0; at < file[name].length; at += 1) {
        const text =
          file[name].slice(0, at) + String.fromCharCode(file[name].charCodeAt(at) ^ 1) + file[name].slice(at + 1);
        expect([name, at, (await check({ ...file, [name]: text })).exitCode]).toEqual([name, at, 1]);
      }
  });
});
