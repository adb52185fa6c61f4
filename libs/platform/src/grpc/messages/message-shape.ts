import type { PackageDefinition } from '@grpc/proto-loader';

/** How a value begins on the wire: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes. */
export type WireType = 0 | 1 | 2 | 5;

/** What a field number of a message stands for. */
export interface FieldShape {
  readonly wire: WireType;
  readonly isRepeated: boolean;
  readonly isText: boolean;
  /** A number of 64 bits. */
  readonly isLong: boolean;
  /** Of a field that holds messages. */
  readonly message: MessageShape | undefined;
}

/** The fields of a message by number: all that is needed to walk over its bytes. */
export type MessageShape = ReadonlyMap<number, FieldShape>;

/** No message has more fields than this, so nobody needs to send more of them for one message. */
export const MOST_FIELDS = 32;

/**
 * The shape of the message with this full name, e.g. `peoplesync.writer.v1.GetPersonRequest`.
 * @throws Error if it is missing, or has more than MOST_FIELDS fields: then this number has to grow.
 */
export const shapeOf = (name: string, all: PackageDefinition): MessageShape => shapeIn(typeIn(name, all), new Map());

/** A message's description, and where names in it are looked for. */
interface MessageType {
  readonly name: string;
  readonly descriptor: object;
  readonly all: PackageDefinition;
}

function shapeIn(type: MessageType, known: Map<string, MessageShape>): MessageShape {
  const made = known.get(type.name);
  if (made) return made;
  const shape = new Map<number, FieldShape>();
  // Before its fields: a message may hold its own kind.
  known.set(type.name, shape);
  const fields = listIn(type.descriptor, 'field');
  if (fields.length > MOST_FIELDS) throw new Error(`${type.name} has more than ${MOST_FIELDS} fields`);
  for (const field of fields) {
    const kind = textIn(field, 'type');
    shape.set(numberIn(field), {
      wire: wireOf(kind),
      isRepeated: textIn(field, 'label') === 'LABEL_REPEATED',
      isText: kind === 'TYPE_STRING',
      isLong: kind.endsWith('64'),
      message: kind === 'TYPE_MESSAGE' ? shapeIn(typeNamed(textIn(field, 'typeName'), type), known) : undefined,
    });
  }
  return shape;
}

function wireOf(type: string): WireType {
  if (/^TYPE_(STRING|BYTES|MESSAGE)$/.test(type)) return 2;
  if (/^TYPE_(DOUBLE|S?FIXED64)$/.test(type)) return 1;
  if (/^TYPE_(FLOAT|S?FIXED32)$/.test(type)) return 5;
  if (/^TYPE_(U?INT(32|64)|SINT(32|64)|BOOL|ENUM)$/.test(type)) return 0;
  throw new Error(`a field of ${type} cannot be walked over`);
}

/** What a field of `outer` means by a name: an entry of its own maps, or what is nearest by the rules of .proto files. */
function typeNamed(name: string, outer: MessageType): MessageType {
  const { all } = outer;
  const own = listIn(outer.descriptor, 'nestedType').find((nested) => textIn(nested, 'name') === name);
  if (own) return { name: `${outer.name}.${name}`, descriptor: own, all };
  if (name.startsWith('.')) return typeIn(name.slice(1), all);
  const scopes = outer.name.split('.').map((_, index, words) => words.slice(0, words.length - index).join('.'));
  const scope = scopes.find((one) => `${one}.${name}` in all);
  return typeIn(scope === undefined ? name : `${scope}.${name}`, all);
}

function typeIn(name: string, all: PackageDefinition): MessageType {
  const found = all[name];
  if (found && 'type' in found && typeof found.type === 'object') return { name, descriptor: found.type, all };
  throw new Error(`there is no message called ${name}`);
}

function listIn(descriptor: object, key: string): readonly object[] {
  const found: unknown = Reflect.get(descriptor, key);
  const list: unknown[] = Array.isArray(found) ? found : [];
  return list.filter((entry) => typeof entry === 'object' && entry !== null);
}

function textIn(descriptor: object, key: string): string {
  const text: unknown = Reflect.get(descriptor, key);
  if (typeof text === 'string') return text;
  throw new Error(`a message's description has no ${key}`);
}

function numberIn(field: object): number {
  const number: unknown = Reflect.get(field, 'number');
  if (typeof number === 'number') return number;
  throw new Error("a field's description has no number");
}
