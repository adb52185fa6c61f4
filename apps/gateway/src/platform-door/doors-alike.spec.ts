import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadSync } from '@grpc/proto-loader';
import { RequestMethod, type Type } from '@nestjs/common';
import {
  fieldsOf,
  jsonOf,
  messageOf,
  nameOf,
  peopleSyncRpcs,
  type Rpc,
  type RpcName,
} from '@people-sync/contracts/api';
import { type InvalidField, loaderOptions, ProblemException, protoPathsOf, validated } from '@people-sync/platform';
import { propertyRuns } from '@people-sync/testing/property-runs';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { AppModule } from '../app.module';
import { anyInput, type Json, type Place } from './inputs.testkit';

/** The document as it is served: `openapi.int.spec.ts` holds it to that. */
const document = JSON.parse(readFileSync(join(__dirname, '../../../../docs/api/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object };
};

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly parameters?: readonly { in: string; name: string; required: boolean; schema: object }[];
}

/** What the doors refuse and OpenAPI cannot say: nothing of JSON Schema means that. */
const unsaid: Readonly<Record<string, RegExp>> = {
  timeZone: /must be a valid IANA time-zone/,
  // Blanks around it are taken off before it is looked at.
  apiKey: /./,
  // A person with two reasons.
  leaveOut: /each personId must stand there once/,
};
const isSaid = ({ field, message }: InvalidField): boolean => unsaid[field]?.test(message) !== true;

/** The lines of a list are refused one by one, in the answer, and not with the request. */
const linesOf: Partial<Record<RpcName, Json>> = { importPeople: { people: [] } };

const nameless = (route: string): string => route.replaceAll(/:\w+|\{\w+\}/g, '{}');

// How Nest remembers what its decorators said.
const controllers = Reflect.getMetadata('controllers', AppModule) as Type<object>[];
const prototypeOf = ({ prototype }: Type<object>): object => prototype as object;
const methodsOf = (type: Type<object>): string[] => Object.getOwnPropertyNames(prototypeOf(type));
const handlerOf = (type: Type<object>, method: string): object =>
  Object.getOwnPropertyDescriptor(prototypeOf(type), method)?.value as object;

/** The classes by which Nest checks body and query of each route. */
const inputs = new Map(
  controllers.flatMap((controller) =>
    methodsOf(controller).flatMap((method): [string, Partial<Record<Place, Type<object>>>][] => {
      const handler = handlerOf(controller, method);
      const verb = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
      if (verb === undefined) return [];
      const parts = [Reflect.getMetadata('path', controller), Reflect.getMetadata('path', handler)] as string[];
      const path = parts.flatMap((part) => part.split('/')).filter((part) => part !== '');
      const types = Reflect.getMetadata('design:paramtypes', prototypeOf(controller), method) as Type<object>[];
      const args = Reflect.getMetadata('__routeArguments__', controller, method) as
        Readonly<Record<string, { readonly index: number }>> | undefined;
      const classes = Object.entries(args ?? {}).flatMap(([kind, { index }]) =>
        kind.startsWith('3:') ? [['body', types[index]]] : kind.startsWith('4:') ? [['query', types[index]]] : [],
      );
      return [[nameless(`${RequestMethod[verb]} /${path.join('/')}`), Object.fromEntries(classes) as object]];
    }),
  ),
);

/** The methods of gRPC, over services that take whatever comes to them. */
const TAKEN = new Error('it came through the door');
const services = new Proxy({}, { get: () => () => Promise.reject(TAKEN) });
const doors = controllers.filter((door) =>
  methodsOf(door).some((method) => Reflect.hasMetadata('gateway:rpc', handlerOf(door, method))),
);
const handlers = new Map(
  doors.flatMap((Door) => {
    const door = new Door(...(new Array(8).fill(services) as []));
    return methodsOf(Door).map((method): [string, (asked: object, caller: object) => Promise<unknown>] => [
      method,
      (asked, caller) =>
        Promise.resolve(Reflect.apply(Reflect.get(door, method) as () => unknown, door, [asked, caller])),
    ]);
  }),
);

/** How a message goes over the wire. */
interface Method {
  readonly requestSerialize: (message: object) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => Json;
}
const service = loadSync(protoPathsOf(['wethrive.peoplesync.v1']), loaderOptions())[
  'wethrive.peoplesync.v1.PeopleSync'
] as unknown as Readonly<Record<string, Method>>;

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema({ $id: 'openapi', components: document.components });

/** An input by OpenAPI alone. */
function byOpenApi(route: string, place: Place): (input: Json) => boolean {
  const [verb = '', path = ''] = route.split(' ');
  const operation = Object.entries(document.paths).find(([known]) => nameless(known) === nameless(path))?.[1]?.[
    verb.toLowerCase()
  ];
  const schema = operation?.requestBody?.content['application/json']?.schema;
  const parameters = (operation?.parameters ?? []).filter((one) => one.in === 'query');
  const wanted =
    place === 'body'
      ? schema
      : {
          type: 'object',
          properties: Object.fromEntries(parameters.map(({ name, schema: rules }) => [name, rules])),
          required: parameters.filter(({ required }) => required).map(({ name }) => name),
        };
  if (!wanted) throw new Error(`OpenAPI has no ${place} for ${route}`);
  return ajv.compile(JSON.parse(JSON.stringify(wanted).replaceAll('"#/', '"openapi#/')) as object);
}

/** In a query everything is a text. */
const asSent = (input: Json, place: Place): Json =>
  place === 'body' ? input : Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));

