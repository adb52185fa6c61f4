import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { aPlan, aPlanItem, HASH } from '../rig/answers.testkit';
import { type About, planned } from '../rig/events.testkit';
import { withBothDoors } from '../rig/both-doors.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';

const NEWER = '01890000-0000-7000-8000-000000000099';
const EXPIRES = '2026-03-09T06:00:00.000Z';

describeReal('postgres')('changes to check', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let tenant: string;
  let token: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => ({ rig, platform, tenant, token } = here));

  const held = async (mode = 'apply'): Promise<About> => {
    const { body } = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode } });
    const about = { tenantId: tenant, syncId: body.syncId, number: body.syncNumber };
    const end = mode === 'preview' ? 'previewed' : 'held';
    await rig.neighbours.emit([planned(about, end)]);
    await eventually(async () => {
      const sync = await rig.http('GET', `/v1/tenants/${tenant}/syncs/${body.syncId}`, { token });
      expect(sync.body.status).toBe(end);
    });
    return about;
  };
  const show = (syncId: string, query = '') =>
    rig.http('GET', `/v1/tenants/${tenant}/syncs/${syncId}/plan${query}`, { token });

  const moved = [{ field: 'location', oldValue: 'Leeds', newValue: 'York' }];
  const leaver = aPlanItem({ kind: 'left', proof: 'leaver-status', groupId: 'g-left', name: 'Ben Moss' });
  const movers = Array.from({ length: 4 }, (_, index) =>
    aPlanItem({ employeeId: `E${index}`, name: `Mover ${index}`, groupId: 'g-york', changes: moved }),
  );
  const waits = (syncId: string) =>
    aPlan({
      syncId,
      outcome: 'held',
      state: 'held',
      heldBecause: ['leavers'],
      itemCount: 5,
      expiresAt: EXPIRES,
      counts: { ...aPlan().counts!, seen: 6, left: 1, changed: 4, joined: 9 },
      safeguards: [{ name: 'leavers', field: '', value: 1, limit: 0, tripped: true }],
      groups: [
        { groupId: 'g-york', kind: 'changed', changes: moved, proof: '', count: 4, leftOut: 0 },
        { groupId: 'g-left', kind: 'left', changes: [], proof: 'leaver-status', count: 1, leftOut: 0 },
      ],
      items: [leaver, ...movers],
    });

  it('show what, how many and why, equal changes as one line, until when, and the licences they need', async () => {
    const { syncId } = await held();
    rig.neighbours.plans.set(syncId, waits(syncId));
    rig.neighbours.licences.set(tenant, { seats: 10, active: 8, waiting: 1 });
    const { body } = await show(syncId);
    expect(body).toMatchObject({
      state: 'held',
      planHash: HASH,
      outdated: false,
      expiresAt: EXPIRES,
      decidedBy: null,
      counts: { left: 1, changed: 4, joined: 9, kept: 0 },
      safeguards: [
        {
          name: 'leavers',
          field: null,
          tripped: true,
          message: '1 person would leave by their status or leaving date. Up to 0 pass without your OK.',
          cause: expect.stringMatching(/^Usually a site or a team that closed/),
          nextStep: expect.stringMatching(/^Look at who leaves/),
        },
      ],
      groups: [
        {
          groupId: 'g-york',
          kind: 'changed',
          changes: [{ field: 'location', oldValue: 'Leeds', newValue: 'York' }],
          count: 4,
        },
        { groupId: 'g-left', kind: 'left', proof: 'leaver-status', count: 1 },
      ],
      licences: { seats: 10, active: 8, waiting: 1, needed: 6, wouldWait: 7 },
    });
    expect(body.items.map(({ name }) => name)).toEqual(['Ben Moss', 'Mover 0', 'Mover 1', 'Mover 2', 'Mover 3']);
  });

  it('show the people of one group, page after page, over both doors', async () => {
    const { syncId } = await held();
    rig.neighbours.plans.set(syncId, waits(syncId));
    const first = await show(syncId, '?groupId=g-york&limit=3');
    expect(first.body.items.map(({ name }) => name)).toEqual(['Mover 0', 'Mover 1', 'Mover 2']);
    expect(first.body['groups']).toEqual([]);
    const second = await show(syncId, `?groupId=g-york&limit=3&cursor=${first.body.nextCursor ?? ''}`);
    expect([second.body.items.map(({ name }) => name), second.body.nextCursor]).toEqual([['Mover 3'], null]);
    const request = { tenant, syncId, groupId: 'g-left' };
    expect((await platform.getPlan(request)).items).toMatchObject([
      { name: 'Ben Moss', proof: 'LEAVING_PROOF_LEAVER_STATUS' },
    ]);
    const all = await platform.getPlan({ tenant, syncId });
    expect(all).toMatchObject({
      state: 'PLAN_STATE_HELD',
      expiresAt: EXPIRES,
      groups: [{ groupId: 'g-york', count: 4 }, { groupId: 'g-left' }],
      safeguards: [{ name: 'leavers', tripped: true, cause: expect.stringContaining('a site') }],
      licences: { seats: 50, active: 3, waiting: 1 },
    });
    expect(all).not.toHaveProperty('supersededBy');
  });

  it('are a file for a spreadsheet, all pages of it, and none where there is no list of changes', async () => {
    const { syncId } = await held();
    const many = Array.from({ length: 700 }, (_, n) => aPlanItem({ name: `Mover ${n}`, changes: moved }));
    rig.neighbours.plans.set(syncId, { ...waits(syncId), items: many, itemCount: many.length });
    const headers = { accept: 'text/csv' };
    const path = `/v1/tenants/${tenant}/syncs/${syncId}/plan`;
    const file = await rig.http('GET', path, { token, headers });
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const lines = file.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(701);
    expect(lines[700]).toMatch(/"Mover 699",.*"changes","location","Leeds","York","","waits for an OK"$/);
    rig.neighbours.plans.delete(syncId);
    expect((await rig.http('GET', path, { token, headers })).status).toBe(404);
  });

  it('say who decided, who was left out, what took their place, and that they can no longer be applied', async () => {
    const { syncId } = await held();
    const at = '2026-03-03T09:00:00.000Z';
    const decided = { state: 'approved', decidedBy: 'grace', decidedAt: at };
    rig.neighbours.plans.set(syncId, { ...waits(syncId), ...decided, items: [{ ...leaver, excluded: true }] });
    expect((await show(syncId)).body).toMatchObject({
      ...decided,
      items: [{ leftOut: true }],
      // Those are in the People table by now.
      licences: { needed: 0, wouldWait: 0 },
    });
    rig.neighbours.plans.set(syncId, { ...waits(syncId), state: 'superseded', supersededBy: NEWER });
    expect((await show(syncId)).body).toMatchObject({ state: 'superseded', supersededBy: NEWER });
    rig.neighbours.plans.set(syncId, { ...waits(syncId), outdated: true });
    expect((await show(syncId)).body).toMatchObject({ outdated: true });
  });

  it('of a preview are made to be looked at, with the licences they would need, and can never be applied', async () => {
    const { syncId } = await held('preview');
    rig.neighbours.plans.set(syncId, { ...waits(syncId), outcome: 'previewed', state: 'previewed', heldBecause: [] });
    rig.neighbours.licences.set(tenant, { seats: 4, active: 3, waiting: 0 });
    expect((await show(syncId)).body).toMatchObject({ state: 'previewed', licences: { needed: 7, wouldWait: 7 } });
    const approve = await rig.http('POST', `/v1/tenants/${tenant}/syncs/${syncId}/approve`, {
      token,
      body: { planHash: HASH },
    });
    expect(approve.status).toBe(409);
    expect(approve.body.type).toMatch(/\/already-decided$/);
  });
});
