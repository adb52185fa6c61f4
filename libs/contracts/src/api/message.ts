import type { TObject } from '@sinclair/typebox';
import { type Field, fieldsOf, isHeldList } from './field';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/**
 * The message that says what this JSON says: the same names and values, and what is null is absent. A list that may be
 * absent is in a message of its own (`items`).
 */
export function messageOf(shape: TObject, json: Fields): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const field of fieldsOf(shape)) {
    const value = json[field.name];
    if (value === undefined || value === null) continue;
    const said = eachOf(field, value, messageOf);
    message[field.name] = isHeldList(field) ? { items: said } : said;
  }
  return message;
}

/** The JSON that says what this message says; what is absent is null where it has to be given. */
export function jsonOf(shape: TObject, message: Fields): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const field of fieldsOf(shape)) {
    const sent = message[field.name];
    const value = isHeldList(field) && isObject(sent) ? sent['items'] : sent;
    const isAbsent = value === undefined || value === null || isDefaultList(field, value);
    if (!isAbsent) json[field.name] = eachOf(field, value, jsonOf);
    else if (!field.isOptional && field.isNullable) json[field.name] = null;
  }
  return json;
}

/** An empty list stands for the default. */
const isDefaultList = ({ list, fallback }: Field, value: unknown): boolean =>
  list !== undefined && fallback !== undefined && isList(value) && value.length === 0;

function eachOf({ shape }: Field, value: unknown, convert: (shape: TObject, value: Fields) => unknown): unknown {
  if (!shape) return value;
  if (isList(value)) return value.map((item) => (isObject(item) ? convert(shape, item) : item));
  return isObject(value) ? convert(shape, value) : value;
}
