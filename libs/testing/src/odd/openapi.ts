import fc from 'fast-check';

/** As much of a JSON schema as OpenAPI documents of this project use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** What can be called, as the document has it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** By content type. */
  readonly bodies: readonly (readonly [type: string, schema: Schema])[];
}

/** An OpenAPI document. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface RawOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** All of them, new ones too. */
export const operationsOf = ({ paths }: OpenApiDocument): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      bodies: Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema] as const),
    })),
  );

/** Values that the schema says are good; `known` names values by the name of their field. */
export function fitting(
  document: OpenApiDocument,
  schema: Schema,
  known: Readonly<Record<string, string>>,
  name = '',
): fc.Arbitrary<unknown> {
  const of = (inner: Schema, field = name) => fitting(document, inner, known, field);
  const value = known[name];
  if (value !== undefined) return fc.constant(value);
  if (schema.$ref !== undefined) {
    const target = document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
    return target ? of(target) : fc.constant(null);
  }
  const all = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (all) return fc.oneof(...all.map((inner) => of(inner)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const [type = 'object', ...others] = [schema.type ?? []].flat();
  if (others.length > 0) return fc.oneof(...[type, ...others].map((one) => of({ ...schema, type: one })));
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 });
    case 'number':
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(of(schema.items ?? {}), { maxLength: 3 });
    case 'object':
      return objectOf(schema, of);
    default:
      return fc.constant(null);
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = 20 }: Schema): fc.Arbitrary<unknown> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') {
    const min = new Date('2020-01-01T00:00:00Z');
    return fc
      .date({ min, max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 20)) });
}

function objectOf(
  { properties = {}, required = [] }: Schema,
  of: (inner: Schema, field: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([field, inner]) => [field, of(inner, field)]));
  return fc.record(fields, { requiredKeys: required.filter((field) => field in fields) });
}
