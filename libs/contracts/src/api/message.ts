import type { TObject } from '@sinclair/typebox';
import { type Field, fieldsOf, isHeldList } from './field';
import { valueOfWord, type WordSet, wordOfValue } from './words';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/**
 * The message that says what this JSON says: the same names and values, and what is null is absent. A list that may be
 * absent is in a message of its own (`items`). A word of a closed set is the name of its value.
 */
export function messageOf(shape: TObject, json: Fields): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const field of fieldsOf(shape)) {
    const value = json[field.name];
    if (value === undefined || value === null) continue;
    const said = eachOf(field, value, { shape: messageOf, word: valueOfWord });
    message[field.name] = isHeldList(field) ? { items: said } : said;
  }
  return message;
}

/**
 * The JSON that says what this message says; what is absent is null where it has to be given. A value that is none of its
 * enumeration's, or says nothing, stays as it came: no word is made up for it.
 */
export function jsonOf(shape: TObject, message: Fields): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const field of fieldsOf(shape)) {
    const sent = message[field.name];
    const value = isHeldList(field) && isObject(sent) ? sent['items'] : sent;
    const isAbsent = value === undefined || value === null || isDefaultList(field, value);
    if (!isAbsent) json[field.name] = eachOf(field, value, { shape: jsonOf, word: wordOfValue });
    else if (!field.isOptional && field.isNullable) json[field.name] = null;
  }
  return json;
}

/** An empty list stands for the default. */
const isDefaultList = ({ list, fallback }: Field, value: unknown): boolean =>
  list !== undefined && fallback !== undefined && isList(value) && value.length === 0;

/** How what a field holds is said in the other form. */
interface Conversion {
  readonly shape: (shape: TObject, value: Fields) => unknown;
  readonly word: (words: WordSet, value: unknown) => unknown;
}

function eachOf(field: Field, value: unknown, conversion: Conversion): unknown {
  return isList(value) ? value.map((item) => oneOf(field, item, conversion)) : oneOf(field, value, conversion);
}

function oneOf({ shape, words }: Field, value: unknown, conversion: Conversion): unknown {
  if (words) return conversion.word(words, value);
  return shape && isObject(value) ? conversion.shape(shape, value) : value;
}
