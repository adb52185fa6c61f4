import { describeReal, eventually, aTenantId } from '@people-sync/testing';
import { applied, completed, planned, started } from './rig/events.testkit';
import { GatewayRig } from './rig/gateway.testkit';

describeReal('postgres')('a sync over HTTP', () => {
  let rig: GatewayRig;
  beforeAll(async () => {
    rig = await GatewayRig.start();
  });
  afterAll(() => rig.stop());

  it('goes from the button to the People table, and asks the fetcher once', async () => {
    const tenant = aTenantId();
    const token = await rig.tenant(tenant);
    const start = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: {} });
    expect(start.text).toContain('requested');
    expect(start.status).toBe(202);
    const about = { tenantId: tenant, syncId: start.body.id, number: 1 };
    const path = `/v1/tenants/${tenant}/syncs/${about.syncId}`;
    expect(start.headers.get('location')).toBe(path);
    await eventually(async () => expect(await rig.requests(tenant)).toHaveLength(1));
    await rig.neighbours.publish([started(about), completed(about)]);
    await eventually(async () => expect((await rig.http('GET', path, { token })).body.status).toBe('comparing'));
    await rig.neighbours.emit([planned(about), applied(about)]);
    const done = await eventually(async () => {
      const answer = await rig.http('GET', path, { token });
      expect(answer.body.status).toBe('completed');
      return answer.body;
    });
    expect(done).toMatchObject({ number: 1, message: 'Done. 3 joined.', reason: null });
  });
});
