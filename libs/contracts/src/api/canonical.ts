import type { TObject } from '@sinclair/typebox';
import { type Field, fieldsOf } from './field';

type Fields = Readonly<Record<string, unknown>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What a request asks, in the one way in which all write it who ask the same: with its defaults, null for what is not
 * given, ids in lower case, people that are named once each in order. What the shape does not know stays as it is.
 */
export function canonicalOf(shape: TObject, asked: Fields): Fields {
  const fields = fieldsOf(shape);
  const known = fields.map((field) => [field.name, valueOf(field, asked[field.name])] as const);
  const names = new Set(fields.map(({ name }) => name));
  const unknown = Object.entries(asked).filter(([name]) => !names.has(name));
  return Object.fromEntries([...known, ...unknown.sort()]);
}

function valueOf(field: Field, given: unknown): unknown {
  const value = given ?? field.fallback ?? null;
  if (!field.list || !Array.isArray(value)) return oneOf(field, value);
  const all = value.map((item: unknown) => oneOf(field, item));
  return field.list['uniqueItems'] === true ? all.sort() : all;
}

function oneOf({ shape, value: rules }: Field, value: unknown): unknown {
  if (typeof value === 'string') {
    if (UUID.test(value)) return value.toLowerCase();
    return rules['trim'] === true ? value.trim() : value;
  }
  return shape && isFields(value) ? canonicalOf(shape, value) : value;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
