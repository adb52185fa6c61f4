import { status } from '@grpc/grpc-js';
import { GrpcException } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { aPlan, HASH } from '../rig/answers.testkit';
import { type About, disconnectedEvent, planned } from '../rig/events.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('changes that wait for somebody', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let held: About;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { APPROVAL_AGAIN_MS: '50', WATCHDOG_EVERY_MS: '50' });
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    rig.neighbours.standing.clear();
    rig.neighbours.closeOutcome = 'closed';
    rig.neighbours.asked.length = 0;
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    const start = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
    held = { tenantId: tenant, syncId: start.body.syncId, number: 1 };
    await rig.neighbours.emit([planned(held, 'held', { left: 40 })]);
    await becomes('held');
  });

  const path = () => `/v1/tenants/${tenant}/syncs/${held.syncId}`;
  const becomes = (wanted: string) =>
    eventually(async () => {
      const { body } = await rig.http('GET', path(), { token });
      expect(body.status).toBe(wanted);
      return body;
    });
  const approve = () => rig.http('POST', `${path()}/approve`, { token, body: { planHash: HASH } });
  const fails = (method: string, code: status) => rig.neighbours.standing.set(method, new GrpcException(code, ''));
  const asked = (method: string) =>
    rig.neighbours.requestsOf(method).filter((request) => JSON.stringify(request).includes(tenant)).length;
  const longAgo = () =>
    rig.sql.query(`UPDATE gateway.approvals SET asked_at = now() - interval '1 hour' WHERE tenant_id = $1`, [tenant]);

  describe('with an OK', () => {
    it('on which the reconciler fails again and again, end after half an hour, and the slot comes free', async () => {
      fails('approvePlan', status.INTERNAL);
      expect((await approve()).body).toMatchObject({ status: 'held', step: 'approving' });
      await eventually(() => expect(asked('approvePlan')).toBeGreaterThan(2));
      expect(asked('closeSync')).toBe(0);
      await longAgo();
      const failed = await becomes('failed');
      expect(failed).toMatchObject({ reason: 'approval-failed' });
      expect(failed['message']).toMatch(/Your OK could not be carried out.*Nothing was changed/);
      const next = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
      expect(next.body.status).toBe('requested');
    });

    it('are waited for as long as the reconciler is only away', async () => {
      fails('approvePlan', status.UNAVAILABLE);
      await approve();
      await longAgo();
      const before = asked('approvePlan');
      await eventually(() => expect(asked('approvePlan')).toBeGreaterThan(before + 3));
      expect(asked('closeSync')).toBe(0);
      rig.neighbours.standing.clear();
      await becomes('applying');
    });

    it('are applied if it turns out that only the answer was lost', async () => {
      fails('approvePlan', status.INTERNAL);
      rig.neighbours.closeOutcome = 'too-late';
      rig.neighbours.plans.set(
        held.syncId,
        aPlan({ syncId: held.syncId, hash: HASH, outcome: 'held', state: 'approved' }),
      );
      await approve();
      await longAgo();
      await becomes('applying');
    });
  });

  describe('when PeopleHR is disconnected while the reconciler is away', () => {
    it('cannot be approved any more, and end as soon as it is back', async () => {
      fails('closeSync', status.UNAVAILABLE);
      expect((await rig.http('DELETE', `/v1/tenants/${tenant}/integrations/peoplehr`, { token })).status).toBe(204);
      const refused = await approve();
      expect(refused.status).toBe(409);
      expect(refused.body.type).toMatch(/already-decided$/);
      expect(asked('approvePlan')).toBe(0);
      // Nor after it was connected again.
      await rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, {
        token,
        body: { apiKey: 'another-key-1' },
      });
      expect((await approve()).status).toBe(409);
      await becomes('held');
      rig.neighbours.standing.clear();
      expect(await becomes('cancelled')).toMatchObject({ reason: 'disconnected' });
      const next = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
      expect(next.body.status).toBe('requested');
    });
  });

  describe('when the gateway that was asked to disconnect PeopleHR died as soon as the key was gone', () => {
    /** What the vault has done by then, and says. */
    const keyIsGone = async (): Promise<void> => {
      rig.neighbours.connections.delete(tenant);
      const { rows } = await rig.sql.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      await rig.neighbours.emit([disconnectedEvent(tenant, rows[0]!.now.toISOString())]);
    };
    const connect = () =>
      rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, { token, body: { apiKey: 'another-key-1' } });
    const start = () => rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });

    it('end all the same, and no gateway takes the company for connected any longer', async () => {
      await keyIsGone();
      expect(await becomes('cancelled')).toMatchObject({ reason: 'disconnected', requestedBy: expect.any(String) });
      await eventually(async () => expect((await start()).body.type).toMatch(/not-connected$/));
    });

    it('end, and what is asked for with a new key goes on, however late that is heard', async () => {
      await keyIsGone();
      await becomes('cancelled');
      await connect();
      const { body } = await start();
      // The same word once more: a relay may publish again, and a gateway may be slow.
      const { rows } = await rig.sql.query<{ at: Date }>(
        `SELECT requested_at - interval '1 second' AS at FROM gateway.syncs WHERE sync_id = $1`,
        [body.syncId],
      );
      await rig.neighbours.emit([disconnectedEvent(tenant, rows[0]!.at.toISOString())]);
      await rig.neighbours.emit([planned({ tenantId: tenant, syncId: body.syncId, number: 2 })]);
      await eventually(async () => {
        const { body: sync } = await rig.http('GET', `/v1/tenants/${tenant}/syncs/${body.syncId}`, { token });
        expect(sync.status).toBe('applying');
      });
      const wanted = await rig.sql.query('SELECT FROM gateway.sync_endings WHERE tenant_id = $1 AND number = 2', [
        tenant,
      ]);
      expect(wanted.rowCount).toBe(0);
    });
  });
});
