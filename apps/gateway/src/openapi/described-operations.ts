import type { OpenAPIObject } from '@nestjs/swagger';
import {
  fieldsOf,
  PARKED_ID,
  parkedRoutes,
  peopleSyncRpcs,
  type PlainRoute,
  type Rpc,
  sessionRoutes,
} from '@people-sync/contracts/api';

/** What a route does, and what the names in its path are of. */
interface Said {
  readonly sentence: string;
  /** What the operation is called: as its rpc; undefined: as its method in the gateway. */
  readonly name?: string;
  /** In their order. */
  readonly inPath: readonly string[];
}

/** A route whose names in the path do not count: the rpc's own stand there, and `id`. */
const nameless = (route: string): string => route.replaceAll(PATH_FIELD, '{}');
const PATH_FIELD = /\{(\w+)\}/g;

const rpcs = Object.entries<Rpc>(peopleSyncRpcs);

const routes: ReadonlyMap<string, Said> = new Map([
  ...rpcs.flatMap(([rpc, { sentence, routes, request }]) => {
    const sentences = new Map(fieldsOf(request).map((field) => [field.name, field.sentence]));
    return routes.map((route, nth): [string, Said] => [
      nameless(route),
      {
        sentence,
        ...(nth === 0 ? { name: rpc } : {}),
        inPath: [...route.matchAll(PATH_FIELD)].map(([, name = '']) => sentences.get(name) ?? ''),
      },
    ]);
  }),
  ...Object.entries<PlainRoute>({ ...sessionRoutes, ...parkedRoutes }).map(([route, { sentence }]): [string, Said] => [
    nameless(route),
    { sentence, inPath: [PARKED_ID] },
  ]),
]);

/** Says of every operation what its rpc says: its name, a summary, the whole of it, and what the names in its path are. */
export function describeOperations(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries({ ...item })) {
      const said = routes.get(nameless(`${method.toUpperCase()} ${path}`));
      if (!said || !isOperation(operation)) continue;
      const { summary, rest } = inTwo(said.sentence);
      if (said.name !== undefined) operation.operationId = said.name;
      operation.summary = summary;
      if (rest !== '') operation.description = rest;
      const names = [...path.matchAll(PATH_FIELD)].map(([, name]) => name);
      for (const parameter of operation.parameters ?? []) {
        if ('$ref' in parameter || parameter.in !== 'path') continue;
        parameter.description = said.inPath[names.indexOf(parameter.name)] ?? '';
      }
    }
  }
  return document;
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' && value !== null && 'responses' in value;

/** The first sentence, without what is in brackets or behind a semicolon, and all of it if that is more. */
function inTwo(sentence: string): { readonly summary: string; readonly rest: string } {
  const [, first = sentence] = /^(.*?)[.;:](?:\s|$)/s.exec(sentence) ?? [];
  return { summary: first, rest: `${first}.` === sentence ? '' : sentence };
}
