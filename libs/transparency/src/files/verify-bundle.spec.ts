import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { noteSigner, vkeyOf } from '../notes/note-keys';
import { leafHash } from '../tree/hashes';
import type { BundleLine } from './bundle-lines';
import { bundleOf, entryText, partsOf, signer, textOf } from './bundle.testkit';
import { verifyRecordFile } from './verify-file';

const ENTRIES = 40;
const whole = bundleOf(ENTRIES);

const check = (text: string | Buffer, trusted?: readonly string[]) =>
  verifyRecordFile(Readable.from([gzipSync(text)]), trusted);

/** A small generator of its own, so that a failing run can be made again. */
function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const isEntry = (line: BundleLine): line is Extract<BundleLine, { entry: string }> => 'entry' in line;
const places = (is: (line: BundleLine) => boolean): number[] => whole.flatMap((line, at) => (is(line) ? [at] : []));
const entryPlaces = places(isEntry);
const partPlaces = places((line) => 'parts' in line);
const headPlaces = places((line) => 'head' in line);
const pick = <T>(all: readonly T[], random: (below: number) => number): T => all[random(all.length)]!;

const swapped = (one: number, other: number): BundleLine[] =>
  whole.map((line, at) => (at === one ? whole[other]! : at === other ? whole[one]! : line));
const withLine = (at: number, line: BundleLine): BundleLine[] => whole.map((old, n) => (n === at ? line : old));

type Mutation = (random: (below: number) => number) => { text: string | Buffer; first: number | undefined };

const mutations: Readonly<Record<string, Mutation>> = {
  'a byte of the file': (random) => {
    const bytes = Buffer.from(textOf(whole));
    const at = random(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << random(8));
    return { text: bytes, first: undefined };
  },
  'two entries that changed places': (random) => {
    const one = random(ENTRIES - 1);
    const other = one + 1 + random(ENTRIES - 1 - one);
    return { text: textOf(swapped(entryPlaces[one]!, entryPlaces[other]!)), first: one };
  },
  'a tail that is not there': (random) => {
    const at = 1 + random(whole.length - 1);
    return { text: textOf(whole.slice(0, at)), first: undefined };
  },
  'a tail that is not there, with an end put behind it': (random) => {
    // Behind a signed head it is a shorter record that was signed so: only a later head that somebody has shows it.
    const cut = 1 + random(ENTRIES - 1);
    const at = cut % 7 === 0 ? entryPlaces[cut]! - 1 : entryPlaces[cut]!;
    return { text: textOf([...whole.slice(0, at), { end: { entries: cut } }]), first: cut };
  },
  'an entry too many': (random) => {
    const at = random(ENTRIES);
    const entry = entryText(at);
    const added: BundleLine = { entry, leaf: leafHash(Buffer.from(entry)).toString('base64') };
    const parts: BundleLine = { parts: partsOf(at).map(({ opened }) => opened) };
    const line = entryPlaces[at]!;
    return { text: textOf([...whole.slice(0, line), added, parts, ...whole.slice(line)]), first: at + 1 };
  },
  'an entry with other words and the hash of these': (random) => {
    const at = random(ENTRIES);
    const entry = entryText(at)
      .replace('"actor":null', '"actor":"x"')
      .replace(/,"rows".*"tenant"/, ',"tenant"');
    const leaf = leafHash(Buffer.from(entry)).toString('base64');
    const shown: BundleLine = { parts: [null, partsOf(at)[0]!.opened] };
    const lines = withLine(entryPlaces[at]!, { entry, leaf });
    lines[partPlaces[at]!] = shown;
    return { text: textOf(lines), first: undefined };
  },
  'a head that was altered': (random) => {
    const at = pick(headPlaces, random);
    const line = whole[at]!;
    const note = 'head' in line ? line.head : '';
    const place = random(note.length - 1);
    const other = note[place] === 'A' ? 'B' : 'A';
    return {
      text: textOf(withLine(at, { head: note.slice(0, place) + other + note.slice(place + 1) })),
      first: undefined,
    };
  },
  'what is said of two people, exchanged': (random) => {
    const one = random(ENTRIES - 1);
    const other = one + 1 + random(ENTRIES - 1 - one);
    return { text: textOf(swapped(partPlaces[one]!, partPlaces[other]!)), first: one };
  },
  'what is said of two people in one entry, exchanged': (random) => {
    const at = random(ENTRIES);
    const parts = partsOf(at).map(({ opened }) => opened);
    return { text: textOf(withLine(partPlaces[at]!, { parts: parts.toReversed() })), first: at };
  },
};

