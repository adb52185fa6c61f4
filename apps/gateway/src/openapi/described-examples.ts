import type { OpenAPIObject } from '@nestjs/swagger';
import { parkedRoutes, peopleSyncRpcs, type PlainRoute, type Rpc, sessionRoutes } from '@people-sync/contracts/api';
import { CONSOLE_HEADER } from '../sessions/own-origin';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Fields = Readonly<Record<string, unknown>>;
type Example = PlainRoute['example'];

/** What the headers of every call may be. */
const headers: Fields = {
  'Idempotency-Key': 'nightly-2026-03-02-northwind-tiles',
  'Acting-User': 'Zo%C3%AB%20Moss',
  [CONSOLE_HEADER]: '1',
};

const PATH_FIELD = /\{(\w+)\}/g;

/** A route whose names in the path do not count. */
const nameless = (route: string): string => route.replaceAll(PATH_FIELD, '{}');
const namesIn = (path: string): string[] => [...path.matchAll(PATH_FIELD)].map(([, name = '']) => name);

const rpcs = Object.values<Rpc>(peopleSyncRpcs);
const plain = Object.entries<PlainRoute>({ ...sessionRoutes, ...parkedRoutes });

/** Of each route its example, and the names that are in its path as the example has them. */
const examples = new Map<string, { readonly example: Example; readonly inPath: readonly string[] }>(
  [
    ...rpcs.flatMap((rpc) => rpc.routes.map((route, nth) => ({ route, example: rpc.examples[nth] }))),
    ...plain.map(([route, { example }]) => ({ route, example })),
  ].flatMap(({ route, example }) => (example ? [[nameless(route), { example, inPath: namesIn(route) }] as const] : [])),
);

/**
 * Shows of every operation how it may be asked and what it is answered with then, as it is declared beside the call: the
 * values of its path and query, its body, and its answer.
 */
export function describeExamples(document: OpenAPIObject): OpenAPIObject {
  for (const [path, { get, put, post, patch, delete: remove }] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries({ get, put, post, patch, delete: remove })) {
      const known = examples.get(nameless(`${method.toUpperCase()} ${path}`));
      if (operation && known) show(operation, namesIn(path), known.inPath, known.example);
    }
  }
  return document;
}

function show(
  operation: Operation,
  inPath: readonly string[],
  named: readonly string[],
  { asked, answered }: Example,
): void {
  const elsewhere = new Set(named);
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter) continue;
    const place = inPath.indexOf(parameter.name);
    const name = parameter.in === 'path' ? (named[place] ?? '') : parameter.name;
    const value = parameter.in === 'header' ? headers[name] : asked[name];
    if (parameter.in === 'query') elsewhere.add(name);
    if (value !== undefined) parameter.example = value;
  }
  const body = operation.requestBody;
  const ofBody = body && !('$ref' in body) ? body.content['application/json'] : undefined;
  if (ofBody) ofBody.example = Object.fromEntries(Object.entries(asked).filter(([name]) => !elsewhere.has(name)));
  for (const [status, response] of Object.entries(operation.responses)) {
    const content =
      response && !('$ref' in response) && Number(status) < 300 ? response.content?.['application/json'] : undefined;
    if (content) content.example = answered;
  }
}
