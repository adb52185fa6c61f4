import { status } from '@grpc/grpc-js';
import { GrpcException } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { planned } from '../rig/events.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

const OTHERS = 250;

describeReal('postgres')('though 250 other companies cannot be helped just now', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let syncId: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { WATCHDOG_EVERY_MS: '50', APPROVAL_AGAIN_MS: '50' });
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    await rig.sql.query('DELETE FROM gateway.approvals');
    await rig.sql.query('DELETE FROM gateway.syncs');
    rig.neighbours.asked.length = 0;
    rig.neighbours.standing.clear();
    rig.neighbours.closeOutcome = 'closed';
    // Whatever a round is ordered by, the others come first, and their times are older.
    await rig.sql.query(`INSERT INTO gateway.tenants (tenant_id, name, time_zone)
      SELECT 'a-' || i, 'x', 'Europe/London' FROM generate_series(1, ${OTHERS}) i ON CONFLICT DO NOTHING`);
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    const start = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
    syncId = start.body.syncId;
  });

  const others = (columns: string, values: string) =>
    rig.sql.query(`INSERT INTO gateway.syncs (tenant_id, sync_id, number, mode, trigger, requested_by, requested_at,
        status_since, ${columns})
      SELECT 'a-' || i, gen_random_uuid(), 1, 'apply', 'manual', 'x', now(), now() - interval '3 days', ${values}
        FROM generate_series(1, ${OTHERS}) i`);
  const asked = (method: string) =>
    rig.neighbours.requestsOf(method).filter((request) => JSON.stringify(request).includes(tenant)).length;
  const stands = () =>
    rig.sql.query(`UPDATE gateway.syncs SET status_since = now() - interval '1 day' WHERE tenant_id = $1`, [tenant]);

  it('a sync without progress is looked at in every round', async () => {
    await others('status', `'comparing'`);
    rig.neighbours.closeOutcome = 'too-late';
    await stands();
    await eventually(() => expect(asked('closeSync')).toBeGreaterThan(1));
  });

  it('a sync that applies and does not move is asked for in every round', async () => {
    await others('status', `'applying'`);
    await rig.neighbours.emit([planned({ tenantId: tenant, syncId, number: 1 })]);
    await eventually(async () =>
      expect((await rig.http('GET', `/v1/tenants/${tenant}/syncs/${syncId}`, { token })).body.status).toBe('applying'),
    );
    await stands();
    await eventually(() => expect(asked('settleSync')).toBeGreaterThan(1));
  });

  it('an OK that was not answered is told again in every round', async () => {
    rig.neighbours.standing.set('approvePlan', new GrpcException(status.UNAVAILABLE, 'away'));
    await others('status, approving', `'held', true`);
    await rig.sql.query(`UPDATE gateway.syncs SET status = 'held', approving = true WHERE tenant_id = $1`, [tenant]);
    await rig.sql.query(`INSERT INTO gateway.approvals (tenant_id, number, sync_id, hash, exclude, leavers_only, actor,
        asked_at)
      SELECT tenant_id, number, sync_id, repeat('a', 64), '{}', false, 'grace',
        now() - CASE WHEN tenant_id = '${tenant}' THEN interval '1 minute' ELSE interval '1 day' END
        FROM gateway.syncs`);
    await eventually(() => expect(asked('approvePlan')).toBeGreaterThan(1));
  });
});
