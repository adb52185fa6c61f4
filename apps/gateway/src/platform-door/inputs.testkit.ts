import { type Field, fieldsOf, type TObject } from '@people-sync/contracts/api';
import fc from 'fast-check';

/** JSON as somebody sends it. */
export type Json = Readonly<Record<string, unknown>>;

/** Where it stands: in a query everything is a text, and what is no text is told apart by its letters alone. */
export type Place = 'body' | 'query';

/** Lists of people have no more in tests: what is long is refused by its length alone. */
const FEW = 3;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !isList(value);

/** A number among the rules of a field. */
function numberIn(rules: object, word: string, otherwise: number): number {
  const said: unknown = Reflect.get(rules, word);
  return typeof said === 'number' ? said : otherwise;
}

const word = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9 .'@-]{0,20}[A-Za-z0-9])?$/);

/** A value of a field that is as its rules say. */
function goodValue({ kind, value, shape }: Field): fc.Arbitrary<unknown> {
  const [minimum, maximum] = [numberIn(value, 'minimum', 0), numberIn(value, 'maximum', 1_000)];
  const [minLength, maxLength] = [numberIn(value, 'minLength', 0), numberIn(value, 'maxLength', 1_000)];
  const format: unknown = value['format'];
  const words: unknown = value['enum'];
  if (shape) return goodInput(shape);
  if (kind === 'whole') return fc.integer({ min: minimum, max: Math.min(maximum, 1_000_000) });
  if (kind === 'number') return fc.double({ min: minimum, max: maximum, noNaN: true });
  if (kind === 'yes') return value['const'] === true ? fc.constant(true) : fc.boolean();
  if (isList(words)) return fc.constantFrom(...words);
  if (format === 'uuid') return fc.uuid({ version: [1, 4, 7] });
  if (format === 'date-time')
    return fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString());
  if (format === 'time-zone') return fc.constantFrom('Europe/London', 'Europe/Dublin', 'Asia/Tokyo');
  const pattern: unknown = value['pattern'];
  const rule = new RegExp(typeof pattern === 'string' ? pattern : '');
  const isGood = (one: string): boolean => one.length >= minLength && one.length <= maxLength && rule.test(one);
  // Forms that a word cannot have are made of the form itself.
  const text = rule.test('word') ? word : fc.stringMatching(rule);
  return text.filter((one) => isGood(one) && /^[ -~]*$/.test(one));
}

function goodField(field: Field): fc.Arbitrary<unknown> {
  const { list } = field;
  if (!list) return goodValue(field);
  const bounds = {
    minLength: numberIn(list, 'minItems', 0),
    maxLength: Math.min(numberIn(list, 'maxItems', FEW), FEW),
  };
  // Whom a list names, it names once.
  return fc.uniqueArray(goodValue(field), { ...bounds, selector: (one) => JSON.stringify(one) });
}

/** Any input that a shape takes; of a choice one is chosen. @param without fields that stand elsewhere */
export function goodInput(shape: TObject, without: readonly string[] = []): fc.Arbitrary<Json> {
  const fields = fieldsOf(shape).filter(({ name }) => !without.includes(name));
  const plain = fields.filter(({ choice }) => choice === undefined);
  const choices = [...new Set(fields.flatMap(({ choice }) => choice ?? []))];
  const given = fc.record(Object.fromEntries(plain.map((field) => [field.name, goodField(field)])), {
    requiredKeys: plain.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
  });
  const chosen = choices.map(({ fields: names, orNone }) => {
    const ways = fields
      .filter(({ name }) => names.includes(name))
      .map((field) => goodField(field).map((one): Json => ({ [field.name]: field.kind === 'yes' ? true : one })));
    return fc.oneof(...ways, ...(orNone ? [fc.constant<Json>({})] : []));
  });
  return fc.tuple(given, ...chosen).map((parts) => parts.reduce<Json>((all, part) => ({ ...all, ...part }), {}));
}

/** Values that a field may not have, or may: whoever is asked has to know. */
function oddValue({ kind, value, list, shape }: Field, place: Place): unknown[] {
  const [minimum, maximum] = [numberIn(value, 'minimum', 0), numberIn(value, 'maximum', 1_000_000)];
  const maxLength = numberIn(value, 'maxLength', 300);
  const inBody = place === 'body' ? [7, {}, null] : [];
  if (list) return place === 'body' ? [[], [null], ['odd'], [{}], 'odd', 7, {}, null] : ['odd'];
  if (shape) return [{}, 'odd', [], 7, null];
  if (kind === 'whole')
    return [minimum - 1, maximum + 1, minimum + 0.5, 'many', ...(place === 'body' ? [{}, null] : [])];
  if (kind === 'number') return [minimum - 1, maximum + 1, 'many', {}, null];
  if (kind === 'yes') return ['perhaps', ...(place === 'body' ? [false, 1, {}, null] : [])];
  return ['', 'odd', ' ', 'x'.repeat(maxLength), 'x'.repeat(maxLength + 1), ...inBody];
}

/** A place in an input where something is put that may be wrong. */
interface Change {
  readonly path: readonly (string | number)[];
  /** undefined: it is left out. */
  readonly value: unknown;
}

function changesOf(shape: TObject, input: Json, place: Place, without: readonly string[] = []): Change[] {
  return fieldsOf(shape)
    .filter(({ name }) => !without.includes(name))
    .flatMap((field): Change[] => {
      const here = [undefined, ...oddValue(field, place)].map((value) => ({ path: [field.name], value }));
      const inside: unknown = input[field.name];
      const items = field.list ? (isList(inside) ? inside.slice(0, 1) : []) : [inside];
      const within = items.flatMap((item) =>
        field.shape && isJson(item)
          ? changesOf(field.shape, item, place).map(({ path, value }) => ({
              path: [field.name, ...(field.list ? [0] : []), ...path],
              value,
            }))
          : [],
      );
      const twice = field.list && items.length > 0 ? [{ path: [field.name], value: [items[0], items[0]] }] : [];
      return [...here, ...within, ...twice];
    });
}

/** An input, as it is taken or with one place in it that is odd. */
export function anyInput(shape: TObject, place: Place, without: readonly string[]): fc.Arbitrary<Json> {
  const good = goodInput(shape, without);
  const odd = fc.tuple(good, fc.nat()).map(([input, at]) => {
    const changes = changesOf(shape, input, place, without);
    const change = changes[at % Math.max(1, changes.length)];
    return change ? changed(input, change.path, change.value) : input;
  });
  const more = good.map((input) => ({ ...input, shoeSize: 41 }));
  return fc.oneof({ weight: 2, arbitrary: good }, { weight: 6, arbitrary: odd }, ...(place === 'body' ? [more] : []));
}

/** The same with another value in one place. */
function changed(input: Json, [name = '', ...rest]: readonly (string | number)[], value: unknown): Json {
  const others = Object.entries(input).filter(([other]) => other !== String(name));
  const put = rest.length === 0 ? value : within(input[name], rest, value);
  return Object.fromEntries(put === undefined ? others : [...others, [name, put]]);
}

function within(inside: unknown, path: readonly (string | number)[], value: unknown): unknown {
  if (isJson(inside)) return changed(inside, path, value);
  if (!isList(inside)) return inside;
  const [at, ...rest] = path;
  return inside.map((item, index) => (index === at ? within(item, rest, value) : item));
}
