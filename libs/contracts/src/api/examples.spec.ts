import { fieldsOf, type Field } from './field';
import { parkedRoutes } from './parked';
import { peopleSyncRpcs } from './people-sync';
import type { PlainRoute, Rpc } from './rpc';
import { sessionRoutes } from './sessions';
import type { TObject } from './shape';

const rpcs = Object.entries<Rpc>(peopleSyncRpcs);
const plain = Object.entries<PlainRoute>({ ...sessionRoutes, ...parkedRoutes });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an example has that its shape has not, and what it lacks, by their paths. */
function faultsIn(shape: TObject, example: unknown, at = ''): string[] {
  if (!isObject(example)) return [`${at} is no object`];
  const fields = fieldsOf(shape);
  const unknown = Object.keys(example).filter((name) => !fields.some((field) => field.name === name));
  return [
    ...unknown.map((name) => `${at}${name} is not declared`),
    ...fields.flatMap((field) => faultsOf(field, example[field.name], `${at}${field.name}`)),
  ];
}

function faultsOf({ isOptional, isNullable, list, shape, words }: Field, value: unknown, at: string): string[] {
  if (value === undefined) return isOptional ? [] : [`${at} is missing`];
  if (value === null) return isNullable ? [] : [`${at} is null`];
  if (list && !Array.isArray(value)) return [`${at} is no list`];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => {
    if (shape) return faultsIn(shape, one, `${at}.`);
    return words && !Object.hasOwn(words.said, String(one)) ? [`${at} is no word of its set`] : [];
  });
}

describe('the examples of the interface', () => {
  it.each(rpcs)('show %s on each of its routes, with what stands in the path', (_name, { routes, examples }) => {
    expect(examples).toHaveLength(routes.length);
    for (const [nth, route] of routes.entries()) {
      const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      expect(Object.keys(examples[nth]?.asked ?? {})).toEqual(expect.arrayContaining(inPath));
    }
  });

  it.each(rpcs)('ask and answer %s by its shapes, and say no more', (_name, { request, answer, examples }) => {
    const faults = examples.flatMap(({ asked, answered }) => [
      ...faultsIn(request, asked),
      ...faultsIn(answer, answered),
    ]);
    expect(faults).toEqual([]);
  });

  it.each(plain)('show %s with what stands in the path', (route, { example }) => {
    const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    expect(Object.keys(example.asked)).toEqual(expect.arrayContaining(inPath));
  });
});
