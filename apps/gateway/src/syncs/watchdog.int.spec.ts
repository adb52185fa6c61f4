import { status } from '@grpc/grpc-js';
import { GrpcException } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { completed, planned, started } from '../rig/events.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('a sync that does not move', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let about: { tenantId: string; syncId: string; number: number };

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { WATCHDOG_EVERY_MS: '50' });
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    const start = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
    about = { tenantId: tenant, syncId: start.body.syncId, number: 1 };
    rig.neighbours.closeOutcome = 'closed';
    rig.neighbours.asked.length = 0;
  });

  afterEach(async () => {
    await rig.sql.query(`UPDATE gateway.syncs SET status = 'cancelled', finished_at = now() WHERE rank < 5`);
  });

  const get = async () => (await rig.http('GET', `/v1/tenants/${tenant}/syncs/${about.syncId}`, { token })).body;
  const becomes = (wanted: string) =>
    eventually(async () => {
      const sync = await get();
      expect(sync.status).toBe(wanted);
      return sync;
    });
  /** As if it had come into its status so long ago. */
  const stands = (since: string) =>
    rig.sql.query(`UPDATE gateway.syncs SET status_since = now() - $2::interval WHERE tenant_id = $1`, [tenant, since]);
  const closes = () =>
    rig.neighbours.requestsOf('closeSync').filter((request) => JSON.stringify(request).includes(about.syncId));

  /** A round that ended another tenant's sync has passed over this one's. */
  const aRound = async () => {
    const other = aTenantId();
    await rig.tenant(other);
    await rig.http('POST', `/v1/tenants/${other}/syncs`, { token, body: { mode: 'apply' } });
    await rig.sql.query(`UPDATE gateway.syncs SET status_since = now() - interval '1 hour' WHERE tenant_id = $1`, [
      other,
    ]);
    await eventually(async () => {
      const [sync] = (await rig.http('GET', `/v1/tenants/${other}/syncs`, { token })).body.items;
      expect(sync?.status).toBe('failed');
    });
  };

  it.each(['requested', 'fetching', 'comparing'])('is ended after half an hour while %s', async (wanted) => {
    if (wanted !== 'requested') await rig.neighbours.publish([started(about)]);
    if (wanted === 'comparing') await rig.neighbours.publish([completed(about)]);
    await becomes(wanted);
    await stands('29 minutes');
    await aRound();
    expect(closes()).toEqual([]);
    expect((await get()).status).toBe(wanted);
    await stands('31 minutes');
    expect(await becomes('failed')).toMatchObject({ reason: 'no-progress' });
    expect(closes()[0]).toMatchObject({ status: 'failed', reason: 'no-progress', number: 1, actor: '' });
  });

  it('is left six hours if the schedule started it', async () => {
    await rig.sql.query(`UPDATE gateway.syncs SET trigger = 'schedule' WHERE tenant_id = $1`, [tenant]);
    await stands('5 hours 59 minutes');
    await aRound();
    expect((await get()).status).toBe('requested');
    await stands('6 hours 1 minute');
    await becomes('failed');
  });

  it('is left alone if its plan turns out to be committed for applying', async () => {
    rig.neighbours.closeOutcome = 'too-late';
    await stands('2 hours');
    await eventually(() => expect(closes().length).toBeGreaterThan(1));
    expect((await get()).status).toBe('requested');
  });

  it('is ended by a later round if the reconciler was away', async () => {
    rig.neighbours.refusals.set('closeSync', new GrpcException(status.UNAVAILABLE, 'away'));
    await stands('2 hours');
    await becomes('failed');
    expect(closes().length).toBeGreaterThan(1);
  });

  it('is never failed while it applies, but shown as stalled with the step', async () => {
    await rig.neighbours.emit([planned(about)]);
    await becomes('applying');
    expect(await get()).toMatchObject({ stalledSince: null, step: 'applying' });
    await stands('11 hours');
    const stalled = await get();
    expect(stalled).toMatchObject({ status: 'applying', step: 'applying', finishedAt: null });
    expect(stalled['stalledSince']).not.toBeNull();
    expect(stalled['message']).toContain('takes longer than usual');
    expect(closes()).toEqual([]);
  });
});
