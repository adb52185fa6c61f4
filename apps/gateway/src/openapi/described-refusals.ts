import type { OpenAPIObject } from '@nestjs/swagger';
import {
  allReasons,
  bodyRefusals,
  commonRefusals,
  httpRefusalsOf,
  keyedRefusals,
  peopleSyncRpcs,
  ownRefusalsOf,
  problemName,
  problemShape,
  PROBLEM_BASE,
  type Reason,
  reasons,
  type RpcName,
  titleOf,
} from '@people-sync/contracts/api';
import { classOf } from '../shapes/class-of';

type Components = NonNullable<OpenAPIObject['components']>;
type Schema = NonNullable<Components['schemas']>[string];
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const browser = [...commonRefusals, 'not-from-console', 'https-needed'] as const satisfies readonly Reason[];
const operators = [...commonRefusals, 'not-from-console', 'not-found'] as const satisfies readonly Reason[];

/** Routes that are no call's twin: for browsers and for operators. */
const withoutTwin: Readonly<Record<string, readonly Reason[]>> = {
  'GET /v1/session': [...commonRefusals, 'not-from-console'],
  'POST /v1/session': [...browser, ...bodyRefusals, 'sign-in-refused', 'other-session'],
  'DELETE /v1/session': browser,
  'POST /v1/session/preview': [...browser, ...bodyRefusals, 'sign-in-refused'],
  'GET /v1/parked': operators,
  'POST /v1/parked/{}/retry': [...operators, ...keyedRefusals, 'still-parked'],
  'POST /v1/parked/{}/skip': [...operators, ...keyedRefusals, 'still-parked'],
};

const isRpc = (name: string): name is RpcName => name in peopleSyncRpcs;

/** `GET /v1/tenants/{tenant}/syncs/{id}` → `GET /v1/tenants/{}/syncs/{}`. */
const nameless = (route: string): string => route.replaceAll(/\{\w+\}/g, '{}');

const twins = new Map(
  Object.entries(peopleSyncRpcs).flatMap(([name, rpc]) =>
    rpc.routes.map((route) => [nameless(route), { rpc, own: isRpc(name) ? ownRefusalsOf(name) : [] }] as const),
  ),
);

/**
 * What a route may be refused with.
 * @throws Error for one that is neither a call's twin nor among those that are none: it says what it refuses first.
 */
export function refusalsOfRoute(route: string, hasBody: boolean): readonly Reason[] {
  const twin = twins.get(nameless(route));
  const refused = twin ? httpRefusalsOf(twin.own, twin.rpc, hasBody) : withoutTwin[nameless(route)];
  if (!refused) throw new Error(`it is not said with what ${route} may be refused`);
  return refused;
}

/** The classes of what problems say, for the document's schemas. */
export const problemClasses = () => allReasons.map((reason) => classOf(problemShape(reason)));

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/**
 * Says of each operation with which problems it may be refused: by status, each by its `type`, so that a generated client
 * knows what stands beside the sentence.
 */
export function describeRefusals(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components ??= {}).schemas ?? {};
  document.components.schemas = schemas;
  for (const reason of allReasons) schemas[problemName(reason)] = problemSchema(reason, schemas[problemName(reason)]);
  const used = new Set<Reason>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const refused = refusalsOfRoute(`${method.toUpperCase()} ${path}`, operation.requestBody !== undefined);
      for (const reason of refused) used.add(reason);
      describe(operation, refused);
    }
  }
  for (const reason of allReasons) if (!used.has(reason)) Reflect.deleteProperty(schemas, problemName(reason));
  return document;
}

function describe(operation: Operation, refused: readonly Reason[]): void {
  for (const status of Object.keys(operation.responses)) {
    if (Number(status) >= 400) Reflect.deleteProperty(operation.responses, status);
  }
  const statuses = [...new Set(refused.map((reason) => reasons[reason].status))].sort((one, other) => one - other);
  for (const status of statuses) {
    const those = [...new Set(refused)].filter((reason) => reasons[reason].status === status);
    operation.responses[status] = {
      description: those.map((reason) => `${reason}: ${reasons[reason].meaning}`).join('\n\n'),
      ...(those.some((reason) => reasons[reason].retry === 'same-call')
        ? { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer', minimum: 1 } } } }
        : {}),
      content: { 'application/problem+json': { schema: oneOf(those) } },
    };
  }
}

const reference = (reason: Reason): string => `#/components/schemas/${problemName(reason)}`;

/** One of these problems, told apart by `type`. */
function oneOf(those: readonly Reason[]) {
  const [only] = those;
  if (only !== undefined && those.length === 1) return { $ref: reference(only) };
  return {
    oneOf: those.map((reason) => ({ $ref: reference(reason) })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(those.map((reason) => [PROBLEM_BASE + reason, reference(reason)])),
    },
  };
}

/** @param said what stands beside, as its class is described */
function problemSchema(reason: Reason, said: Schema | undefined): Schema {
  const { status, meaning, retry } = reasons[reason];
  const beside = said && !('$ref' in said) ? said : {};
  return {
    type: 'object',
    description: meaning,
    required: ['type', 'title', 'status', 'detail', 'retry', ...(beside.required ?? [])],
    properties: {
      type: { type: 'string', enum: [PROBLEM_BASE + reason], description: 'Says which problem it is' },
      title: { type: 'string', enum: [titleOf(reason)], description: 'The same in a word or two' },
      status: { type: 'integer', enum: [status], description: 'That of HTTP' },
      detail: { type: 'string', description: 'The sentence, with the next step' },
      retry: { type: 'string', enum: [retry], description: 'Whether the same call may be made again (docs/errors.md)' },
      ...beside.properties,
    },
  };
}
