import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import type { Choice } from './shape';
import { type WordSet, wordSetOf } from './words';

/** What one value of a field is. */
export type FieldKind = 'text' | 'word' | 'whole' | 'number' | 'yes' | 'shape' | 'texts-by-name';

/** A field of a shape, as everything that is made of shapes reads it. */
export interface Field {
  readonly name: string;
  /** What is said of it; empty if nothing is. */
  readonly sentence: string;
  /** It may be left out. */
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  /** What it is if it is left out; undefined: nothing. */
  readonly fallback: unknown;
  /** Its rules as a list; undefined if it is none. */
  readonly list: TSchema | undefined;
  /** The rules of its value, or of each value of the list. */
  readonly value: TSchema;
  readonly kind: FieldKind;
  /** Of kind `shape`. */
  readonly shape: TObject | undefined;
  /** Of kind `word`. */
  readonly words: WordSet | undefined;
  /** The choice that it is a part of; undefined: of none. */
  readonly choice: Choice | undefined;
}

/** The name of a shape: that of its OpenAPI schema and its message. */
export function nameOf(shape: TObject): string {
  if (shape.title === undefined) throw new Error('a shape of the interface needs a name');
  return shape.title;
}

/** What a shape is; empty if nothing is said of it. */
export const sentenceOf = (shape: TObject): string => textOf(shape['sentence']);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const known = new WeakMap<TObject, readonly Field[]>();

/** The fields of a shape, in the order of their declaration. */
export function fieldsOf(shape: TObject): readonly Field[] {
  const read =
    known.get(shape) ?? Object.entries(shape.properties).map(([name, schema]) => fieldOf(shape, name, schema));
  known.set(shape, read);
  return read;
}

function choicesOf(shape: TObject): readonly Choice[] {
  const choices: unknown = shape['choices'];
  return Array.isArray(choices) ? choices.filter(isChoice) : [];
}

const isChoice = (value: unknown): value is Choice =>
  typeof value === 'object' && value !== null && 'fields' in value && 'orNone' in value;

function fieldOf(shape: TObject, name: string, schema: TSchema): Field {
  const { inner, isNullable } = withoutNull(schema);
  const list = KindGuard.IsArray(inner) ? inner : undefined;
  const value = list ? withoutNull(list.items).inner : inner;
  const fallback: unknown = schema.default;
  return {
    name,
    sentence: schema.description ?? inner.description ?? value.description ?? sentenceOfValue(value),
    isOptional: !(shape.required ?? []).includes(name),
    isNullable,
    fallback,
    list,
    value,
    kind: kindOf(value),
    shape: KindGuard.IsObject(value) ? value : undefined,
    words: wordSetOf(value),
    choice: choicesOf(shape).find(({ fields }) => fields.includes(name)),
  };
}

const sentenceOfValue = (value: TSchema): string =>
  wordSetOf(value)?.sentence ?? (KindGuard.IsObject(value) ? sentenceOf(value) : '');

/** A value that may be null, and the rules of what it is else. */
function withoutNull(schema: TSchema): { readonly inner: TSchema; readonly isNullable: boolean } {
  if (!KindGuard.IsUnion(schema)) return { inner: schema, isNullable: false };
  const [inner, ...others] = schema.anyOf.filter((one) => !KindGuard.IsNull(one));
  if (!inner || others.length > 0) throw new Error('a field of the interface is one thing, or null');
  return { inner, isNullable: true };
}

function kindOf(schema: TSchema): FieldKind {
  if (KindGuard.IsObject(schema)) return 'shape';
  if (KindGuard.IsRecord(schema)) return 'texts-by-name';
  if (KindGuard.IsInteger(schema)) return 'whole';
  if (KindGuard.IsNumber(schema)) return 'number';
  if (KindGuard.IsBoolean(schema) || KindGuard.IsLiteral(schema)) return 'yes';
  return wordSetOf(schema) ? 'word' : 'text';
}

/**
 * True for a list whose absence is to be seen, because it may be absent or must not be (`said`): its message is one that
 * holds it, since proto has no absent lists. A list with a default needs none: an empty one is the default.
 */
export const isHeldList = ({ list, isNullable, isOptional, fallback }: Field): boolean =>
  list !== undefined && fallback === undefined && (isNullable || isOptional || list['said'] === true);
