import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  fieldsOf,
  isHeldList,
  jsonOf,
  messageOf,
  peopleSyncRpcs,
  protoPath,
  reasons,
  type Rpc,
  type RpcName,
  unspecifiedName,
} from '@people-sync/contracts/api';
import { GrpcError } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { aPlan, aPlanItem, aStep } from '../rig/answers.testkit';
import { fillTenant } from '../rig/filled-tenant.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';
import { type AnsweredRpc, type Calls, calls, type Input, PERSON, SYNC } from './calls.testkit';

/** Routes that no rpc is the twin of, and why. */
const withoutTwin: Readonly<Record<string, string>> = {
  'GET /v1/session': 'a browser asks who is signed in',
  'POST /v1/session': 'a browser is signed in',
  'DELETE /v1/session': 'a browser is signed out',
  'POST /v1/session/preview': 'a browser asks whom a code is for',
  'GET /v1/parked': 'for operators, with curl',
  'POST /v1/parked/{}/retry': 'for operators, with curl',
  'POST /v1/parked/{}/skip': 'for operators, with curl',
};

const document = JSON.parse(readFileSync(join(__dirname, '../../../../docs/api/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
};

const nameless = (route: string): string =>
  route.replaceAll(/\{\w+\}/g, '{}').replace('/tenants/{}', '/tenants/{tenant}');

/** Every word that is asked with, as rpc and field. */
const askedWords = (Object.keys(calls) as AnsweredRpc[]).flatMap((name) =>
  fieldsOf(peopleSyncRpcs[name].request as Rpc['request'])
    .filter(({ words }) => words !== undefined)
    .map((field): [AnsweredRpc, string] => [name, field.name]),
);

/** How a call ended: with an answer, or refused. */
interface Reply {
  readonly status: number;
  readonly answer?: unknown;
  readonly reason?: string;
  /** The sentence of a refusal. */
  readonly says?: unknown;
  /** What stands beside it. */
  readonly beside?: unknown;
}

interface Beside {
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
}

const fieldsIn = (fields: NonNullable<Beside['fields']>): string[] =>
  [...new Set(fields.map(({ field }) => field))].sort();

/** What a problem says beside its sentence, with the fields of the request by their names in the .proto file. */
function inMessage(name: RpcName, beside: unknown): Beside {
  const { fields, ...rest } = beside as Beside;
  const { request }: Rpc = peopleSyncRpcs[name];
  if (!fields) return rest;
  return { ...rest, fields: fields.map(({ field, message }) => ({ field: protoPath(request, field), message })) };
}

describeReal('postgres')('every rpc', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let token: string;
  /** One company for each door: they are filled alike. */
  const tenants = { http: aTenantId(), grpc: aTenantId() };
  const syncs = { http: '', grpc: '' };

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), {
      RATE_LIMIT_PER_MINUTE: '1000000',
      // Over gRPC nobody shows the address of the console.
      PUBLIC_ORIGIN: 'https://peoplesync.example',
    });
    token = await rig.token('peoplesync.platform');
    platform = await rig.grpc(token);
    const explanation = { personId: PERSON, employeeId: 'E1', name: 'Zoë Moss', steps: [aStep({ code: 'unchanged' })] };
    for (const asked of [PERSON, 'E1', 'zoe@northwind.example']) rig.neighbours.explanations.set(asked, explanation);
    for (const door of ['http', 'grpc'] as const) {
      const { syncId } = await fillTenant(rig, tenants[door], PERSON);
      syncs[door] = syncId;
      rig.neighbours.plans.set(syncId, aPlan({ syncId, itemCount: 1, items: [aPlanItem({})] }));
      await eventually(async () => {
        const { body } = await rig.http('GET', `/v1/tenants/${tenants[door]}/syncs/${syncId}`, { token });
        expect(body.status).toBe('completed');
      });
    }
  });
  // What one call takes away, the next one finds again.
  beforeEach(async () => {
    for (const tenant of Object.values(tenants)) await rig.tenant(tenant);
  });
  afterAll(async () => {
    platform.close();
    await rig.stop();
  });

  /** The input with the door's own company and sync. */
  const own = (door: 'http' | 'grpc', input: Input): Input =>
    JSON.parse(JSON.stringify({ ...input, tenant: tenants[door] }).replaceAll(SYNC, syncs[door])) as Input;

  /** What one door answered, in words that are no door's own: its company, its sync, what is made anew, the time. */
  const nameable = (door: 'http' | 'grpc', answer: unknown, name?: RpcName): unknown => {
    // Of all companies both doors tell the same.
    const ofAll = name === 'listTenants' || name === 'listFeed';
    const said = JSON.stringify(answer);
    return JSON.parse(
      (ofAll ? said : said.replaceAll(tenants[door], 'the tenant').replaceAll(syncs[door], SYNC))
        .replaceAll(/"(syncId|decisionId|code|link|planHash|nextCursor|epoch)":"[^"]*"/g, '"$1":"made"')
        .replaceAll(new RegExp(`"${new Date().getUTCFullYear()}-[^"]*Z"`, 'g'), '"now"'),
    );
  };

  const overHttp = async (name: RpcName, input: Input, headers: Record<string, string> = {}): Promise<Reply> => {
    const { routes } = peopleSyncRpcs[name];
    const route =
      routes
        .filter((one) => wants(one, input))
        .sort(byFields)
        .at(-1) ??
      routes[0] ??
      '';
    const { method, path, body } = httpOf(route, own('http', input), name);
    const answer = await rig.http(method, path, { token, headers, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 400) {
      const { type, title: _title, status, detail, retry: _retry, ...beside } = answer.body;
      const reason = type.split('/').at(-1) ?? '';
      return { status: Number(status), reason, says: nameable('http', detail), beside: nameable('http', beside) };
    }
    const json = answer.status === 204 ? {} : (JSON.parse(answer.text) as unknown);
    return { status: 200, answer: nameable('http', json, name) };
  };

  const overGrpc = (name: AnsweredRpc, input: Input, metadata: Record<string, string | Buffer> = {}): Promise<Reply> =>
    sentOverGrpc(name, messageOf(peopleSyncRpcs[name].request, own('grpc', input)), metadata);

  const sentOverGrpc = async (
    name: AnsweredRpc,
    message: object,
    metadata: Record<string, string | Buffer> = {},
  ): Promise<Reply> => {
    const { answer: shape }: Rpc = peopleSyncRpcs[name];
    const call = platform[name] as (message: object, options: object) => Promise<Record<string, unknown>>;
    try {
      const answer = await call(message, { metadata });
      return { status: 200, answer: nameable('grpc', jsonOf(shape, answer), name) };
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      const { code, reason, message, said, violations } = error;
      const http = reason === '' ? code : reasons[reason].status;
      const beside = violations.length > 0 ? { fields: violations } : said;
      return { status: http, reason, says: nameable('grpc', message), beside: nameable('grpc', beside) };
    }
  };

  it('is called here, and every route has a twin or a reason to have none', () => {
    expect(Object.keys(calls).sort()).toEqual(
      Object.keys(peopleSyncRpcs)
        .filter((one) => one !== 'watchSync')
        .sort(),
    );
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => nameless(`${method.toUpperCase()} ${path}`)),
    );
    const twins = Object.values(peopleSyncRpcs).flatMap((rpc: Rpc) => rpc.routes.map(nameless));
    expect([...twins, ...Object.keys(withoutTwin)].sort()).toEqual(routes.sort());
  });

  it('is made once for each key if it changes something, at both doors', () => {
    const taking = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'Idempotency-Key'))
        .map(([method]) => nameless(`${method.toUpperCase()} ${path}`)),
    );
    const keyed = Object.values(peopleSyncRpcs).flatMap((rpc: Rpc) => (rpc.isKeyed ? rpc.routes.map(nameless) : []));
    const byOperators = ['POST /v1/parked/{}/retry', 'POST /v1/parked/{}/skip'];
    expect([...keyed, ...byOperators].sort()).toEqual(taking.sort());
  });

  const named = Object.entries(calls) as [AnsweredRpc, Calls][];

  it.each(named)('%s answers what its route answers', async (name, { good }) => {
    for (const input of good) {
      const [http, grpc] = [await overHttp(name, input), await overGrpc(name, input)];
      expect([input, http.status, grpc]).toEqual([input, 200, http]);
    }
  });

  it.each(named.filter(([, { bad = [] }]) => bad.length > 0))(
    '%s refuses what its route refuses, with the same word, sentence, fields and data',
    async (name, { bad = [] }) => {
      for (const input of bad) {
        const [http, grpc] = [await overHttp(name, input), await overGrpc(name, input)];
        expect([input, http.reason]).toEqual([input, expect.stringMatching(/^[a-z-]+$/)]);
        const { fields: told = [], ...beside } = inMessage(name, http.beside);
        const { fields = [], ...data } = grpc.beside as Beside;
        expect([input, { ...grpc, beside: data }]).toEqual([input, { ...http, beside }]);
        // The same fields; a text that is not given is empty in a message, and breaks fewer rules.
        expect([input, fieldsIn(fields)]).toEqual([input, fieldsIn(told)]);
        expect(told).toEqual(expect.arrayContaining([...fields]));
      }
    },
  );

  it.each(askedWords)(
    '%s refuses a %s that says nothing, or that no value of its enumeration has, with the words that it may be',
    async (name, wanted) => {
      const request: Rpc['request'] = peopleSyncRpcs[name].request;
      const field = fieldsOf(request).find((one) => one.name === wanted);
      const words = field?.words;
      if (!words) throw new Error('no word is asked with there');
      const { good, bad = [] } = calls[name];
      const input = good.find((one) => one[wanted] !== undefined) ?? good[0] ?? bad[0] ?? {};
      for (const value of [unspecifiedName(words), 99]) {
        const message = {
          ...messageOf(request, own('grpc', input)),
          [wanted]: isHeldList(field) ? { items: [value] } : value,
        };
        const { status, reason, beside } = await sentOverGrpc(name, message);
        expect([status, reason]).toEqual([400, 'invalid-request']);
        const said = JSON.stringify(beside);
        for (const told of [wanted, ...Object.keys(words.said)]) expect(said).toContain(told);
      }
    },
  );

  it.each(
    Object.entries(peopleSyncRpcs)
      .filter(([, { namesPerson }]: [string, Rpc]) => namesPerson)
      .map(([name]) => [name]),
  )(
    '%s is decided by a person, whom the platform names at either door by any name; others are whom their token is for',
    async (name) => {
      const rpc = name as Exclude<RpcName, 'watchSync'>;
      const [input = {}] = calls[rpc].bad ?? [];
      const nobody = { 'acting-user': '' };
      expect(await overHttp(rpc, input, nobody)).toMatchObject({ reason: 'acting-user-required' });
      expect(await overGrpc(rpc, input, nobody)).toMatchObject({ reason: 'acting-user-required' });
      const zoe = encodeURIComponent('Zoë 渡辺, 100 %');
      for (const ending of [
        await overHttp(rpc, input, { 'acting-user': zoe }),
        await overGrpc(rpc, input, { 'acting-user': zoe }),
        await overGrpc(rpc, input, { 'acting-user': '', 'acting-user-bin': Buffer.from('Zoë 渡辺, 100 %') }),
      ]) {
        expect(ending.status).toBeGreaterThanOrEqual(400);
        expect(ending.reason).not.toBe('acting-user-required');
      }
    },
  );

  it('that only begins or sets something asks for no person', async () => {
    const nobody = { 'acting-user': '' };
    for (const name of ['startSync', 'updateTenant', 'updatePolicy'] as const) {
      const [input = {}] = calls[name].good;
      expect((await overHttp(name, input, nobody)).status).toBe(200);
      expect((await overGrpc(name, input, nobody)).status).toBe(200);
    }
  });

  it('watchSync tells the states that its route tells, under the same ids', async () => {
    const states: unknown[] = [];
    const syncId = syncs.grpc;
    const watching = (request: object) =>
      new Promise<string>((resolve, reject) => {
        let last = '';
        platform.watchSync({ tenant: tenants.grpc, syncId, ...request }).subscribe({
          next: (event) => {
            const { kind, eventId, sync } = jsonOf(peopleSyncRpcs.watchSync.answer, { ...event });
            expect(kind).toBe('state');
            states.push(nameable('grpc', sync));
            last = String(eventId);
          },
          error: reject,
          complete: () => resolve(last),
        });
      });
    const grpcId = await watching({});
    const path = (door: 'http' | 'grpc') => `/v1/tenants/${tenants[door]}/syncs/${syncs[door]}/events`;
    const answer = await rig.http('GET', path('http'), { token });
    const told = [...answer.text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => nameable('http', JSON.parse(data)));
    expect(states).toEqual(told);
    expect(told).toHaveLength(1);
    // Whoever was told the end at one door has nothing to wait for at the other.
    const other = await rig.http('GET', path('grpc'), { token });
    expect(/^id: (.*)$/m.exec(other.text)?.[1]).toBe(grpcId);
    const headers = { 'last-event-id': grpcId };
    expect((await rig.http('GET', path('grpc'), { token, headers })).status).toBe(204);
    await watching({ lastEventId: grpcId });
    expect(states).toHaveLength(1);
    const long = watching({ lastEventId: 'x'.repeat(256) });
    await expect(long).rejects.toMatchObject({ reason: 'invalid-request' });
    const tooLong = await rig.http('GET', path('http'), { token, headers: { 'last-event-id': 'x'.repeat(256) } });
    expect([tooLong.status, tooLong.body['fields']]).toMatchObject([400, [{ field: 'Last-Event-ID' }]]);
  });
});

