import { createHash } from 'node:crypto';
import { GrowingTree } from '../tree/growing-tree';
import { leafHash } from '../tree/hashes';
import { inclusionPlan, proofOf } from '../tree/proof-plans';
import { openCheckpoint, signCheckpoint } from './checkpoint';
import { noteSigner, readVkey, vkeyOf } from './note-keys';
import { checkProof, readProof, writeProof } from './proof-file';
import { NoteError, openNote, signNote } from './signed-note';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Another letter that stands for the same bits, where it is the last one. */
const next = (letter: string): string => BASE64[BASE64.indexOf(letter) + 1] ?? '';
const seed = (word: string): Buffer => createHash('sha256').update(word).digest();
const signer = noteSigner('peoplesync.example', seed('ours'));
const other = noteSigner('witness.example', seed('theirs'));
const ORIGIN = 'peoplesync.example/northwind-tiles';

describe('a signed note', () => {
  it("is Go's own example, and is opened with Go's own key", () => {
    // golang.org/x/mod/sumdb/note, Example: a key that is published to be tried.
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const text =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
    expect(openNote(note, [readVkey(vkey)])).toBe(text);
  });

  it('names its key by the id that the standard gives it, and says it as a vkey', () => {
    const read = readVkey(vkeyOf(signer));
    expect([read.name, read.keyId, vkeyOf(read)]).toEqual([signer.name, signer.keyId, vkeyOf(signer)]);
  });

  it.each([
    ['nothing', ''],
    ['another id', vkeyOf(signer).replace(signer.keyId, '00000000')],
    ['another kind of key', `x+${signer.keyId}+${Buffer.concat([Buffer.of(4), Buffer.alloc(32)]).toString('base64')}`],
    ['a key that is too short', `x+${signer.keyId}+AQID`],
    ['another name', vkeyOf(signer).replace('peoplesync', 'peoplesynk')],
  ])('is not checked with a vkey that has %s', (_, vkey) => {
    expect(() => readVkey(vkey)).toThrow(/vkey/);
  });

  it('is opened whoever else signed it too', () => {
    const note = signNote('a line\n', [other, signer]);
    expect(openNote(note, [signer])).toBe('a line\n');
    expect(openNote(note, [other])).toBe('a line\n');
  });

  it.each([
    ['another text', (note: string) => note.replace('a line', 'a lime'), /not good/],
    [
      'another signature',
      (note: string) => note.replace(/ ([A-Za-z0-9+/]{12})[A-Za-z0-9+/]/, ' $1_').replace('_', 'x'),
      /not good|nobody/,
    ],
    [
      'the same signature by another text',
      (note: string) => note.replace(/(.)(=*\n)$/, (_, last: string, end: string) => next(last) + end),
      /cannot be read/,
    ],
    ['a signature of somebody else', () => signNote('a line\n', [other]), /nobody who is known/],
    ['no signature', () => 'a line\n\n', /not a signed note|cannot be read/],
    ['a line of signature that is none', (note: string) => note.replace('— ', '- '), /cannot be read/],
    ['a missing line break', (note: string) => note.slice(0, -1), /not a signed note/],
    ['a control character', () => 'a\u0000line\n\n— x AQID\n', /not a signed note/],
    ['a hundred thousand letters', () => `${'a'.repeat(100_000)}\n\n— x AQID\n`, /not a signed note/],
  ])('with %s is not believed', (_, forge, why) => {
    const forged = forge(signNote('a line\n', [signer]));
    expect(() => openNote(forged, [signer])).toThrow(NoteError);
    expect(() => openNote(forged, [signer])).toThrow(why);
  });

  it.each(['', 'no line break', 'an empty line\n\n', '\n', 'tab\there\n'])('is not made of %j', (text) => {
    expect(() => signNote(text, [signer])).toThrow('ends with one line break');
  });

  it('is not signed with a key of another length, or as a name with blanks', () => {
    expect(() => noteSigner('x', Buffer.alloc(31))).toThrow('32 bytes, not 31');
    expect(() => noteSigner('peoplesync example', seed('x'))).toThrow('neither blanks nor +');
  });
});

