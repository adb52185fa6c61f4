import type { OpenAPIObject } from '@nestjs/swagger';
import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { type Choice, LONGEST_EVENT_ID } from '@people-sync/contracts/api';
import { CHOICE, NOT_NULL } from '../shapes/described';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaOrReference = Schemas[string];
type Schema = Exclude<SchemaOrReference, { $ref: string }>;

const BODIES = '#/components/schemas/';

const uuid: Schema = { type: 'string', format: 'uuid' };

/** What the names in every path, and the headers of every changing call, may be; what is else has the answer of none. */
const places: Readonly<Record<string, Schema>> = {
  'path tenant': { type: 'string', pattern: TENANT_ID_PATTERN },
  ...Object.fromEntries(
    ['syncId', 'personId', 'problemId', 'decisionId', 'replayId'].map((name) => [`path ${name}`, uuid]),
  ),
  'header Idempotency-Key': { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  'header Acting-User': { type: 'string', maxLength: 200 },
  'header Last-Event-ID': { type: 'string', maxLength: LONGEST_EVENT_ID },
};

/**
 * Says of inputs what holds for all of them and stands in no class: names in paths, headers, that a body has no other
 * fields, that null is as good as nothing for an optional one, and that whole numbers are told exactly.
 */
export function describeInputs(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of [item.get, item.put, item.post, item.delete, item.patch]) {
      for (const parameter of operation?.parameters ?? []) {
        if ('$ref' in parameter) continue;
        // What waits has an id that is a name.
        const place = path.startsWith('/v1/parked/') ? undefined : places[`${parameter.in} ${parameter.name}`];
        parameter.schema = place ?? parameter.schema ?? { type: 'string' };
      }
      const body = operation?.requestBody;
      if (!body || '$ref' in body) continue;
      for (const { schema } of Object.values(body.content)) if (schema) describeBody(schemas, schema, new Set());
    }
  }
  return document;
}

function describeBody(schemas: Schemas, property: SchemaOrReference, seen: Set<string>): void {
  const schema = referenceIn(property) ?? property;
  if (!('$ref' in schema)) {
    if (schema.items) describeBody(schemas, schema.items, seen);
    return;
  }
  const named = schemas[schema.$ref.replace(BODIES, '')];
  if (!named || '$ref' in named || seen.has(schema.$ref)) return;
  seen.add(schema.$ref);
  named.additionalProperties = false;
  const required = named.required ?? [];
  for (const [field, property] of Object.entries(named.properties ?? {})) {
    describeBody(schemas, property, seen);
    const choice: unknown = Reflect.get(property, CHOICE);
    if (isChoice(choice)) named.anyOf = waysToChoose(choice);
    if (named.properties) named.properties[field] = defaultSaid(described(property, required.includes(field)));
  }
}

/**
 * What a field of a body is if it is left out is said in words: of the keyword `default` generators make a field that is
 * always there, and that has to be given.
 */
function defaultSaid(property: SchemaOrReference): SchemaOrReference {
  if ('$ref' in property || property.default === undefined) return property;
  const { description, ...plain } = property;
  const value: unknown = plain.default;
  delete plain.default;
  const sentence = description === undefined || /[.;]$/.test(description) ? description : `${description}.`;
  return { ...plain, description: [sentence, `Absent: ${JSON.stringify(value)}.`].filter(Boolean).join(' ') };
}

const isChoice = (value: unknown): value is Choice => typeof value === 'object' && value !== null && 'fields' in value;

/** What is as good as nothing. */
const NOTHING = { enum: [null, false] };

/** Each of the fields alone, or none of them. */
function waysToChoose({ fields, orNone }: Choice): Schema[] {
  const chosen = (wanted: string | undefined): Schema => ({
    ...(wanted === undefined ? {} : { required: [wanted] }),
    properties: Object.fromEntries(fields.map((field) => [field, field === wanted ? { not: NOTHING } : NOTHING])),
  });
  return [...(orNone ? [undefined] : []), ...fields].map(chosen);
}

/** Without what is said here in the document's own words. */
function withoutMarks(property: Schema): Schema {
  const plain = { ...property };
  for (const mark of [CHOICE, NOT_NULL]) Reflect.deleteProperty(plain, mark);
  return plain;
}

/** The schema that a field is one of, with or without a sentence of its own. */
function referenceIn(property: SchemaOrReference): { $ref: string } | undefined {
  if ('$ref' in property) return property;
  const [only, ...others] = property.allOf ?? [];
  return only && '$ref' in only && others.length === 0 ? only : undefined;
}

function described(property: SchemaOrReference, isRequired: boolean): SchemaOrReference {
  const reference = referenceIn(property);
  if (reference) {
    if (isRequired) return property;
    const description = 'description' in property ? property.description : undefined;
    return { ...(description === undefined ? {} : { description }), anyOf: [reference, { type: 'null' }] };
  }
  if ('$ref' in property) return property;
  const plain = withoutMarks(property);
  const exact: Schema =
    plain.type === 'integer' && plain.maximum === undefined ? { ...plain, maximum: Number.MAX_SAFE_INTEGER } : plain;
  if (
    Reflect.get(property, NOT_NULL) === true ||
    isRequired ||
    exact.default !== undefined ||
    typeof exact.type !== 'string'
  )
    return exact;
  const choices: readonly unknown[] | undefined = exact.enum;
  // Types of 3.1; the library's words are those of 3.0.
  return Object.assign({}, exact, {
    type: [exact.type, 'null'],
    ...(choices ? { enum: [...choices, null] } : {}),
  });
}