const PATH_FIELD = /\{(\w+)\}/g;

/** True if the input has just what stands in this path. */
const wants = (route: string, input: Input): boolean =>
  [...route.matchAll(PATH_FIELD)].every(([, field = '']) => field === 'tenant' || input[field] !== undefined);

/** The one with the most fields in its path last. */
const byFields = (one: string, other: string): number => one.split('{').length - other.split('{').length;

/** The input as an HTTP request: what the path names is in it, the rest is the body of what has one, else the query. */
function httpOf(route: string, input: Input, name: RpcName): { method: string; path: string; body: unknown } {
  const [method = '', template = ''] = route.split(' ');
  const inPath = new Set([...template.matchAll(PATH_FIELD)].map(([, field]) => field));
  // An id that is empty names nothing either.
  const path = template.replaceAll(PATH_FIELD, (_, field: string) => encodeURIComponent(String(input[field]) || '-'));
  const rest = Object.entries(input).filter(([field]) => !inPath.has(field) && field !== 'tenant');
  const inQuery = name === 'importPeople' ? ['mode'] : [];
  const body = rest.filter(([field]) => !inQuery.includes(field));
  const hasBody =
    method === 'PUT' ||
    method === 'PATCH' ||
    (method === 'POST' && fieldsOf(peopleSyncRpcs[name].request).length > inPath.size);
  const query = new URLSearchParams(
    (hasBody ? rest.filter(([field]) => inQuery.includes(field)) : rest).map(([field, value]): [string, string] => [
      field,
      String(value),
    ]),
  ).toString();
  return {
    method,
    path: query === '' ? path : `${path}?${query}`,
    body: hasBody ? Object.fromEntries(body) : undefined,
  };
}