const entries = ['hired', 'moved', 'left'].map((text) => Buffer.from(text));
const { tree, completed } = GrowingTree.empty.with(entries.map(leafHash));
const head = { origin: ORIGIN, size: tree.size, root: tree.root };

describe('a checkpoint', () => {
  it('has three lines: the record, its size, its root', () => {
    const note = signCheckpoint(head, [signer]);
    expect(note.split('\n').slice(0, 4)).toEqual([ORIGIN, '3', tree.root.toString('base64'), '']);
    expect(openCheckpoint(note, [signer], ORIGIN)).toEqual(head);
  });

  it.each([
    ['of another company', signCheckpoint({ ...head, origin: 'peoplesync.example/other' }, [signer]), /another record/],
    [
      'of a size with a zero before it',
      signNote(`${ORIGIN}\n03\n${tree.root.toString('base64')}\n`, [signer]),
      /not a checkpoint/,
    ],
    [
      'of a size below zero',
      signNote(`${ORIGIN}\n-3\n${tree.root.toString('base64')}\n`, [signer]),
      /not a checkpoint/,
    ],
    ['of a root that is too short', signNote(`${ORIGIN}\n3\nAQID\n`, [signer]), /not a checkpoint/],
    ['of a line more', signNote(`${ORIGIN}\n3\n${tree.root.toString('base64')}\nmore\n`, [signer]), /not a checkpoint/],
    ['that somebody else signed', signCheckpoint(head, [other]), /nobody who is known/],
  ])('%s is not believed', (_, note, why) => {
    expect(() => openCheckpoint(note, [signer], ORIGIN)).toThrow(why);
  });

  it('is not signed for a record whose name has two lines', () => {
    expect(() => signCheckpoint({ ...head, origin: 'a\nb' }, [signer])).toThrow('one line');
  });
});

describe('the proof of one entry', () => {
  const hashes = proofOf(inclusionPlan(1, 3), ({ level, index }) => {
    const found = completed.find((one) => one.level === level && one.index === index);
    if (!found) throw new Error('a hash is missing');
    return found.hash;
  });
  const file = writeProof({ index: 1, hashes, checkpoint: signCheckpoint(head, [signer]) });

  it('shows to somebody with the public key alone that the entry is in the record', () => {
    expect(checkProof(file, Buffer.from('moved'), [readVkey(vkeyOf(signer))], ORIGIN)).toEqual({ ...head, index: 1 });
    expect(readProof(file)).toEqual({ index: 1, hashes, checkpoint: signCheckpoint(head, [signer]) });
  });

  it.each([
    ['another entry', file, 'hired', /not the entry/],
    ['another place', file.replace('index 1', 'index 0'), 'moved', /not the entry/],
    ['a hash less', file.replace(/index 1\n[^\n]+\n/, 'index 1\n'), 'moved', /not the entry/],
    ['a place that is none', file.replace('index 1', 'index 1e0'), 'moved', /not a proof/],
    ['another first line', file.replace('@v1', '@v2'), 'moved', /not a proof/],
    ['a hash that is none', file.replace(/index 1\n[^\n]+/, 'index 1\nAQID'), 'moved', /not a proof/],
    ['no checkpoint', file.slice(0, file.indexOf('\n\n') + 2), 'moved', /not a signed note/],
    ['nothing', '', 'moved', /not a proof/],
  ])('with %s is not believed', (_, forged, entry, why) => {
    expect(() => checkProof(forged, Buffer.from(entry), [signer], ORIGIN)).toThrow(NoteError);
    expect(() => checkProof(forged, Buffer.from(entry), [signer], ORIGIN)).toThrow(why);
  });
});
