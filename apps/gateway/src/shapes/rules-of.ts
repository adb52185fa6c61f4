import type { Type as Class } from '@nestjs/common';
import type { Choice, Field, TObject, TSchema } from '@people-sync/contracts/api';
import { EachOnce, IsInstant } from '@people-sync/platform';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';

/** Where the field stands: in a query everything is a text. */
export type InputKind = 'body' | 'query';

/** Digits and nothing else. `Number` would take an empty text for 0, and `0x10`, `1e2` and ` 5` for numbers. */
const DIGITS = /^(0|[1-9]\d{0,15})$/;

/** class-validator's rules for a field, in the order in which they are read. */
export function rulesOf(
  field: Field,
  input: InputKind,
  classOf: (shape: TObject) => Class<object>,
): PropertyDecorator[] {
  const { list, shape, choice } = field;
  const rules = choice ? chosen(field, choice) : presence(field);
  // What is not chosen is not looked at; the choice itself always is.
  const plain: ValidationOptions = choice ? { validateIf: (given: object) => isThere(field, given) } : {};
  const each: ValidationOptions = list ? { ...plain, each: true } : plain;
  if (list) {
    const { minItems, maxItems, uniqueItems } = list as { minItems?: number; maxItems?: number; uniqueItems?: boolean };
    rules.push(IsArray(plain));
    if (minItems !== undefined) rules.push(ArrayMinSize(minItems, plain));
    if (maxItems !== undefined) rules.push(ArrayMaxSize(maxItems, plain));
    if (uniqueItems) rules.push(EachOnce());
  }
  if (shape) return [...rules, ...(list ? [] : [IsObject(plain)]), ValidateNested(each), Type(() => classOf(shape))];
  return [...rules, ...valueRules(field, input, each)];
}

/** Something was given for it, right or wrong. */
const isThere = ({ name, value }: Field, input: object): boolean => {
  const given: unknown = Reflect.get(input, name);
  return given !== undefined && (given !== null || value['notNull'] === true);
};

/** The rule of a choice, on the first of its fields. */
function chosen({ name }: Field, { fields, orNone }: Choice): PropertyDecorator[] {
  if (name !== fields[0]) return [];
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== false;
  const given = (input: object): number => fields.filter((field) => isGiven(Reflect.get(input, field))).length;
  const [least, words] = orNone ? [0, 'at most'] : [1, 'exactly'];
  return [
    ValidateBy({
      name: 'choice',
      validator: {
        validate: (_, args) => given(args?.object ?? {}) >= least && given(args?.object ?? {}) <= 1,
        defaultMessage: () => `${words} one of ${fields.join(' and ')} must be given`,
      },
    }),
  ];
}

/** Whether the other rules are looked at: not for what may be absent, or null. */
function presence({ name, isOptional, isNullable, fallback, value }: Field): PropertyDecorator[] {
  const given = (input: object): unknown => Reflect.get(input, name);
  if (isOptional && fallback === undefined) {
    return [value['notNull'] === true ? ValidateIf((input: object) => given(input) !== undefined) : IsOptional()];
  }
  return isNullable ? [ValidateIf((input: object) => given(input) !== null)] : [];
}

function valueRules({ kind, value, words }: Field, input: InputKind, options: ValidationOptions): PropertyDecorator[] {
  const { minimum, maximum } = value as { minimum?: number; maximum?: number };
  const bounds = [
    ...(minimum === undefined ? [] : [Min(minimum, options)]),
    ...(maximum === undefined ? [] : [Max(maximum, options)]),
  ];
  switch (kind) {
    case 'whole':
      return [...(input === 'query' ? [fromQuery(numberIn)] : []), IsInt(options), ...bounds];
    case 'number':
      return [IsNumber({}, options), ...bounds];
    case 'yes':
      if (input === 'query') return [fromQuery(yesIn), IsIn([true, false], options)];
      return [value['const'] === true ? Equals(true, options) : IsBoolean(options)];
    case 'word':
      return [IsIn(Object.keys(words?.said ?? {}), options)];
    case 'text':
      return textRules(value, options);
    case 'texts-by-name':
    case 'shape':
      return [IsObject(options)];
  }
}

function textRules(value: TSchema, options: ValidationOptions): PropertyDecorator[] {
  const { minLength, maxLength, pattern, refusal, format } = value as {
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    refusal?: string;
    format?: string;
  };
  if (format === 'uuid') return [IsUUID(undefined, options)];
  if (format === 'date-time') return [IsInstant(options)];
  const matches =
    pattern === undefined
      ? []
      : [Matches(new RegExp(pattern), { ...options, ...(refusal === undefined ? {} : { message: refusal }) })];
  if (format === 'time-zone') return [IsTimeZone(options), Length(minLength ?? 0, maxLength, options)];
  if (maxLength === undefined) return matches.length > 0 ? matches : [IsString(options)];
  return [
    ...(value['trim'] === true ? [trimmed] : []),
    IsString(options),
    minLength === undefined ? MaxLength(maxLength, options) : Length(minLength, maxLength, options),
    ...matches,
  ];
}

const trimmed = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

const fromQuery = (read: (text: string) => unknown): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? read(value) : value));

const numberIn = (text: string): unknown => (DIGITS.test(text) ? Number(text) : text);
const yesIn = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);
