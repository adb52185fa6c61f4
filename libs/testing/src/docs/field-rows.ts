import { Counts, Employee, employeeFields, knownWords, Person, Policy } from '@people-sync/contracts';

/** One field of an event, as a page shows it. */
export interface FieldRow {
  /** With the fields that it stands in: `safeguards[].name`. */
  readonly path: string;
  readonly type: string;
}

/** What several events carry, described once. */
export const sharedShapes = { Employee, Person, Counts, Policy } as const;

/** As much of a JSON Schema as the declarations use. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly [knownWords]?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

/** The rows of a schema's fields; those of objects that are no shared shape follow their field. */
export function fieldRows(declared: object, prefix = ''): FieldRow[] {
  const schema = declared as Schema;
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const row = { path, type: `${typeOf(field)}${required.has(name) ? '' : ', may be absent'}` };
    const inner = field.items ?? field;
    if (inner.properties === undefined || sharedLinkOf(inner) !== undefined) return [row];
    return [row, ...fieldRows(inner, `${path}${field.items ? '[]' : ''}.`)];
  });
}

/** Leads to the shape that has these very fields; not all of them need to be there if none is required. */
function sharedLinkOf({ properties, required }: Schema): string | undefined {
  const fields = JSON.stringify(properties);
  const name = Object.entries(sharedShapes).find(([, shape]) => JSON.stringify(shape.properties) === fields)?.[0];
  if (name === undefined) return undefined;
  const link = `[${name}](shapes.md#${name.toLowerCase()})`;
  return required === undefined ? `some fields of ${link}` : link;
}

function typeOf(schema: Schema): string {
  const shared = sharedLinkOf(schema);
  if (shared !== undefined) return shared;
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.enum?.join() === employeeFields.join()) return 'names of [Employee](shapes.md#employee) fields';
  if (schema.enum) return schema.enum.map((word) => `\`${word}\``).join(', ');
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return `whole number${boundsOf(schema)}`;
    case 'number':
      return `number${boundsOf(schema)}`;
    case 'array':
      return `list of ${typeOf(schema.items ?? {})}${schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`}`;
    case 'object': {
      const [of] = Object.values(schema.patternProperties ?? {});
      return of ? `${typeOf(of)} by name` : 'object';
    }
    default:
      return schema.type ?? 'anything';
  }
}

function textOf({ format, pattern, maxLength, [knownWords]: known }: Schema): string {
  if (known) return known.length === 0 ? 'word' : `word, today ${known.map((word) => `\`${word}\``).join(', ')}`;
  if (format === 'uuid') return 'UUID';
  if (format === 'date-time') return 'instant (RFC 3339)';
  if (format === 'date') return 'day (`yyyy-MM-dd`)';
  if (pattern !== undefined) return '64 hex digits';
  return maxLength === undefined ? 'text' : `text, at most ${maxLength}`;
}

function boundsOf({ minimum, maximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` from ${minimum}`;
}