/** The JSON that comes out of a message of it; undefined if no message says just that. */
function overGrpc(rpc: RpcName, input: Json): Json | undefined {
  const { request }: Rpc = peopleSyncRpcs[rpc];
  const method = service[`${rpc.charAt(0).toUpperCase()}${rpc.slice(1)}`];
  if (!method) throw new Error(`there is no rpc ${rpc}`);
  try {
    const json = jsonOf(request, method.requestDeserialize(method.requestSerialize(messageOf(request, input))));
    return isDeepStrictEqual(json, input) ? json : undefined;
  } catch {
    return undefined;
  }
}

async function isTakenOverGrpc(rpc: RpcName, asked: Json): Promise<boolean> {
  try {
    await handlers.get(rpc)?.({ ...asked }, { identity: { actor: 'ada' } });
  } catch (error) {
    if (error === TAKEN) return true;
    if (error instanceof ProblemException && error.reason === 'invalid-request') return false;
    throw error;
  }
  throw new Error(`${rpc} asks no service`);
}

const ID = '11111111-1111-4111-8111-111111111111';
const PATH_FIELD = /\{(\w+)\}/g;

/** Each rpc that is asked more than what stands in its path, with the route that is asked the same. */
const pathFields = (route: string): string[] => [...route.matchAll(PATH_FIELD)].map(([, field = '']) => field);
const asked = Object.keys(peopleSyncRpcs).flatMap((key) => {
  const name = key as RpcName;
  const { request, routes, isStream }: Rpc = peopleSyncRpcs[name];
  const lines = linesOf[name] ?? {};
  // Of two routes, the one that has more to say beside its path.
  const [route = ''] = [...routes].sort((one, other) => pathFields(one).length - pathFields(other).length);
  const fixed = {
    ...Object.fromEntries(pathFields(route).map((field) => [field, field === 'tenant' ? 'northwind' : ID])),
    ...lines,
  };
  const elsewhere = [...routes.flatMap(pathFields), ...Object.keys(lines)];
  const place: Place = /^(POST|PUT|PATCH)/.test(route) && name !== 'importPeople' ? 'body' : 'query';
  // Where a stream goes on is a header over HTTP.
  const isMore = !isStream && fieldsOf(request).some((field) => !elsewhere.includes(field.name));
  return isMore ? [{ name, route, fixed, elsewhere, request, place }] : [];
});

describe('an input', () => {
  it.each(asked.map((one) => [nameOf(one.request), one] as const))(
    'is taken or refused by OpenAPI, by the check of its route and by gRPC alike: %s',
    async (_name, { name, route, fixed, elsewhere, request, place }) => {
      const classOfPlace = inputs.get(nameless(route))?.[place];
      if (!classOfPlace) throw new Error(`${route} checks no ${place}`);
      const openApi = byOpenApi(route, place);
      const ends = { taken: 0, refused: 0, compared: 0 };
      await fc.assert(
        fc.asyncProperty(anyInput(request, place, elsewhere), async (input) => {
          const { wrong } = await validated(classOfPlace, asSent(input, place));
          const isTaken = wrong.length === 0;
          ends[isTaken ? 'taken' : 'refused'] += 1;
          if (isTaken || wrong.some(isSaid)) expect([input, wrong, openApi(input)]).toEqual([input, wrong, isTaken]);
          const message = overGrpc(name, { ...fixed, ...input });
          if (!message) return;
          ends.compared += 1;
          expect([input, wrong, await isTakenOverGrpc(name, message)]).toEqual([input, wrong, isTaken]);
        }),
        { numRuns: Math.max(60, propertyRuns(200)) },
      );
      // Or else nothing was tried.
      expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
    },
  );
});