describe('a record as a file', () => {
  it('is taken whole, in clear text and without', async () => {
    for (const clear of [true, false]) {
      const { verdict, exitCode, lines } = await check(textOf(bundleOf(ENTRIES, clear)));
      expect([verdict.ok, exitCode]).toEqual([true, 0]);
      expect(lines[0]).toMatch(
        /^The record of northwind-tiles is whole: 40 entries, 6 signed heads, by the public keys/,
      );
    }
  });

  it('may show that somebody is erased, and stays whole', async () => {
    const erased = withLine(partPlaces[3]!, { parts: [null, partsOf(3)[1]!.opened] });
    const { exitCode, lines } = await check(textOf(erased));
    expect(exitCode).toBe(0);
    expect(lines[0]).toContain('79 parts about people say what was recorded; 1 are erased.');
  });

  const each = Math.ceil(200 / Object.keys(mutations).length);
  it.each(Object.entries(mutations))('%s is found, however it was done', async (_name, mutate) => {
    const original = textOf(whole);
    for (let seed = 1; seed <= each; seed += 1) {
      const { text, first } = mutate(randoms(seed * 7_919));
      expect(text.toString()).not.toBe(original);
      const { verdict, exitCode, lines } = await check(text);
      expect([seed, exitCode, verdict.ok]).toEqual([seed, 1, false]);
      if (first !== undefined) expect([seed, verdict.ok ? -1 : verdict.index]).toEqual([seed, first]);
      expect(lines.join()).toMatch(/^This does not hold: [A-Z].*\.$/);
    }
  });

  it('names the entry in which a byte was altered', async () => {
    for (let index = 0; index < ENTRIES; index += 1) {
      const line = whole[entryPlaces[index]!]!;
      const entry = 'entry' in line ? line.entry.replace('"v":1', '"v":2') : '';
      const leaf = 'leaf' in line ? line.leaf : '';
      const { verdict } = await check(textOf(withLine(entryPlaces[index]!, { entry, leaf })));
      expect(verdict).toMatchObject({ ok: false, index });
    }
  });

  it('is checked by the keys that somebody has from elsewhere, where they have any', async () => {
    const other = vkeyOf(noteSigner(signer.name, Buffer.alloc(32, 7)));
    expect((await check(textOf(whole), [vkeyOf(signer)])).lines[0]).toContain('by the public keys that you gave');
    expect((await check(textOf(whole), [other])).exitCode).toBe(1);
    expect((await check(textOf(whole), [])).exitCode).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['something else', 'Name,Email\n'],
    ['JSON of something else', '{"index":0}'],
  ])('that is %s is refused in a sentence', async (_name, text) => {
    const { exitCode, lines } = await verifyRecordFile(Readable.from([Buffer.from(text)]));
    expect(exitCode).toBe(1);
    expect(lines.join()).toMatch(/^This does not hold: This is neither a record nor the proof of an entry\.$/);
  });

  it('that is not there, was cut or damaged on its way is refused in a sentence', async () => {
    expect((await verifyRecordFile('/nowhere/at-all')).lines[0]).toContain('damaged, or not there');
    const zipped = gzipSync(textOf(whole));
    const cut = await verifyRecordFile(Readable.from([zipped.subarray(0, zipped.length / 2)]));
    expect(cut.lines[0]).toContain('The file ends early');
    const random = randoms(3);
    for (let n = 0; n < 100; n += 1) {
      const bytes = Buffer.from(zipped);
      // Behind gzip's own head, which says nothing of what is in it.
      const at = 10 + random(bytes.length - 10);
      bytes[at] = bytes[at]! ^ (1 << random(8));
      const { exitCode, lines } = await verifyRecordFile(Readable.from([bytes.subarray(0, at), bytes.subarray(at)]));
      expect([n, exitCode]).toEqual([n, 1]);
      expect(lines.join()).toMatch(/\.$/);
    }
  });
});
