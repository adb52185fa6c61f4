import { allShapes } from './all-shapes.testkit';
import { fieldsOf, nameOf, sentenceOf } from './field';
import { peopleSyncRpcs } from './people-sync';
import type { Rpc } from './rpc';
import type { TObject } from './shape';

const rpcs: readonly (readonly [string, Rpc])[] = Object.entries(peopleSyncRpcs);
const shapes: readonly (readonly [string, TObject])[] = [...allShapes()];
const asked = new Set(rpcs.map(([, { request }]) => nameOf(request)));

describe('the interface', () => {
  it.each(shapes)('says of every field of %s what it is, and what null means', (_name, shape) => {
    const silent = fieldsOf(shape).filter(({ sentence }) => sentence === '');
    expect(silent.map(({ name }) => name)).toEqual([]);
    const unsaid = fieldsOf(shape).filter(({ isNullable, sentence }) => isNullable && !/\bnull\b/.test(sentence));
    expect(unsaid.map(({ name }) => name)).toEqual([]);
  });

  it.each(shapes.filter(([name]) => !asked.has(name)))('says what %s is', (_name, shape) => {
    expect(sentenceOf(shape)).toMatch(/^\S.*\.$/);
  });

  it.each(rpcs)('says what %s does, in a sentence', (_name, { sentence }) => {
    expect(sentence).toMatch(/^\S.*\.$/);
  });
});
