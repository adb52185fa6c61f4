import { aTenantId, describeReal, eventually, expositionIn, provideTestDatabase, valuesOf } from '@people-sync/testing';
import { planned } from '../rig/events.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('what a Prometheus is told of open syncs', () => {
  let rig: GatewayRig;
  let token: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    token = await rig.token('peoplesync.platform');
  });
  afterAll(() => rig.stop());

  const about = async () => {
    const tenantId = aTenantId();
    await rig.tenant(tenantId);
    const { body } = await rig.http('POST', `/v1/tenants/${tenantId}/syncs`, { token, body: { mode: 'apply' } });
    return { tenantId, syncId: body.syncId, number: 1 };
  };
  const told = async (at = rig.gateway.http ?? '') => expositionIn(await (await fetch(`${at}/metrics`)).text());

  it('is how many are in each step and for how long, the same from every gateway, with 0 where there is none', async () => {
    const [one, two, held] = [await about(), await about(), await about()];
    await rig.neighbours.emit([planned(held, 'held')]);
    await rig.sql.query(`UPDATE gateway.syncs SET status_since = now() - interval '2 hours' WHERE tenant_id = $1`, [
      one.tenantId,
    ]);
    expect(two.number).toBe(1);
    const another = await rig.another({ HTTP_PORT: '0' });
    try {
      for (const at of [rig.gateway.http ?? '', another.http ?? '']) {
        await eventually(async () => {
          const numbers = await told(at);
          expect(valuesOf(numbers, 'peoplesync_syncs_open', { step: 'requested' })).toEqual([2]);
          expect(valuesOf(numbers, 'peoplesync_syncs_open', { step: 'held' })).toEqual([1]);
          expect(valuesOf(numbers, 'peoplesync_syncs_open', { step: 'applying' })).toEqual([0]);
          const [age = 0] = valuesOf(numbers, 'peoplesync_syncs_open_seconds', { step: 'requested' });
          expect(Math.round(age / 3600)).toBe(2);
          expect(valuesOf(numbers, 'peoplesync_syncs_open_seconds', { step: 'applying' })).toEqual([0]);
        });
      }
    } finally {
      await another.close();
    }
  });

  it('is absent, not 0 and not what it was, while the database is away; the rest is told', async () => {
    await rig.sql.query('ALTER TABLE gateway.syncs RENAME TO elsewhere');
    try {
      await eventually(async () => {
        const numbers = await told();
        expect(valuesOf(numbers, 'peoplesync_syncs_open')).toEqual([]);
        expect(valuesOf(numbers, 'peoplesync_calls_at_work')).toEqual([0]);
      });
    } finally {
      await rig.sql.query('ALTER TABLE gateway.elsewhere RENAME TO syncs');
    }
    await eventually(async () => expect(valuesOf(await told(), 'peoplesync_syncs_open')).toHaveLength(7));
  });

  it('is told though every connection of the pool is taken and waited for', async () => {
    const holder = await about();
    // Who wants the tenant's row waits until it is let go.
    await rig.sql.query('BEGIN');
    await rig.sql.query('SELECT FROM gateway.tenants WHERE tenant_id = $1 FOR UPDATE', [holder.tenantId]);
    const waiting = Array.from({ length: 3 }, () =>
      rig.http('POST', `/v1/tenants/${holder.tenantId}/syncs`, { token, body: { mode: 'preview' } }),
    );
    await eventually(async () => {
      const numbers = await told();
      const [used = 0] = valuesOf(numbers, 'peoplesync_database_connections', { state: 'used' });
      expect(used).toBeGreaterThanOrEqual(3);
      expect(valuesOf(numbers, 'peoplesync_database_up')).toEqual([1]);
      expect(valuesOf(numbers, 'peoplesync_syncs_open')).toHaveLength(7);
    });
    await rig.sql.query('ROLLBACK');
    await Promise.all(waiting);
  });
});
