import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';

/** A JSON schema, as far as it is made here. */
export type Schema = Readonly<Record<string, unknown>>;

/** One value of the chart, as its file has it. */
export interface ChartValue {
  /** From the top: `['kafka', 'tls', 'enabled']`. */
  readonly path: readonly string[];
  /** What the comment above it says; empty if its name says it. */
  readonly meaning: string;
  /** What it is when nobody says otherwise. */
  readonly fallback: unknown;
  /** The values in it, unless it is taken as a whole. */
  readonly inner: readonly ChartValue[] | undefined;
  /** What the example cannot say of it (`@schema {…}`). */
  readonly told: Schema;
  /** The value at the top whose inner values it may have, too (`@like defaults`). */
  readonly like: string | undefined;
}

/**
 * Reads a values file with its comments. A comment's line that begins with `@schema` is JSON that is merged into the
 * value's schema, `@like NAME` gives it the inner values of another one.
 * @throws Error if an empty map or list does not say what may be in it.
 */
export function valuesIn(text: string): ChartValue[] {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) throw fault;
  if (!isMap(document.contents)) throw new Error('a values file is a map');
  return valuesOf(document.contents, []);
}

const valuesOf = (map: YAMLMap, above: readonly string[]): ChartValue[] =>
  map.items.map((pair) => valueOf(pair, above, map));

function valueOf({ key, value }: Pair, above: readonly string[], parent: YAMLMap): ChartValue {
  if (!isScalar(key)) throw new Error(`${above.join('.')} has a key that is no name`);
  if (isAlias(value)) throw new Error(`${String(key.value)} is an alias: write it out, tools read this file too`);
  const path = [...above, String(key.value)];
  // The first key's comment belongs to the map for the parser.
  const isFirst = parent.items[0]?.key === key;
  const comment = readComment(key.commentBefore ?? (isFirst ? (parent.commentBefore ?? '') : ''));
  const fallback: unknown = isMap(value) || isSeq(value) || isScalar(value) ? value.toJSON() : undefined;
  const isWhole = 'additionalProperties' in comment.told || !isMap(value);
  const isEmpty = (isMap(value) || isSeq(value)) && value.items.length === 0;
  if (isEmpty && Object.keys(comment.told).length === 0) throw new Error(`${path.join('.')}: say what may be in it`);
  return { path, ...comment, fallback, inner: isWhole ? undefined : valuesOf(value, path) };
}

function readComment(comment: string): { meaning: string; told: Schema; like: string | undefined } {
  // What stands above an empty line is about the file, not about the value.
  const lines = (comment.split(/\n\s*\n/).at(-1) ?? '').split('\n').map((line) => line.trim());
  const after = (mark: string) => lines.find((line) => line.startsWith(mark))?.slice(mark.length);
  const told = after('@schema ');
  return {
    meaning: lines
      .filter((line) => !line.startsWith('@'))
      .join(' ')
      .trim(),
    told: told === undefined ? {} : (JSON.parse(told) as Schema),
    like: after('@like '),
  };
}
