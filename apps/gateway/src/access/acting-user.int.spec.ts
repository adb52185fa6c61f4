import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';

const PERSON = '11111111-1111-4111-8111-111111111111';

describeReal('postgres')('who decides', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let platform: PlatformClient;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    platform = await rig.grpc(token);
  });
  afterAll(async () => {
    platform.close();
    await rig.stop();
  });
  beforeEach(() => (rig.neighbours.asked.length = 0));

  const leaveOut = { personId: PERSON, leaveOut: true as const, reason: 'Trustee' };
  const decide = (headers: Record<string, string>, as = token) =>
    rig.http('POST', `/v1/tenants/${tenant}/decisions`, { token: as, body: leaveOut, headers });
  const deciders = () =>
    rig.neighbours.requestsOf('decide').map((request) => Reflect.get(request as object, 'actor') as unknown);

  it('is never the platform by itself: without a name nothing is done, and the answer says how to send one', async () => {
    for (const headers of [{ 'acting-user': '' }, { 'acting-user': '%20' }] as Record<string, string>[]) {
      const refused = await decide(headers);
      expect([refused.status, refused.body.type]).toEqual([400, expect.stringMatching(/\/acting-user-required$/)]);
      expect(refused.body.detail).toContain('percent-encoded');
    }
    expect(deciders()).toEqual([]);
  });

  it.each(['Zoë Müller', '渡辺 恵', 'إيناس', '100% Grace', '👩‍🔧 Ada', 'ada@northwind.example'])(
    'may be called %s at every door',
    async (name) => {
      const encoded = { 'acting-user': encodeURIComponent(name) };
      expect((await decide(encoded)).status).toBe(201);
      await platform.decide({ tenant, ...leaveOut }, { metadata: encoded });
      const bytes = { 'acting-user': '', 'acting-user-bin': Buffer.from(name) };
      const both = platform.decide({ tenant, ...leaveOut }, { metadata: { ...bytes, 'acting-user': 'ada' } });
      await expect(both).rejects.toMatchObject({ reason: 'invalid-request' });
      await platform.decide({ tenant, ...leaveOut }, { metadata: bytes });
      expect(deciders()).toEqual([name, name, name]);
    },
  );

  it('is whom the token is for, of an administrator, whatever else is said', async () => {
    const admin = await rig.token('peoplesync.admin', tenant);
    expect((await decide({ 'acting-user': '' }, admin)).status).toBe(201);
    expect((await decide({ 'acting-user': 'grace' }, admin)).status).toBe(201);
    expect(deciders()).toEqual([`admin@${tenant}.example`, `admin@${tenant}.example`]);
  });
});
