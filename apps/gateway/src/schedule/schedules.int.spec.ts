import { Connected, ConnectionBroken, Disconnected, newEvent, newId } from '@people-sync/contracts';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { withBothDoors } from '../rig/both-doors.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';
import { clockAt } from '../clocks/zone-clock';

describeReal('postgres')('the schedule of a company', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let token: string;
  let tenant: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => ({ rig, platform, token, tenant } = here));

  const path = (what = 'schedule') => `/v1/tenants/${tenant}/${what}`;
  const get = async (what?: string) => (await rig.http('GET', path(what), { token })).body;
  const put = (body: object) => rig.http('PUT', path(), { token, body });

  const synced = () => rig.synced(tenant);

  /** What the clocks of the zone show then, as HH:MM. */
  const shown = (at: unknown, zone: string) =>
    new Date(clockAt(new Date(String(at)), zone)).toISOString().slice(11, 16);
  const untilNext = (at: unknown) => new Date(String(at)).getTime() - Date.now();

  it('is off until a sync has succeeded, then offered, and switched on with one call', async () => {
    expect(await get()).toMatchObject({ enabled: false, offered: false, nextSyncAt: null });
    const refused = await put({ enabled: true });
    expect(refused).toMatchObject({ status: 409, body: { type: expect.stringContaining('not-synced-yet') } });
    await synced();
    expect(await get()).toMatchObject({ enabled: false, offered: true, nextSyncAt: null });
    const { status, body } = await put({ enabled: true });
    expect([status, body]).toEqual([200, expect.objectContaining({ enabled: true, chosenTime: false, reason: null })]);
    const at = body['nextSyncAt'];
    expect(shown(at, 'Europe/London')).toBe(body['time']);
    expect(body['time']).toMatch(/^0[1-4]:[0-5]\d$/);
    expect(untilNext(at)).toBeGreaterThan(0);
    expect(untilNext(at)).toBeLessThanOrEqual(25 * 3_600_000);
    expect(await get()).toEqual(body);
    expect(await get('integrations/peoplehr')).toMatchObject({ nextSyncAt: at, lastSuccessfulSync: { syncNumber: 1 } });
    expect(await platform.getSchedule({ tenant })).toMatchObject({ enabled: true, nextSyncAt: at });
    expect((await put({ enabled: false })).body).toMatchObject({ enabled: false, nextSyncAt: null });
    expect(await get('integrations/peoplehr')).toMatchObject({ nextSyncAt: null });
  });

  it('is at the time and in the zone that were chosen, over either door', async () => {
    await synced();
    const chosen = await platform.setSchedule({ tenant, enabled: true, time: '22:45', timeZone: 'Asia/Tokyo' });
    expect(chosen).toMatchObject({ time: '22:45', chosenTime: true, timeZone: 'Asia/Tokyo', chosenTimeZone: true });
    expect(shown(chosen.nextSyncAt, 'Asia/Tokyo')).toBe('22:45');
    expect(new Date(chosen.nextSyncAt ?? '').getUTCHours()).toBe(13);
  });

  it('follows the zone of the company, unless it has its own', async () => {
    await synced();
    await put({ enabled: true, time: '02:00' });
    await rig.http('PATCH', `/v1/tenants/${tenant}`, { token, body: { timeZone: 'America/New_York' } });
    const followed = await get();
    expect(followed).toMatchObject({ timeZone: 'America/New_York', chosenTimeZone: false });
    expect(shown(followed['nextSyncAt'], 'America/New_York')).toBe('02:00');
    await put({ enabled: true, time: '02:00', timeZone: 'Asia/Tokyo' });
    const own = await get();
    await rig.http('PATCH', `/v1/tenants/${tenant}`, { token, body: { timeZone: 'Europe/London' } });
    expect(await get()).toEqual(own);
  });

  it('is refused with the field for a zone that nobody knows and a time that is none', async () => {
    await synced();
    for (const [body, field] of [
      [{ enabled: true, timeZone: 'Europe/Atlantis' }, 'timeZone'],
      [{ enabled: true, time: '25:00' }, 'time'],
    ] as const) {
      expect(await put(body)).toMatchObject({ status: 400, body: { fields: [{ field }] } });
    }
    expect(await get()).toMatchObject({ enabled: false });
  });

  it('rests while PeopleHR refuses the key, says why, and goes on with the next night', async () => {
    await synced();
    const { body: before } = await put({ enabled: true });
    const connectionId = newId();
    const origin = { source: '/peoplesync/credentials', tenantId: tenant, subject: connectionId };
    await rig.neighbours.emit([newEvent(ConnectionBroken, origin, { connectionId, reason: 'invalid-api-key' })]);
    await eventually(async () =>
      expect(await get()).toMatchObject({
        enabled: true,
        nextSyncAt: null,
        reason: 'invalid-api-key',
        message: expect.stringContaining('Create a new one in PeopleHR'),
      }),
    );
    // Nights went by meanwhile: none of them is caught up.
    await rig.sql.query(`UPDATE gateway.schedules SET next_at = now() - interval '3 days' WHERE tenant_id = $1`, [
      tenant,
    ]);
    const again = { connectionId, companyId: '7', companyName: 'Northwind Tiles', keyHint: '1234' };
    await rig.neighbours.emit([newEvent(Connected, origin, again)]);
    await eventually(async () => expect(await get()).toEqual(before));
    await rig.neighbours.emit([newEvent(Disconnected, origin, { connectionId })]);
    await eventually(async () => expect(await get()).toMatchObject({ enabled: true, reason: 'not-connected' }));
  });

  it('cannot be switched on without a key', async () => {
    await synced();
    await rig.http('DELETE', path('integrations/peoplehr'), { token });
    expect(await put({ enabled: true })).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('not-connected') },
    });
  });

  it('starts a sync that names the schedule, once its time has come', async () => {
    await synced();
    await put({ enabled: true });
    await rig.sql.query(`UPDATE gateway.schedules SET next_at = now() - interval '1 second' WHERE tenant_id = $1`, [
      tenant,
    ]);
    await eventually(async () => {
      const { items } = await get('syncs');
      expect(items[0]).toMatchObject({ syncNumber: 2, trigger: 'schedule', requestedBy: 'schedule', mode: 'apply' });
    });
    expect(await rig.requests(tenant)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          actor: 'schedule',
          data: expect.objectContaining({ number: 2, trigger: 'schedule' }),
        }),
      ]),
    );
    const { enabled, nextSyncAt } = await get();
    expect(enabled).toBe(true);
    expect(untilNext(nextSyncAt)).toBeGreaterThan(0);
  });
});
