import type { ChartValue, Schema } from './values-file';

/**
 * The JSON schema (draft 7) of a values file: closed maps, so that a misspelt value is an error and not a wish that
 * nobody hears.
 * @param removed values that are let through, because the chart itself says what to do instead.
 */
export function schemaOf(values: readonly ChartValue[], removed: readonly string[] = []): Schema {
  const gone = removed.map((path) => gap(path.split('.')));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of the chart people-sync',
    ...mapOf(withGaps(values, gone), values),
  };
}

/** A value of which nothing is known but its place. */
const gap = (path: readonly string[]): ChartValue => ({
  path,
  meaning: 'Removed.',
  fallback: undefined,
  inner: undefined,
  told: {},
  like: undefined,
});

function withGaps(values: readonly ChartValue[], gone: readonly ChartValue[]): ChartValue[] {
  const depth = (values[0]?.path.length ?? 1) - 1;
  const here = gone.filter(({ path }) => path.length === depth + 1);
  const filled = values.map((value) => {
    const below = gone.filter(({ path }) => path.length > depth + 1 && path[depth] === nameOf(value));
    return value.inner && below.length > 0 ? { ...value, inner: withGaps(value.inner, below) } : value;
  });
  return [...filled, ...here];
}

function mapOf(inner: readonly ChartValue[], all: readonly ChartValue[]): Schema {
  const isTop = inner[0]?.path.length === 1;
  const properties = Object.fromEntries(inner.map((value) => [nameOf(value), schemaOfOne(value, all)]));
  // Every parent of this chart may hand `global` down.
  const global = isTop
    ? { global: { type: 'object', description: 'Of a parent chart; nothing is read from it.' } }
    : {};
  return { type: 'object', additionalProperties: false, properties: { ...properties, ...global } };
}

function schemaOfOne(value: ChartValue, all: readonly ChartValue[]): Schema {
  const description = value.meaning === '' ? {} : { description: value.meaning };
  if (value.inner) return { ...mapOf(withLike(value, all), all), ...description, ...value.told };
  return { ...typeOf(value.fallback), ...description, ...value.told };
}

/** A value's own inner values, and those of the one that it is like. */
function withLike(value: ChartValue, all: readonly ChartValue[]): ChartValue[] {
  const own = value.inner ?? [];
  const model = all.find((one) => one.path.length === 1 && nameOf(one) === value.like)?.inner ?? [];
  const names = new Set(own.map(nameOf));
  const merged = own.map((one) => {
    const same = model.find((other) => nameOf(other) === nameOf(one));
    if (!same) return one;
    const said = { told: { ...same.told, ...one.told }, meaning: one.meaning || same.meaning };
    return { ...one, ...said, inner: 'additionalProperties' in said.told ? undefined : mergedInner(same, one) };
  });
  return [...merged, ...model.filter((one) => !names.has(nameOf(one)))];
}

function mergedInner(model: ChartValue, own: ChartValue): readonly ChartValue[] | undefined {
  if (!own.inner) return undefined;
  const names = new Set(own.inner.map(nameOf));
  const told = new Map((model.inner ?? []).map((one) => [nameOf(one), one.told]));
  return [
    ...own.inner.map((one) => ({ ...one, told: { ...told.get(nameOf(one)), ...one.told } })),
    ...(model.inner ?? []).filter((one) => !names.has(nameOf(one))),
  ];
}

const nameOf = ({ path }: ChartValue): string => path.at(-1) ?? '';

function typeOf(fallback: unknown): Schema {
  if (fallback === undefined) return {};
  if (Array.isArray(fallback)) return { type: 'array' };
  if (typeof fallback === 'number') return { type: Number.isInteger(fallback) ? 'integer' : 'number' };
  if (typeof fallback === 'boolean') return { type: 'boolean' };
  return { type: typeof fallback === 'object' && fallback !== null ? 'object' : 'string' };
}
