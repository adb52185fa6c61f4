import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { PERSON, platformRoutes, type Route, routes } from '../access/routes.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

/** What every object of JavaScript has: toString, valueOf, __proto__ … */
const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];
const UNKNOWN = 'noSuchField';

/** The body with one field more, in the whole and in every object within it. */
function* withField(body: unknown, name: string): Generator<string> {
  if (typeof body !== 'object' || body === null) return;
  const entries = Object.entries(body).map(([key, value]) => [JSON.stringify(key), value] as const);
  const written = entries.map(([key, value]) => `${key}:${JSON.stringify(value)}`);
  if (!Array.isArray(body)) yield `{${[...written, `${JSON.stringify(name)}:1`].join()}}`;
  for (const [index, [key, value]] of entries.entries()) {
    for (const inner of withField(value, name)) {
      if (Array.isArray(body))
        yield `[${body.map((item, at) => (at === index ? inner : JSON.stringify(item))).join()}]`;
      else yield `{${written.map((pair, at) => (at === index ? `${key}:${inner}` : pair)).join()}}`;
    }
  }
}

const bodies: readonly (readonly [route: string, Route])[] = routes
  .filter(({ body }) => body !== undefined)
  .map((route) => [`${route.method} …${route.path}`, route]);
const policy: Route = {
  method: 'PATCH',
  path: '/policy',
  body: {
    scope: { location: { include: ['Leeds'], exclude: [] } },
    leaveOut: [{ personId: PERSON, reason: 'because' }],
    safeguards: { leavers: { people: 1, fraction: 0.1 } },
  },
  answers: 200,
};

describeReal('postgres')('a field that is called like something of the language', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { RATE_LIMIT_PER_MINUTE: '1000000' });
    tenant = aTenantId();
    token = await rig.tenant(tenant);
  });
  afterAll(() => rig.stop());

  const send = (method: string, path: string, body?: string) =>
    rig.http(method, path.replace(/:\w+/, PERSON), { token, ...(body === undefined ? {} : { body }) });

  it.each([...bodies, ['PATCH …/policy, whole', policy] as const])(
    'is refused in the body of %s like any other that there is not',
    async (_route, { method, path, body }) => {
      const address = `/v1/tenants/${tenant}${path}`;
      for (const name of [UNKNOWN, ...names]) {
        for (const sent of withField(body, name)) {
          const { status, body: problem } = await send(method, address, sent);
          const told = problem.fields.map(({ field }) => field.split('.').at(-1));
          expect([sent, status, told]).toEqual([sent, 400, expect.arrayContaining([name])]);
        }
      }
    },
  );

  it('is refused in every query like any other that there is not', async () => {
    let refused = 0;
    const paths = [
      ...platformRoutes.map(({ method, path }) => [method, path] as const),
      ...routes.map(({ method, path }) => [method, `/v1/tenants/${tenant}${path}`] as const),
    ];
    for (const [method, path] of paths.filter(([verb]) => verb === 'GET')) {
      const address = `${path}${path.includes('?') ? '&' : '?'}`;
      const unknown = await rig.http('GET', `${address.replace(/:\w+/, PERSON)}${UNKNOWN}=1`, { token });
      if (unknown.status !== 400) continue;
      refused += 1;
      for (const name of names) {
        const { status, body } = await send(method, `${address}${name}=1`);
        expect([path, name, status, body.fields.map(({ field }) => field)]).toEqual([path, name, 400, [name]]);
      }
    }
    expect(refused).toBeGreaterThan(8);
  });
});
