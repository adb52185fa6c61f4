import { status } from '@grpc/grpc-js';
import { type RunningService } from '@people-sync/platform';
import { aTenantId, describeReal, frame, provideTestDatabase, rawCall } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';

const LIMIT = 3;

describeReal('postgres')('whoever guesses keys', () => {
  let rig: GatewayRig;
  let gateways: readonly RunningService[];

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    const limits = { CONNECTS_PER_MINUTE: String(LIMIT), CONNECTS_PER_MINUTE_OF_PLATFORM: '5' };
    gateways = [await rig.another(limits), await rig.another(limits)];
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await rig.stop();
  });

  const text = (field: number, value: string) =>
    Buffer.concat([Buffer.from([field * 8 + 2, value.length]), Buffer.from(value)]);
  const byGrpc = async (gateway: RunningService, tenant: string, token: string, apiKey: string) =>
    rawCall(gateway.grpc ?? '', {
      path: '/wethrive.peoplesync.v1.PeopleSync/ConnectPeopleHr',
      headers: { authorization: `Bearer ${token}` },
      body: frame(Buffer.concat([text(1, tenant), text(2, apiKey)])),
    });
  const byHttp = (gateway: RunningService, tenant: string, token: string, apiKey: string) =>
    rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, { token, body: { apiKey }, gateway });
  const tried = (tenant: string) =>
    rig.neighbours.requestsOf('connect').filter((request) => Reflect.get(Object(request), 'tenantId') === tenant)
      .length;
  /** A tenant that nobody has tried to connect. */
  const newTenant = async (): Promise<string> => {
    const tenant = aTenantId();
    const token = await rig.token('peoplesync.platform');
    await rig.http('PUT', `/v1/tenants/${tenant}`, { token, body: { name: 'Northwind Tiles', seats: 5 } });
    return tenant;
  };

  it('reaches PeopleHR a few times in a minute, at both doors of all gateways together, and holds up nobody else', async () => {
    const tenant = await newTenant();
    const token = await rig.token('peoplesync.admin', tenant);
    const codes: unknown[] = [];
    for (let count = 0; count < 10; count += 1) {
      for (const gateway of gateways) {
        codes.push((await byHttp(gateway, tenant, token, `guess-${count}`)).status);
        codes.push((await byGrpc(gateway, tenant, token, `guess-${count}`)).code);
      }
    }
    expect(tried(tenant)).toBe(LIMIT);
    expect(codes.slice(0, LIMIT)).toEqual([201, status.OK, 200]);
    expect(new Set(codes.slice(LIMIT))).toEqual(new Set([429, status.RESOURCE_EXHAUSTED]));
    const refused = await byHttp(gateways[0]!, tenant, token, 'guess');
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
    const byOtherDoor = await byGrpc(gateways[1]!, tenant, token, 'guess');
    expect(byOtherDoor).toMatchObject({ reason: 'too-many-requests', headers: { 'retry-after': expect.any(String) } });

    const other = await newTenant();
    expect((await byHttp(gateways[0]!, other, await rig.token('peoplesync.admin', other), 'key-1')).status).toBe(201);
    expect((await rig.http('GET', `/v1/tenants/${tenant}/people`, { token, gateway: gateways[0]! })).status).toBe(200);
  });

  it('gets no further with tokens for several tenants', async () => {
    const tenants = await Promise.all(Array.from({ length: 4 }, newTenant));
    for (const tenant of tenants) {
      const token = await rig.authority.userToken({ subject: 'consultant', roles: ['peoplesync.admin'], tenant });
      await byHttp(gateways[0]!, tenant, token, 'key-1');
    }
    expect(tenants.map(tried)).toEqual([1, 1, 1, 0]);
  });

  it('is the platform itself only for many tenants at once, and within its own limit', async () => {
    const platform = await rig.token('peoplesync.platform');
    const tenants = await Promise.all(Array.from({ length: 6 }, newTenant));
    for (const tenant of tenants) await byGrpc(gateways[0]!, tenant, platform, 'key-1');
    expect(tenants.map(tried)).toEqual([1, 1, 1, 1, 1, 0]);
  });
});
