import { aTenantId, describeReal, eventually, expositionIn, provideTestDatabase, valuesOf } from '@people-sync/testing';
import { AT } from '../rig/answers.testkit';
import { withBothDoors } from '../rig/both-doors.testkit';
import { approvedEvent, closedEvent, planned } from '../rig/events.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';

describeReal('postgres')('which customers need somebody', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let token: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => ({ rig, platform, token } = here));

  /** A tenant with one sync, of which it is told what it came to. */
  const about = async () => {
    const tenantId = aTenantId();
    await rig.tenant(tenantId);
    const { body } = await rig.http('POST', `/v1/tenants/${tenantId}/syncs`, { token, body: { mode: 'apply' } });
    return { tenantId, syncId: body.syncId, number: 1 };
  };
  const list = async (query: string) => (await rig.http('GET', `/v1/tenants?${query}`, { token })).body;
  const tenantsOf = async (state: string) => (await list(`state=${state}&limit=500`)).items.map(({ tenant }) => tenant);

  it('those whose sync waits for an OK, until it is given', async () => {
    const sync = await about();
    const other = await about();
    await rig.neighbours.emit([planned(sync, 'held'), planned(other)]);
    await eventually(async () => expect(await tenantsOf('held')).toContain(sync.tenantId));
    const { items } = await list('state=held');
    expect(items.find(({ tenant }) => tenant === sync.tenantId)).toMatchObject({
      name: 'Northwind Tiles',
      reason: null,
      message: expect.stringContaining('OK'),
      sync: { syncId: sync.syncId, status: 'held', heldBecause: ['leavers'] },
    });
    expect(await tenantsOf('held')).not.toContain(other.tenantId);
    await rig.neighbours.emit([approvedEvent(sync)]);
    await eventually(async () => expect(await tenantsOf('held')).not.toContain(sync.tenantId));
  });

  it('those whose dates cannot be read, for whoever knows how PeopleHR writes them', async () => {
    const sync = await about();
    const other = await about();
    const why = ['leavers', 'dates-unreadable'] as const;
    await rig.neighbours.emit([planned(sync, 'held', {}, undefined, [...why]), planned(other, 'held')]);
    await eventually(async () => expect(await tenantsOf('held')).toEqual(expect.arrayContaining([sync.tenantId])));
    await eventually(async () => expect(await tenantsOf('held')).toEqual(expect.arrayContaining([other.tenantId])));
    const { items } = await platform.listTenants({ state: 'TENANT_NEED_UNREADABLE', limit: 500 });
    expect(items.find(({ tenant }) => tenant === sync.tenantId)).toMatchObject({
      message: expect.stringContaining('many dates in PeopleHR cannot be read'),
    });
    expect(items.map(({ tenant }) => tenant)).not.toContain(other.tenantId);
    await rig.neighbours.emit([approvedEvent(sync)]);
    await eventually(async () => expect(await tenantsOf('unreadable')).not.toContain(sync.tenantId));
  });

  it('those whose sync should move and does not, with the step that it is in and since when; a scheduled one may take longer', async () => {
    const [young, old, scheduled, held] = [await about(), await about(), await about(), await about()];
    await rig.neighbours.emit([planned(held, 'held')]);
    await eventually(async () => expect(await tenantsOf('held')).toContain(held.tenantId));
    const ages = async (sync: { tenantId: string }, minutes: number, trigger = 'manual') =>
      rig.sql.query(
        `UPDATE gateway.syncs SET status_since = now() - $2 * interval '1 minute', trigger = $3 WHERE tenant_id = $1`,
        [sync.tenantId, minutes, trigger],
      );
    const since = async ({ tenantId }: { tenantId: string }): Promise<string | undefined> => {
      const { rows } = await rig.sql.query<{ since: Date }>(
        'SELECT status_since AS since FROM gateway.syncs WHERE tenant_id = $1',
        [tenantId],
      );
      return rows[0]?.since.toISOString();
    };
    await ages(young, 9);
    await ages(old, 11);
    await ages(scheduled, 179, 'schedule');
    await ages(held, 60);
    const stuck = await tenantsOf('stuck');
    expect(stuck).toContain(old.tenantId);
    for (const { tenantId } of [young, scheduled, held]) expect(stuck).not.toContain(tenantId);
    await ages(scheduled, 181, 'schedule');
    const { items } = await platform.listTenants({ state: 'TENANT_NEED_STUCK', limit: 500 });
    expect(items.find(({ tenant }) => tenant === scheduled.tenantId)).toMatchObject({
      reason: 'requested',
      message: expect.stringContaining('not got any further'),
      sync: { syncId: scheduled.syncId, status: 'SYNC_STATUS_REQUESTED', stalledSince: await since(scheduled) },
    });
    await rig.neighbours.emit([
      closedEvent(old, 'failed', 'unavailable'),
      closedEvent(scheduled, 'failed', 'unavailable'),
    ]);
    await eventually(async () => expect(await tenantsOf('stuck')).not.toContain(scheduled.tenantId));
  });

  it('as many as the metrics say', async () => {
    const syncs = [await about(), await about(), await about()];
    const why = ['leavers', 'dates-unreadable'] as const;
    const [one, two, three] = syncs as [(typeof syncs)[0], (typeof syncs)[0], (typeof syncs)[0]];
    await rig.neighbours.emit([planned(one, 'held', {}, undefined, [...why]), planned(two, 'held')]);
    await rig.neighbours.emit([closedEvent(three, 'failed', 'unavailable')]);
    await eventually(async () => expect(await tenantsOf('failing')).toContain(three.tenantId));
    await eventually(async () => expect(await tenantsOf('held')).toContain(two.tenantId));
    await eventually(async () => expect(await tenantsOf('unreadable')).toContain(one.tenantId));
    // The numbers are asked for at most every ten seconds.
    await eventually(async () => {
      const told = expositionIn(await (await fetch(`${rig.gateway.http ?? ''}/metrics`)).text());
      for (const state of ['held', 'unreadable', 'failing', 'stuck']) {
        const listed = (await tenantsOf(state)).length;
        expect([state, valuesOf(told, 'peoplesync_tenants', { state })]).toEqual([state, [listed]]);
      }
      const { rows } = await rig.sql.query('SELECT count(*)::int AS n FROM gateway.tenants');
      expect(valuesOf(told, 'peoplesync_tenants', { state: 'all' })).toEqual([rows[0].n]);
    });
  });

  it('those whose last sync failed, until one ends well', async () => {
    const sync = await about();
    await rig.neighbours.emit([closedEvent(sync, 'failed', 'invalid-api-key')]);
    await eventually(async () => expect(await tenantsOf('failing')).toContain(sync.tenantId));
    const { items } = await platform.listTenants({ state: 'TENANT_NEED_FAILING' });
    expect(items.find(({ tenant }) => tenant === sync.tenantId)).toMatchObject({
      reason: 'invalid-api-key',
      message: expect.stringContaining('PeopleHR'),
      sync: { syncId: sync.syncId, status: 'SYNC_STATUS_FAILED' },
    });
    const next = await rig.http('POST', `/v1/tenants/${sync.tenantId}/syncs`, { token, body: { mode: 'preview' } });
    const second = { ...sync, syncId: next.body.syncId, number: 2 };
    expect(await tenantsOf('failing')).toContain(sync.tenantId);
    await rig.neighbours.emit([planned(second, 'previewed')]);
    await eventually(async () => expect(await tenantsOf('failing')).not.toContain(sync.tenantId));
  });

  it('those whose key PeopleHR refuses, page by page, over either door', async () => {
    const tenants = [aTenantId(), aTenantId(), aTenantId()].sort();
    for (const tenant of tenants) {
      await rig.tenant(tenant);
      const connection = rig.neighbours.connections.get(tenant);
      if (connection) {
        rig.neighbours.connections.set(tenant, { ...connection, status: 'broken', reason: 'invalid-api-key' });
      }
    }
    const first = await list('state=broken&limit=2');
    const second = await list(`state=broken&limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map(({ tenant }) => tenant)).toEqual(tenants);
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]).toEqual({
      tenant: tenants[0],
      name: 'Northwind Tiles',
      ...{ timeZone: 'Europe/London', seats: 50, unlimited: false },
      reason: 'invalid-api-key',
      message: expect.stringContaining('Create a new one in PeopleHR'),
      sync: null,
    });
    const { items } = await platform.listTenants({ state: 'TENANT_NEED_BROKEN' });
    expect(items.map(({ tenant }) => tenant)).toEqual(tenants);
  });

  it('those whose events a service could not take, each once', async () => {
    const tenants = [aTenantId(), aTenantId()].sort();
    for (const tenant of tenants) await rig.tenant(tenant);
    const stream = {
      topic: 'peoplesync.changes',
      code: 'broken-json',
      reason: 'is not JSON',
      parkedAt: AT,
      waiting: 3,
      bytes: 900,
      shed: 0,
    };
    rig.neighbours.parked = ['not a customer', ...tenants].map((tenantId) => ({ ...stream, tenantId }));
    const first = await list('state=parked&limit=1');
    const second = await list(`state=parked&limit=1&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map(({ tenant }) => tenant)).toEqual(tenants);
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ name: 'Northwind Tiles', reason: 'broken-json', sync: null });
    const { items } = await platform.listTenants({ state: 'TENANT_NEED_PARKED' });
    expect(items.map(({ tenant }) => tenant)).toEqual(tenants);
    rig.neighbours.parked = [];
    expect((await list('state=parked')).items).toEqual([]);
  });

  it('page by page, each once', async () => {
    const syncs = [await about(), await about(), await about()];
    await rig.neighbours.emit(syncs.map((sync) => planned(sync, 'held')));
    const all = expect.arrayContaining(syncs.map(({ tenantId }) => tenantId)) as unknown;
    await eventually(async () => expect(await tenantsOf('held')).toEqual(all));
    const seen: unknown[] = [];
    let cursor = '';
    for (;;) {
      const { items, nextCursor } = await list(`state=held&limit=1${cursor}`);
      seen.push(...items.map(({ tenant }) => tenant));
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(await tenantsOf('held'));
  });
});
