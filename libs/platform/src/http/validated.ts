import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { type LongListProperty, longListsOf } from './long-list.decorator';
import type { InvalidField } from './problem.exception';

/** An input as its class, and every field that is wrong: unknown ones too. */
export interface Validated<T> {
  readonly value: T;
  readonly wrong: readonly InvalidField[];
}

/** Checks an input by its class; what is long in it is declared with `LongList`, and is checked apart. */
export async function validated<T extends object>(type: Type<T>, input: object): Promise<Validated<T>> {
  const own = new Map<string, unknown>(Object.entries(input));
  const long: (readonly [LongListProperty, readonly unknown[]])[] = [];
  for (const list of longListsOf(type)) {
    const given = own.get(list.property);
    if (!Array.isArray(given)) continue;
    const isTooLong = given.length > list.most;
    // What stands in its place is checked with the rest of the input: of a list that is too long only that it is.
    own.set(list.property, isTooLong ? new Array(list.most + 1).fill(null) : []);
    if (!isTooLong) long.push([list, given]);
  }
  const value = plainToInstance(type, Object.fromEntries(own));
  const rules = { whitelist: true, forbidNonWhitelisted: true, validationError: { target: false, value: false } };
  const wrong = fieldsOf(await validate(value, rules));
  for (const [list, items] of long) {
    Reflect.set(value, list.property, items);
    wrong.push(...wrongIn(list, items));
  }
  return { value, wrong };
}

function wrongIn({ property, faults, once }: LongListProperty, items: readonly unknown[]): InvalidField[] {
  const wrong = items.flatMap((item, index) =>
    faults(item).map(({ field, message }) => ({
      field: field === '' ? `${property}.${index}` : `${property}.${index}.${field}`,
      message,
    })),
  );
  if (wrong.length > 0 || once === undefined) return wrong;
  const named = new Set(items.map((item) => nameIn(item, once)));
  return named.size === items.length ? [] : [{ field: property, message: `each ${once} must stand there once` }];
}

const nameIn = (item: unknown, key: string): unknown =>
  typeof item === 'object' && item !== null ? Reflect.get(item, key) : item;

/** Every wrong field with its path. */
export const fieldsOf = (errors: readonly ValidationError[], parent = ''): InvalidField[] =>
  errors.flatMap(({ property, constraints, children }) => {
    const field = parent + property;
    const own = Object.values(constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...fieldsOf(children ?? [], `${field}.`)];
  });
