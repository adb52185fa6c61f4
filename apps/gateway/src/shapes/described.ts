import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Field, type TObject, type TSchema, wordsSaid } from '@people-sync/contracts/api';

/** Keywords of JSON Schema that OpenAPI has too. */
const KEYWORDS = ['type', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'writeOnly'] as const;

/** Where a field tells of the choice that it begins; `describeInputs` says so of its shape. */
export const CHOICE = 'x-choice';

/** Of an optional field for which null is not as good as nothing. */
export const NOT_NULL = 'x-not-null';

/** What OpenAPI says of a field: what its declaration says. */
export function described(field: Field, classOf: (shape: TObject) => Type<object>): PropertyDecorator {
  const { isOptional, isNullable, fallback, sentence, choice, words } = field;
  const said = {
    ...rules(field, classOf),
    required: !isOptional,
    description: words ? `${ended(sentence)} ${wordsSaid(words)}` : sentence,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(isNullable ? { nullable: true } : {}),
    ...(choice?.fields[0] === field.name ? { [CHOICE]: choice } : {}),
    ...(field.value['notNull'] === true ? { [NOT_NULL]: true } : {}),
  };
  return ApiProperty(said);
}

const ended = (sentence: string): string => (sentence.endsWith('.') ? sentence : `${sentence}.`);

function rules({ list, value, shape, kind, isNullable }: Field, classOf: (shape: TObject) => Type<object>): object {
  if (shape) return list ? { type: [classOf(shape)], ...bounds(list) } : { type: () => classOf(shape) };
  if (kind === 'texts-by-name') return { type: 'object', additionalProperties: { type: 'string' } };
  if (list) return { type: 'array', items: keywords(value), ...bounds(list) };
  const words: unknown = value['enum'];
  return {
    ...keywords(value),
    ...(isNullable && Array.isArray(words) ? { enum: [...(words as unknown[]), null] } : {}),
  };
}

const bounds = ({ minItems, maxItems, ...rules }: TSchema): object => ({
  ...(minItems === undefined ? {} : { minItems: minItems as unknown }),
  ...(maxItems === undefined ? {} : { maxItems: maxItems as unknown }),
  ...(rules['uniqueItems'] === true ? { uniqueItems: true } : {}),
});

function keywords(value: TSchema): object {
  const known = KEYWORDS.filter((word) => value[word] !== undefined).map((word) => [word, value[word] as unknown]);
  // What is taken off before the rules are looked at is no fault.
  const written = value['trim'] === true ? known.filter(([word]) => word !== 'pattern') : known;
  // Names of time zones are a format of ours.
  const format: unknown = value['format'] === 'time-zone' ? undefined : value['format'];
  const only = value['const'] === true ? { type: 'boolean', enum: [true] } : {};
  return { ...(Object.fromEntries(written) as object), ...(format === undefined ? {} : { format }), ...only };
}
