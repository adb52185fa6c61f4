import { type Static, type TArray, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox';

export type { Static, TObject, TSchema } from '@sinclair/typebox';

/**
 * A shape of the public interface, declared once: its name is that of the OpenAPI schema and of the proto message, its
 * sentence and those of its fields stand in both. From it come the TypeScript type, the check at the doors, OpenAPI, the
 * .proto file and the console's types (docs/adr/0030-shapes-said-once.md).
 */
export const shape = <P extends TProperties>(
  name: string,
  sentence: string,
  properties: P,
  rules: { readonly choices?: readonly Choice[] } = {},
): TObject<P> => Type.Object(properties, { title: name, sentence, ...rules });

/**
 * Fields of which one is to be given, and no other beside it: what would be meant by none of them has to be said. A `false`
 * is as good as nothing.
 */
export interface Choice {
  readonly fields: readonly string[];
  /** None of them may be given too: then nothing is meant. */
  readonly orNone: boolean;
}

/** One of these, and not none. */
export const oneOfFields = (...fields: string[]): Choice => ({ fields, orNone: false });

/** One of these at most. */
export const atMostOneOfFields = (...fields: string[]): Choice => ({ fields, orNone: true });

/** A list that has to be given even if nothing is in it: its message is one that holds it, so that absence is seen. */
export const said = <S extends TSchema>(list: TArray<S>): TArray<S> => ({ ...list, said: true });

/** The same, with a sentence about it in this place. */
export const about = <S extends TSchema>(schema: S, sentence: string): S => ({ ...schema, description: sentence });

/** May be left out; over HTTP null is as good as nothing. */
export const optional = <S extends TSchema>(schema: S) => Type.Optional(schema);

/** May be left out, and is this then. */
export const orElse = <S extends TSchema>(schema: S, value: Static<S>) =>
  Type.Optional<S & Fallback<Static<S>>>({ ...schema, default: value });

/** A field that has a value even if nobody gave one. */
export interface Fallback<T> {
  readonly default: T;
}

/** A keyword beside those of JSON Schema: what a refusal says, in place of what the rule would say. */
export interface Refusal {
  readonly refusal?: string;
}

/** A text of this form. */
export const formed = (pattern: RegExp, refusal: string, options: { minLength?: number; maxLength?: number } = {}) =>
  Type.String({ ...options, pattern: pattern.source, refusal });

/** The same, and nobody changes it. */
export type Frozen<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Frozen<Item>[]
    : { readonly [Key in keyof T]: Frozen<T[Key]> };

/** The JSON of a shape: what is sent, and what callers give. */
export type Json<S extends TSchema> = Frozen<Static<S>>;

type DefaultedKeys<P extends TProperties> = {
  [Key in keyof P]: P[Key] extends { readonly default: unknown } ? Key : never;
}[keyof P];

/** What a door hands on: fields with a default have a value. */
export type Taken<S extends TObject> =
  S extends TObject<infer P>
    ? Static<S> & { [Key in DefaultedKeys<P>]-?: Static<P[Key]> extends infer V ? Exclude<V, undefined> : never }
    : never;
