import { noCounts } from '@people-sync/contracts';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { aPlan } from '../rig/answers.testkit';
import { closedEvent, planned } from '../rig/events.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('a sync of which an event was left out', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let about: { tenantId: string; syncId: string; number: number };

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { WATCHDOG_EVERY_MS: '50' });
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    rig.neighbours.closeOutcome = 'closed';
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    const start = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
    about = { tenantId: tenant, syncId: start.body.syncId, number: 1 };
  });

  const becomes = (status: string, id = about.syncId) =>
    eventually(async () => {
      const { body } = await rig.http('GET', `/v1/tenants/${tenant}/syncs/${id}`, { token });
      expect(body.status).toBe(status);
      return body;
    });
  const standsFor = (interval: string) =>
    rig.sql.query(`UPDATE gateway.syncs SET status_since = now() - $2::interval WHERE tenant_id = $1 AND number = 1`, [
      tenant,
      interval,
    ]);
  const applies = async () => {
    await rig.neighbours.emit([planned(about)]);
    await becomes('applying');
  };

  it('fails with a sentence once the writer has dropped it, and the one behind it goes on', async () => {
    await applies();
    const next = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
    expect(next.body.status).toBe('queued');
    await rig.neighbours.emit([closedEvent(about, 'failed', 'changes-dropped')]);
    const failed = await becomes('failed');
    expect(failed).toMatchObject({ reason: 'changes-dropped' });
    expect(failed.message).toMatch(/support left them out\. Nothing was changed\. Start a new sync/);
    await becomes('requested', next.body.syncId);
  });

  it('is completed when the writer says that it stands in the table, though its last event was lost', async () => {
    await applies();
    const counts = { ...noCounts, seen: 3, joined: 2, unchanged: 1 };
    rig.neighbours.settled.set(about.syncId, {
      outcome: 'applied',
      counts,
      problems: 0,
      appliedAt: '2026-03-02T07:00:00.000Z',
    });
    await standsFor('11 minutes');
    expect(await becomes('completed')).toMatchObject({
      seen: 3,
      applied: { joined: 2, unchanged: 1, problems: 0 },
      finishedAt: '2026-03-02T07:00:00.000Z',
    });
  });

  it('fails when the writer says that it was dropped, but not before the reconciler has heard of it', async () => {
    await applies();
    rig.neighbours.closeOutcome = 'too-late';
    rig.neighbours.settled.set(about.syncId, { outcome: 'dropped', counts: undefined, problems: 0, appliedAt: '' });
    await standsFor('11 minutes');
    const closes = () =>
      rig.neighbours.requestsOf('closeSync').filter((request) => JSON.stringify(request).includes(about.syncId));
    await eventually(() => expect(closes()[0]).toMatchObject({ status: 'failed', reason: 'changes-dropped' }));
    await becomes('applying');
    rig.neighbours.closeOutcome = 'closed';
    expect(await becomes('failed')).toMatchObject({ reason: 'changes-dropped' });
  });

  it('waits on, shown as stalled, while the writer still has it to apply', async () => {
    await applies();
    await standsFor('3 days');
    const asked = () =>
      rig.neighbours.requestsOf('settleSync').filter((request) => JSON.stringify(request).includes(about.syncId))
        .length;
    await eventually(() => expect(asked()).toBeGreaterThan(1));
    expect((await becomes('applying')).stalledSince).not.toBeNull();
  });

  it.each(['applying', 'previewed'] as const)(
    'goes on with its plan, if that was never heard of and is %s',
    async (outcome) => {
      rig.neighbours.closeOutcome = 'too-late';
      const counts = {
        seen: 3,
        joined: 2,
        rejoined: 0,
        changed: 0,
        left: 0,
        refused: 0,
        unchanged: 1,
        missing: 0,
        kept: 0,
        goneBefore: 0,
        leftOut: 0,
        notStarted: 0,
        keptAway: 0,
      };
      rig.neighbours.plans.set(
        about.syncId,
        aPlan({ syncId: about.syncId, outcome, state: outcome, counts, problems: 4 }),
      );
      await standsFor('31 minutes');
      expect(await becomes(outcome)).toMatchObject({
        planned: { joined: 2, unchanged: 1, problems: 4 },
        applied: null,
      });
    },
  );

  describe('while it waits for an OK', () => {
    const holds = async () => {
      await rig.neighbours.emit([planned(about, 'held', { left: 40 })]);
      await becomes('held');
    };
    const isNow = (state: string, supersededBy = '') =>
      rig.neighbours.plans.set(about.syncId, aPlan({ syncId: about.syncId, outcome: 'held', state, supersededBy }));

    it('ends by itself, though nobody told that it had waited too long', async () => {
      await holds();
      isNow('expired');
      await standsFor('8 days');
      await becomes('expired');
    });

    it('leads to the newer one that took its place, though nobody told that', async () => {
      await holds();
      const next = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
      const newer = { tenantId: tenant, syncId: next.body.syncId, number: 2 };
      await rig.neighbours.emit([planned(newer, 'held', { left: 41 })]);
      await becomes('held', newer.syncId);
      isNow('superseded', newer.syncId);
      await rig.sql.query(
        `UPDATE gateway.syncs SET status_since = now() - interval '11 minutes' WHERE tenant_id = $1 AND number = 2`,
        [tenant],
      );
      expect(await becomes('superseded')).toMatchObject({ supersededBy: newer.syncId });
      await becomes('held', newer.syncId);
    });

    it('waits on as long as its plan does', async () => {
      await holds();
      isNow('held');
      await standsFor('8 days');
      const asked = () =>
        rig.neighbours.requestsOf('getPlan').filter((request) => JSON.stringify(request).includes(about.syncId)).length;
      await eventually(() => expect(asked()).toBeGreaterThan(1));
      await becomes('held');
    });
  });
});
