import { jsonOf, messageOf, peopleSyncRpcs, type Rpc, type RpcName } from '@people-sync/contracts/api';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { lastValueFrom, type Observable, take } from 'rxjs';
import { anEntry, aReplay } from '../rig/audit.testkit';
import { aDecision, aPerson, aPlan, aPlanItem, aProblem, aStep, aVersion, AT, HASH } from '../rig/answers.testkit';
import { planned } from '../rig/events.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';
import { aCode } from '../sessions/browser.testkit';

type Fields = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>
  >;
}

/** One operation of the description, as its examples call it. */
interface Shown {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What it is said to be answered with; undefined: nothing, or a stream. */
  readonly answered: unknown;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const textIn = (fields: Fields, name: string, otherwise: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : otherwise;
};

/** Where an answer has other fields than its example, or a value of another kind. */
function unlike(example: unknown, answer: unknown, at = 'it'): string[] {
  if (example === null || answer === null) return [];
  if (isList(example) && isList(answer)) {
    return example.length > 0 && answer.length > 0 ? unlike(example[0], answer[0], `${at}[]`) : [];
  }
  if (isFields(example) && isFields(answer)) {
    const names = new Set([...Object.keys(example), ...Object.keys(answer)]);
    return [...names].flatMap((name) =>
      example[name] === undefined || answer[name] === undefined
        ? [`${at}.${name} is in one alone`]
        : unlike(example[name], answer[name], `${at}.${name}`),
    );
  }
  return typeof example === typeof answer && isList(example) === isList(answer) ? [] : [`${at} is another kind`];
}

/** The request that the examples of a route make, as it stands in the description. */
function shownBy(route: string, { parameters = [], requestBody, responses }: Operation): Shown {
  const [method = '', template = ''] = route.split(' ');
  const given = (place: string) => parameters.filter((one) => one.in === place && one.example !== undefined);
  const path = given('path').reduce(
    (path, { name, example }) => path.replace(`{${name}}`, encodeURIComponent(String(example))),
    template,
  );
  const query = new URLSearchParams(
    given('query').map(({ name, example }): [string, string] => [name, String(example)]),
  ).toString();
  const [answered] = Object.entries(responses).flatMap(([status, { content }]) =>
    Number(status) < 300 ? (content?.['application/json']?.example ?? []) : [],
  );
  return {
    method,
    path: query === '' ? path : `${path}?${query}`,
    headers: Object.fromEntries(given('header').map(({ name, example }) => [name.toLowerCase(), String(example)])),
    body: requestBody?.content['application/json']?.example,
    answered,
  };
}

/** One example of each route of each rpc. */
const examples = Object.entries<Rpc>(peopleSyncRpcs).flatMap(([name, { routes, examples }]) =>
  routes.map((route, nth) => [route, name as RpcName, examples[nth]?.asked ?? {}, examples[nth]?.answered] as const),
);
const plain = [
  'GET /v1/session',
  'POST /v1/session',
  'DELETE /v1/session',
  'POST /v1/session/preview',
  'GET /v1/parked',
  'POST /v1/parked/{}/retry',
  'POST /v1/parked/{}/skip',
];
const nameless = (route: string): string => route.replaceAll(/\{\w+\}/g, '{}');

describeReal('postgres')('the examples of the interface, sent as they are shown', () => {
  let rig: GatewayRig;
  let token: string;
  let platform: PlatformClient;
  let shown: ReadonlyMap<string, Shown>;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { RATE_LIMIT_PER_MINUTE: '1000000' });
    token = await rig.token('peoplesync.platform');
    platform = await rig.grpc(token);
    const { text } = await rig.http('GET', '/openapi.json');
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
    shown = new Map(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => {
          const route = `${method.toUpperCase()} ${path}`;
          return [nameless(route), shownBy(route, operation)];
        }),
      ),
    );
  });
  afterAll(async () => {
    platform.close();
    await rig.stop();
  });

  /** A company that has what the example asks for; what stands for it and its sync in the example. */
  const companyFor = async (name: RpcName, asked: Fields): Promise<ReadonlyMap<string, string>> => {
    const tenantId = aTenantId();
    const own = new Map([[textIn(asked, 'tenant', 'northwind-tiles'), tenantId]]);
    if (name === 'createTenant') return own;
    await rig.tenant(tenantId);
    if (name === 'setSchedule') await rig.synced(tenantId);
    const { neighbours } = rig;
    const person = aPerson({ personId: textIn(asked, 'personId', aPerson().personId), changeNumber: 815 });
    neighbours.people.set(tenantId, [person]);
    neighbours.versions.set(tenantId, [aVersion({ person, changeNumber: 815 })]);
    neighbours.problems.set(tenantId, [aProblem({ problemId: textIn(asked, 'problemId', aProblem().problemId) })]);
    const decisionId = textIn(asked, 'decisionId', aDecision().decisionId);
    neighbours.decisions.set(tenantId, [aDecision({ decisionId })]);
    const explanation = { personId: person.personId, employeeId: 'E1042', name: 'Zoë Moss' };
    for (const id of [person.personId, 'E1042'])
      neighbours.explanations.set(id, { ...explanation, steps: [aStep({ code: 'unchanged' })] });
    const type = 'net.wethrive.peoplesync.sync.requested.v1';
    const event = anEntry({ eventId: textIn(asked, 'eventId', anEntry().eventId), type, time: AT });
    neighbours.events.set(tenantId, [event]);
    neighbours.replays.set(tenantId, [aReplay({ replayId: textIn(asked, 'replayId', aReplay().replayId) })]);
    neighbours.findings.set(tenantId, [{ kind: 'left-out', index: 0, detail: '{}' }]);
    const syncId = textIn(asked, 'syncId', '');
    if (syncId === '') return own;
    const path = `/v1/tenants/${tenantId}/syncs`;
    const started = await rig.http('POST', path, { token, body: { mode: 'apply' } });
    const { syncId: id, syncNumber: number } = started.body;
    const hash = textIn(asked, 'planHash', HASH);
    await neighbours.emit([planned({ tenantId, syncId: id, number }, 'held', { left: 31 }, hash)]);
    const plan = { syncId: id, itemCount: 1, items: [aPlanItem({})], state: 'held', outcome: 'held', heldSince: AT };
    neighbours.plans.set(id, aPlan({ ...plan, hash }));
    await eventually(async () => expect((await rig.http('GET', `${path}/${id}`, { token })).body.status).toBe('held'));
    return own.set(syncId, id);
  };

  /** With what stands for the company itself. */
  const mine = <T>(value: T, own: ReadonlyMap<string, string>): T => {
    const said = [...own].reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify({ value }));
    return (JSON.parse(said) as { value: T }).value;
  };

  const overHttp = (route: string, own: ReadonlyMap<string, string>, more: Record<string, string> = {}, by = token) => {
    const example = shown.get(nameless(route));
    if (!example) throw new Error(`${route} is not described`);
    const { method, path, headers, body } = mine(example, own);
    return rig.http(method, path, {
      ...(by === '' ? {} : { token: by }),
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body }),
    });
  };

  it('are there for every operation: what it takes, and what it answers', () => {
    expect([...shown.keys()].sort()).toEqual([...examples.map(([route]) => nameless(route)), ...plain].sort());
    for (const [route, { path, answered }] of shown) {
      expect([route, path]).toEqual([route, expect.not.stringContaining('{')]);
      const hasNone = route.startsWith('DELETE') && !/rejection|decisions/.test(route);
      expect([route, answered === undefined]).toEqual([route, hasNone || route.endsWith('}/events')]);
    }
  });

  it.each(examples.filter(([, name]) => name !== 'watchSync'))(
    '%s is answered as its example says, over HTTP and over gRPC',
    async (route, name, asked, answered) => {
      const http = await overHttp(route, await companyFor(name, asked));
      expect([http.status, http.status < 300 ? '' : http.text]).toEqual([expect.any(Number), '']);
      expect(unlike(answered, http.text === '' ? {} : JSON.parse(http.text))).toEqual([]);

      const { request, answer }: Rpc = peopleSyncRpcs[name];
      const call = platform[name] as unknown as (message: object) => Promise<Fields>;
      const message = mine(messageOf(request, asked), await companyFor(name, asked));
      expect(unlike(answered, jsonOf(answer, await call(message)))).toEqual([]);
    },
  );

  it('WatchSync tells a state as its example does, over HTTP and over gRPC', async () => {
    const { routes, request, answer, examples: all }: Rpc = peopleSyncRpcs.watchSync;
    const [{ asked, answered } = { asked: {}, answered: {} }] = all;
    const { text } = await overHttp(routes[0] ?? '', await companyFor('watchSync', asked));
    const [, eventId, sync = ''] = /^id: (\S+)$[^]*?^data: (.*)$/m.exec(text) ?? [];
    expect(unlike(answered, { kind: 'state', eventId, sync: JSON.parse(sync) })).toEqual([]);
    const message = mine(messageOf(request, asked), await companyFor('watchSync', asked));
    const watch = platform.watchSync as unknown as (message: object) => Observable<Fields>;
    expect(unlike(answered, jsonOf(answer, await lastValueFrom(watch(message).pipe(take(1)))))).toEqual([]);
  });

  it.each(plain)('%s is answered as its example says', async (route) => {
    const tenant = aTenantId();
    await rig.tenant(tenant);
    rig.neighbours.parked = [
      {
        ...{ topic: 'peoplesync.snapshots', tenantId: tenant, code: 'not-json', reason: 'is not JSON', parkedAt: AT },
        ...{ waiting: 1, bytes: 900, shed: 0 },
      },
    ];
    const isSession = route.includes('session');
    const own = new Map([
      ['northwind-tiles', tenant],
      ['invented-code-that-opens-nothing', isSession ? await aCode(rig, tenant) : ''],
    ]);
    const admin = await rig.token('peoplesync.admin', tenant);
    const by = !isSession ? token : route.startsWith('GET') ? admin : '';
    const { status, text } = await overHttp(route, own, isSession ? { origin: rig.gateway.http ?? '' } : {}, by);
    expect([status, status < 300 ? '' : text]).toEqual([expect.any(Number), '']);
    expect(unlike(shown.get(route)?.answered ?? {}, text === '' ? {} : JSON.parse(text))).toEqual([]);
  });
});
