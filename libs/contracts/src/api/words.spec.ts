import { allShapes } from './all-shapes.testkit';
import { fieldsOf, nameOf } from './field';
import { unspecifiedName, valueName, type WordSet } from './words';

const fields = [...allShapes().values()].flatMap((shape) => fieldsOf(shape).map((field) => ({ shape, field })));
const sets = new Map<string, WordSet[]>();
for (const { field } of fields) {
  if (field.words) sets.set(field.words.name, [...(sets.get(field.words.name) ?? []), field.words]);
}

describe('a closed set of words', () => {
  it('is an enumeration with a name, and says what each word means', () => {
    const unnamed = fields.filter(({ field }) => field.value['enum'] !== undefined && field.words === undefined);
    expect(unnamed.map(({ shape, field }) => `${nameOf(shape)}.${field.name}`)).toEqual([]);
    for (const { sentence, said } of [...sets.values()].flat()) {
      expect(sentence).toMatch(/^\S.*\.$/);
      expect(Object.values(said).filter((one) => !/^\S.*[^.]$/.test(one))).toEqual([]);
    }
  });

  it('has a name that is no other set’s, and no message’s', () => {
    const shared = [...sets].filter(([, all]) => new Set(all.map(({ said }) => JSON.stringify(said))).size > 1);
    expect(shared.map(([name]) => name)).toEqual([]);
    expect([...sets.keys()].filter((name) => allShapes().has(name))).toEqual([]);
  });

  it('has values with names of their own, which begin with its name', () => {
    const firsts = [...sets.values()].flatMap(([set]) => set ?? []);
    const names = firsts.flatMap((set) => [
      unspecifiedName(set),
      ...Object.keys(set.said).map((word) => valueName(set, word)),
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/);
  });
});
