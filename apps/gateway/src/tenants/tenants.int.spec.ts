import { status } from '@grpc/grpc-js';
import { GrpcException } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('a company', () => {
  let rig: GatewayRig;
  let token: string;
  let tenant: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    token = await rig.token('peoplesync.platform');
  });
  afterAll(() => rig.stop());
  beforeEach(() => {
    tenant = aTenantId();
    rig.neighbours.asked.length = 0;
  });

  const address = () => `/v1/tenants/${tenant}`;
  const create = (body: object) => rig.http('PUT', address(), { token, body });
  const change = (body: object, as = token) => rig.http('PATCH', address(), { token: as, body });
  const now = async () => (await rig.http('GET', address(), { token })).body;
  const licencesTold = () => rig.neighbours.requestsOf('setLicences');
  const zonesTold = () =>
    rig.neighbours.requestsOf('setPolicy').map((request) => {
      const policy: unknown = Reflect.get(request as object, 'policy');
      return Reflect.get(policy as object, 'timeZone') as unknown;
    });

  const northwind = { name: 'Northwind Tiles', timeZone: 'Europe/Dublin', seats: 200 };

  it('is made once: the same settings again are answered alike, and change nothing', async () => {
    const made = await create(northwind);
    const settings = { tenant, ...northwind, unlimited: false };
    expect([made.status, made.body]).toEqual([201, { ...settings, created: true }]);
    rig.neighbours.asked.length = 0;
    const again = await create(northwind);
    expect([again.status, again.body]).toEqual([200, { ...settings, created: false }]);
    expect(rig.neighbours.asked).toEqual([]);
  });

  it.each([
    ['a name alone', { name: 'Northwind Tiles' }, 400],
    ['no time zone', { name: 'Northwind Tiles', seats: 200 }, 409],
    ['fewer licences', { ...northwind, seats: 5 }, 409],
    ['no limit', { name: 'Northwind Tiles', timeZone: 'Europe/Dublin', unlimited: true }, 409],
    ['another name', { ...northwind, name: 'Northwind' }, 409],
  ])('that is there is not made anew with %s: nothing of it is changed', async (_what, body, refusal) => {
    await create(northwind);
    rig.neighbours.asked.length = 0;
    const refused = await create(body);
    expect(refused.status).toBe(refusal);
    if (refusal === 409) {
      expect(refused.body.type).toMatch(/\/tenant-exists$/);
      expect(refused.body.detail).toContain('PATCH');
    }
    expect(await now()).toEqual({ tenant, ...northwind, unlimited: false });
    expect(rig.neighbours.asked).toEqual([]);
  });

  it('is made by one of two who want it otherwise, and its licences are the ones it shows', async () => {
    const answers = await Promise.all([5, 6, 7, 8].map((seats) => create({ name: 'Northwind Tiles', seats })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
    const { seats } = await now();
    expect(licencesTold()).toMatchObject([{ tenantId: tenant, seats, unlimited: false }]);
  });

  it('changes where something is given, and nowhere else', async () => {
    await create(northwind);
    rig.neighbours.asked.length = 0;
    expect((await change({})).body).toEqual({ tenant, ...northwind, unlimited: false });
    expect((await change({ name: 'Northwind Tiling' })).body).toMatchObject({ name: 'Northwind Tiling', seats: 200 });
    expect(rig.neighbours.asked).toEqual([]);
    expect((await change({ timeZone: 'Europe/Paris' })).body).toMatchObject({ timeZone: 'Europe/Paris', seats: 200 });
    expect([zonesTold(), licencesTold()]).toEqual([['Europe/Paris'], []]);
    expect((await change({ unlimited: true })).body).toMatchObject({ seats: null, unlimited: true });
    expect(licencesTold()).toMatchObject([{ unlimited: true }]);
    expect(await now()).toEqual({
      tenant,
      name: 'Northwind Tiling',
      timeZone: 'Europe/Paris',
      seats: null,
      unlimited: true,
    });
  });

  it('keeps its licences unless how many, or no limit, is said', async () => {
    await create(northwind);
    for (const body of [{ seats: null }, { unlimited: false }, { seats: 3, unlimited: true }]) {
      const refused = await change(body);
      expect([refused.status, refused.body.fields[0]?.field]).toEqual([
        400,
        expect.stringMatching(/^(seats|unlimited)$/),
      ]);
      const set = await rig.http('PUT', `${address()}/licences`, { token, body });
      expect(set.status).toBe(400);
    }
    expect((await rig.http('PUT', `${address()}/licences`, { token, body: {} })).status).toBe(400);
    expect(await now()).toMatchObject({ seats: 200, unlimited: false });
    expect(licencesTold()).toHaveLength(1);
  });

  it("has its time zone from its administrator too, who changes nothing else of it, nor another's", async () => {
    await create(northwind);
    const admin = await rig.token('peoplesync.admin', tenant);
    expect((await change({ timeZone: 'Europe/Paris' }, admin)).body).toMatchObject({ timeZone: 'Europe/Paris' });
    for (const body of [{ name: 'Mine' }, { seats: 9_999 }, { unlimited: true }, { ...northwind }]) {
      const refused = await change(body, admin);
      expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('Only the time zone')]);
    }
    expect((await change({ timeZone: 'Europe/Rome' }, await rig.token('peoplesync.auditor', tenant))).status).toBe(403);
    const stranger = await rig.token('peoplesync.admin', aTenantId());
    expect((await change({ timeZone: 'Europe/Rome' }, stranger)).status).toBe(404);
    expect(await now()).toEqual({ tenant, ...northwind, timeZone: 'Europe/Paris', unlimited: false });
  });

  it('is not changed before it was made, nor while those who have to know do not answer', async () => {
    expect((await change({ timeZone: 'Europe/Paris' })).status).toBe(404);
    rig.neighbours.refusals.set('setPolicy', new GrpcException(status.UNAVAILABLE, 'away'));
    expect((await create(northwind)).status).toBe(503);
    expect((await rig.http('GET', address(), { token })).status).toBe(404);
    expect((await create(northwind)).status).toBe(201);
    rig.neighbours.refusals.set('setPolicy', new GrpcException(status.UNAVAILABLE, 'away'));
    expect((await change({ timeZone: 'Europe/Paris' })).status).toBe(503);
    expect(await now()).toMatchObject({ timeZone: 'Europe/Dublin' });
    expect((await change({ timeZone: 'Europe/Paris' })).body).toMatchObject({ timeZone: 'Europe/Paris' });
    expect(zonesTold().at(-1)).toBe('Europe/Paris');
  });
});
