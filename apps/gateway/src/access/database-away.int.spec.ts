import { status } from '@grpc/grpc-js';
import {
  answersOddMessages,
  aTenantId,
  CutLine,
  describeReal,
  eventually,
  provideTestDatabase,
} from '@people-sync/testing';
import type { RunningService } from '@people-sync/platform';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';
import { PERSON, platformRoutes, routes } from './routes.testkit';

// Ends a test that would wait for ever; a busy machine may take its time.
jest.setTimeout(300_000);

describeReal('postgres')('while the database is away', () => {
  const tenant = aTenantId();
  let rig: GatewayRig;
  let line: CutLine;
  let gateway: RunningService;
  let token: string;
  let door: PlatformClient;

  beforeAll(async () => {
    const database = await provideTestDatabase();
    rig = await GatewayRig.start(database);
    token = await rig.tenant(tenant);
    line = await CutLine.to(database.url);
    gateway = await rig.another({ DATABASE_URL: line.url });
    door = await rig.grpc(token, gateway);
    line.cut();
  });
  afterAll(async () => {
    door.close();
    await gateway.close();
    line.close();
    await rig.stop();
  });

  it.each([...routes.map((route) => ({ ...route, path: `/v1/tenants/:tenant${route.path}` })), ...platformRoutes])(
    '$method $path answers that a part of the service is away, not that something went wrong',
    async ({ method, path, body }) => {
      const ids = path.replace(':tenant', tenant).replace(/:\w+/g, PERSON);
      const answer = await rig.http(method, ids, { token, body, gateway });
      expect(answer.status).toBe(503);
      expect(answer.body.type).toMatch(/\/service-unavailable$/);
      expect(answer.headers.get('retry-after')).toBe('5');
    },
  );

  answersOddMessages(
    ['wethrive.peoplesync.v1'],
    () => ({ address: gateway.grpc ?? '', token, known: { tenant, tenantId: tenant, personId: PERSON } }),
    () => Promise.resolve(),
    10,
  );

  it('answers the same over gRPC, and everything again once the database is back', async () => {
    const listing = () => door.listSyncs({ tenant, limit: 10 });
    await expect(listing()).rejects.toMatchObject({ code: status.UNAVAILABLE, reason: 'service-unavailable' });
    line.mend();
    await eventually(async () => expect(await listing()).toMatchObject({ items: [] }));
    line.cut();
  });
});
