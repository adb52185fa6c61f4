import { describeReal, provideTestDatabase } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';
import { platformRoutes, sharedRoutes } from './routes.testkit';

const named = platformRoutes.map((route) => [`${route.method} ${route.path}`, route] as const);

describeReal('postgres')('what is about all customers', () => {
  let rig: GatewayRig;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
  });
  afterAll(() => rig.stop());

  it.each(named)('%s is for the platform and nobody else', async (_name, { method, path, answers }) => {
    rig.neighbours.asked.length = 0;
    expect((await rig.http(method, path)).status).toBe(401);
    for (const role of ['peoplesync.admin', 'peoplesync.auditor'] as const) {
      expect((await rig.http(method, path, { token: await rig.token(role, 'northwind') })).status).toBe(403);
    }
    expect(rig.neighbours.asked).toEqual([]);
    const answer = await rig.http(method, path, { token: await rig.token('peoplesync.platform') });
    expect(answer.status).toBe(answers);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it.each(sharedRoutes)(
    '$method $path is for whoever may read anything, and no stranger',
    async ({ method, path, answers }) => {
      expect((await rig.http(method, path)).status).toBe(401);
      for (const role of ['peoplesync.admin', 'peoplesync.auditor'] as const) {
        expect((await rig.http(method, path, { token: await rig.token(role, 'northwind') })).status).toBe(answers);
      }
      expect((await rig.http(method, path, { token: await rig.token('peoplesync.platform') })).status).toBe(answers);
    },
  );

  const bad = platformRoutes.flatMap(({ method, path, bad: refused = [] }) =>
    refused.map(([what, field]) => [`${method} ${path.split('?', 1)[0] ?? ''}${String(what)}`, field] as const),
  );
  it.each(bad)('%s is refused', async (call, field) => {
    const [method = '', path = ''] = call.split(' ');
    const answer = await rig.http(method, path, { token: await rig.token('peoplesync.platform') });
    expect(answer.status).toBe(400);
    expect(answer.body.fields.map((wrong) => wrong.field)).toContain(field);
  });
});
