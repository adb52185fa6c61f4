import { type TSchema, type TUnsafe, Type } from '@sinclair/typebox';

/** A closed set of words of the interface: one enumeration of the .proto file, whose JSON is the word. */
export interface WordSet {
  /** Of the enumeration. */
  readonly name: string;
  readonly sentence: string;
  /** What each word says, in the order of their declaration. */
  readonly said: Readonly<Record<string, string>>;
}

/** On a schema: the set of its words. No keyword of the schema itself. */
const wordSet = Symbol('wordSet');

/**
 * A closed set of words, each with what it says: a caller acts on them. Over HTTP it is the word; over gRPC a value of the
 * enumeration of this name, whose 0 says nothing. What is not among them is refused where it is asked with, and in an
 * answer is a word that is newer than its reader (docs/adr/0037-enums-and-words.md).
 */
export const words = <const Said extends Readonly<Record<string, string>>>(
  name: string,
  sentence: string,
  said: Said,
): TUnsafe<Extract<keyof Said, string>> =>
  Object.assign(Type.Unsafe<Extract<keyof Said, string>>({ type: 'string', enum: Object.keys(said) }), {
    [wordSet]: { name, sentence, said } satisfies WordSet,
  });

/** The names of what a record says, in the order of their declaration. */
export const keysOf = <K extends string>(said: Readonly<Record<K, unknown>>): readonly K[] =>
  Object.keys(said).filter((key): key is K => key in said);

/** Its set, if it is a word of a closed one. */
export function wordSetOf(schema: TSchema): WordSet | undefined {
  const set: unknown = Reflect.get(schema, wordSet);
  return isWordSet(set) ? set : undefined;
}

const isWordSet = (set: unknown): set is WordSet => typeof set === 'object' && set !== null && 'said' in set;

/** What a set says of its words, in one line. */
export const wordsSaid = ({ said }: WordSet): string =>
  Object.entries(said)
    .map(([word, sentence]) => `${word}: ${sentence}`)
    .join('; ');

/** The name of a word's value in the .proto file: `SYNC_STATUS_COMPLETED_WITH_PROBLEMS`. */
export const valueName = ({ name }: WordSet, word: string): string =>
  word.startsWith('-') ? `${upper(name)}_${upper(word.slice(1))}_DESCENDING` : `${upper(name)}_${upper(word)}`;

/** The name of the value that says nothing: 0. */
export const unspecifiedName = ({ name }: WordSet): string => `${upper(name)}_UNSPECIFIED`;

const upper = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

const read = new WeakMap<WordSet, ReadonlyMap<unknown, string>>();

/** The word that a value's name stands for; what stands for none is as it came, and is refused by the rules of the field. */
export function wordOfValue(set: WordSet, value: unknown): unknown {
  const known =
    read.get(set) ?? new Map(Object.keys(set.said).map((word): [string, string] => [valueName(set, word), word]));
  read.set(set, known);
  return known.get(value) ?? value;
}

/** The name of the value for a word; one that this contract does not know has the value that says nothing. */
export const valueOfWord = (set: WordSet, word: unknown): unknown =>
  typeof word === 'string' && Object.hasOwn(set.said, word) ? valueName(set, word) : unspecifiedName(set);
