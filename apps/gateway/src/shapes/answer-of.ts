import { fieldsOf, type Json, type TObject } from '@people-sync/contracts/api';

/** A value as a neighbour sends it: its words are texts, and an empty text or nothing stands for null. */
export type Told<T> = T extends string
  ? string
  : T extends number | boolean
    ? T
    : T extends null
      ? null | undefined | ''
      : T extends readonly (infer Item)[]
        ? readonly Told<Item>[]
        : { readonly [Key in keyof T as null extends T[Key] ? never : Key]: Told<T[Key]> } & {
            readonly [Key in keyof T as null extends T[Key] ? Key : never]?: Told<T[Key]>;
          };

/** Does not compile if the neighbour's answer lacks a field of the shape. */
type Whole<S extends TObject, T> = keyof Json<S> extends keyof T
  ? T
  : { readonly lacks: Exclude<keyof Json<S>, keyof T> };

/** What a neighbour told, as callers see it: the fields of the shape and no others, null where there is nothing. */
export const answerOf = <S extends TObject, T extends Told<Json<S>>>(shape: S, told: T & Whole<S, T>): Json<S> =>
  shown(shape, told) as Json<S>;

function shown(shape: TObject, told: object): object {
  const answer: Record<string, unknown> = {};
  for (const { name, isNullable, isOptional, shape: inner } of fieldsOf(shape)) {
    const value: unknown = Reflect.get(told, name);
    const isAbsent = value === undefined || value === null || (value === '' && isNullable);
    if (isAbsent && isOptional) continue;
    answer[name] = isAbsent ? null : inner ? within(inner, value) : value;
  }
  return answer;
}

function within(shape: TObject, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: object) => shown(shape, item));
  return shown(shape, value as object);
}
