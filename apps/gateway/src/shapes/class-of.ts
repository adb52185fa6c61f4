import type { Type } from '@nestjs/common';
import { ApiSchema } from '@nestjs/swagger';
import { fieldsOf, nameOf, sentenceOf, type Field, type TObject, type Taken } from '@people-sync/contracts/api';
import { described } from './described';
import { type InputKind, rulesOf } from './rules-of';

/** Rules of fields that are told in another way than by their declaration: what is long, and checked apart. */
export type OwnRules = Readonly<Record<string, readonly PropertyDecorator[]>>;

/**
 * The class of a body as class-validator and OpenAPI know it: a field of the shape is a property with the decorators that
 * say what its declaration says. `class StartSyncBody extends bodyOf(StartSync) {}`.
 */
export const bodyOf = <S extends TObject>(shape: S, own: OwnRules = {}): Type<Taken<S>> =>
  made(shape, 'body', own) as Type<Taken<S>>;

/** The same for a query, in which numbers and yes or no are texts. */
export const queryOf = <S extends TObject>(shape: S): Type<Taken<S>> => made(shape, 'query', {}) as Type<Taken<S>>;

const classes = new Map<string, Type<object>>();

/** The class of an answer, or of what a body holds, for OpenAPI and class-transformer: one for each shape. */
export function classOf(shape: TObject): Type<object> {
  const name = nameOf(shape);
  const known = classes.get(name) ?? made(shape, 'body', {});
  classes.set(name, known);
  return known;
}

function made(shape: TObject, input: InputKind, own: OwnRules): Type<object> {
  const fields = fieldsOf(shape);
  const fallbacks = fields.filter(({ fallback }) => fallback !== undefined);
  const Made = class {
    constructor() {
      for (const { name, fallback } of fallbacks) Reflect.set(this, name, structuredClone(fallback));
    }
  };
  Object.defineProperty(Made, 'name', { value: nameOf(shape) });
  ApiSchema({ description: sentenceOf(shape) })(Made);
  for (const field of fields) decorate(Made, field, own[field.name] ?? rulesOf(field, input, classOf));
  return Made;
}

/** As if the decorators stood over the property: the last one is applied first. */
function decorate(target: Type<object>, field: Field, rules: readonly PropertyDecorator[]): void {
  const all = [described(field, classOf), ...rules];
  for (const decorator of all.reverse()) decorator(target.prototype as object, field.name);
}
