import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import type { NewEvent } from '@people-sync/contracts';
import {
  type About,
  applied,
  changesCompleted,
  closedEvent,
  completed,
  planned,
  refetch,
  started,
  unchanged,
  unreadable,
} from '../rig/events.testkit';
import { type AnyBody, GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('syncs', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { NO_PROGRESS_AFTER_MS: '600000' });
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    token = await rig.tenant(tenant);
  });
  afterEach(() => {
    rig.neighbours.closeOutcome = 'closed';
    rig.neighbours.endedBefore = undefined;
  });

  const path = () => `/v1/tenants/${tenant}/syncs`;
  const press = (mode = 'apply') => rig.http('POST', path(), { token, body: { mode } });
  const about = ({ syncId, syncNumber: number }: AnyBody): About => ({ tenantId: tenant, syncId, number });
  const get = async (id: string) => (await rig.http('GET', `${path()}/${id}`, { token })).body;
  const becomes = (id: string, status: string) =>
    eventually(async () => {
      const sync = await get(id);
      expect(sync.status).toBe(status);
      return sync;
    });
  const emit = (...events: NewEvent[]) => rig.neighbours.emit(events);
  const publish = (...events: NewEvent[]) => rig.neighbours.publish(events);
  const asked = (count: number) =>
    eventually(async () => {
      const requests = await rig.requests(tenant);
      expect(requests).toHaveLength(count);
      return requests;
    });

  it('go from the button to the People table, and ask the fetcher once', async () => {
    const start = await press();
    expect(start.status).toBe(202);
    expect(start.headers.get('location')).toBe(`${path()}/${start.body.syncId}`);
    expect(start.body).toMatchObject({
      syncNumber: 1,
      mode: 'apply',
      trigger: 'platform',
      requestedBy: 'wethrive-platform',
      status: 'requested',
      startedAt: null,
      step: 'requested',
    });
    const sync = about(start.body);
    const [request] = await asked(1);
    expect(request).toMatchObject({
      syncid: sync.syncId,
      actor: 'wethrive-platform',
      data: { number: 1, mode: 'apply', trigger: 'platform', baseDigest: null, erased: [] },
    });
    await publish(started(sync));
    await becomes(sync.syncId, 'fetching');
    await publish(completed(sync, 120));
    const comparing = await becomes(sync.syncId, 'comparing');
    expect(comparing).toMatchObject({ message: 'Comparing 120 employees with your People table.', finishedAt: null });
    await emit(planned(sync, 'applying', { joined: 3 }), changesCompleted(sync));
    expect(await becomes(sync.syncId, 'applying')).toMatchObject({ planned: { joined: 3 }, applied: null });
    await emit(applied(sync, { joined: 2, waiting: 1 }));
    const done = await becomes(sync.syncId, 'completed-with-problems');
    expect(done).toMatchObject({
      seen: 3,
      planned: { joined: 3 },
      applied: { joined: 2, waiting: 1 },
      attention: [{ kind: 'waiting', count: 1, message: expect.stringMatching(/^1 person waits for a licence/) }],
      message: 'Done. 1 person needs attention: they are waiting for a licence.',
      planHash: 'a'.repeat(64),
      reason: null,
      step: null,
    });
    expect(await rig.requests(tenant)).toHaveLength(1);
  });

  it('carry the digest of the newest plan, but for a repair', async () => {
    for (let count = 0; count < 2; count += 1) {
      const sync = about((await press()).body);
      await emit(planned(sync), applied(sync));
      // The two are on different topics: the plan may be heard after the end.
      await eventually(async () =>
        expect(await get(sync.syncId)).toMatchObject({ status: 'completed', planHash: 'a'.repeat(64) }),
      );
    }
    await press('repair');
    const digests = (await asked(3)).map((request) => (request as { data: { baseDigest: string } }).data.baseDigest);
    expect(digests).toEqual([null, 'd'.repeat(64), null]);
  });

  it('are one, however many press at the same moment', async () => {
    const pressed = await Promise.all(Array.from({ length: 20 }, () => press()));
    expect(new Set(pressed.map(({ body }) => body.syncId)).size).toBe(1);
    expect(pressed.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 202]);
    await asked(1);
  });

  it('are one that runs and one that waits, when twenty press while it reads', async () => {
    const running = about((await press()).body);
    await publish(started(running));
    await becomes(running.syncId, 'fetching');
    const pressed = await Promise.all(Array.from({ length: 20 }, () => press()));
    expect(new Set(pressed.map(({ body }) => body.syncId)).size).toBe(1);
    expect(pressed[0]?.body).toMatchObject({ syncNumber: 2, status: 'queued' });
    const list = await rig.http('GET', path(), { token });
    expect(list.body.items.map(({ status }) => status)).toEqual(['queued', 'fetching']);
    await asked(1);
  });

  it.each([
    ['is done', (sync: About) => [planned(sync), applied(sync)]],
    ['waits for an OK', (sync: About) => [planned(sync, 'held')]],
    ['was a preview', (sync: About) => [planned(sync, 'previewed')]],
    ['is closed', (sync: About) => [closedEvent(sync, 'failed', 'no-progress')]],
  ])('hand the slot to the follow-up, asked for at once, when the running one %s', async (_how, events) => {
    const running = about((await press()).body);
    await publish(started(running));
    await becomes(running.syncId, 'fetching');
    const waiting = (await press('preview')).body;
    const last = (await press('repair')).body;
    await emit(...events(running));
    await becomes(waiting.syncId, 'requested');
    expect((await get(last.syncId)).status).toBe('queued');
    const requests = await asked(2);
    expect(requests[1]).toMatchObject({ syncid: waiting.syncId, data: { number: 2, mode: 'preview' } });
  });

  it('hand the slot on when PeopleHR could not be read, and say why', async () => {
    const running = about((await press()).body);
    await publish(started(running));
    await becomes(running.syncId, 'fetching');
    const waiting = (await press()).body;
    await publish(unreadable(running, 'missing-permission'));
    await emit(closedEvent(running, 'failed', 'missing-permission'));
    const failed = await becomes(running.syncId, 'failed');
    expect(failed).toMatchObject({ reason: 'missing-permission' });
    expect(failed['message']).toContain('tick Employee > Get All Employee Detail');
    await becomes(waiting.syncId, 'requested');
  });

  it('end as the reconciler says, though an attempt that does not count had read its answer', async () => {
    const sync = about((await press()).body);
    await publish(started(sync), started(sync), completed(sync), unreadable(sync, 'invalid-api-key'));
    await becomes(sync.syncId, 'comparing');
    const waiting = (await press()).body;
    await emit(closedEvent(sync, 'failed', 'invalid-api-key'));
    expect(await becomes(sync.syncId, 'failed')).toMatchObject({ reason: 'invalid-api-key' });
    await becomes(waiting.syncId, 'requested');
  });

  it('ask for everything once more when the short cut did not hold, with the same number and state', async () => {
    const sync = about((await press()).body);
    await publish(started(sync), unchanged(sync));
    await becomes(sync.syncId, 'comparing');
    await emit(refetch(sync));
    const [, again] = await asked(2);
    expect(again).toMatchObject({ syncid: sync.syncId, data: { number: 1, baseDigest: null } });
    expect((await get(sync.syncId)).status).toBe('comparing');
    expect((await press('preview')).body.status).toBe('queued');
    await publish(started(sync), completed(sync));
    await emit(planned(sync), applied(sync));
    await becomes(sync.syncId, 'completed');
  });

  it('end right when the topics are read in another order', async () => {
    const sync = about((await press()).body);
    await emit(applied(sync, { joined: 2 }));
    await becomes(sync.syncId, 'completed');
    await emit(planned(sync, 'applying', { joined: 3 }));
    await publish(started(sync), completed(sync), unreadable(sync, 'unavailable'));
    const late = await eventually(async () => {
      const seen = await get(sync.syncId);
      expect(seen['planHash']).toBe('a'.repeat(64));
      expect(seen['startedAt']).not.toBeNull();
      return seen;
    });
    expect(late).toMatchObject({ status: 'completed', applied: { joined: 2 }, reason: null });
  });

  it('change nothing for events of numbers and tenants that nobody knows', async () => {
    const sync = about((await press()).body);
    await emit(
      closedEvent({ ...sync, number: 99 }, 'failed', null),
      closedEvent({ ...sync, tenantId: aTenantId() }, 'failed', null),
      planned(sync),
    );
    await becomes(sync.syncId, 'applying');
  });

  it('are listed newest first, page by page', async () => {
    for (let count = 0; count < 3; count += 1) {
      const sync = about((await press()).body);
      await emit(planned(sync), applied(sync));
      await becomes(sync.syncId, 'completed');
    }
    const first = await rig.http('GET', `${path()}?limit=2`, { token });
    expect(first.body.items.map(({ syncNumber }) => syncNumber)).toEqual([3, 2]);
    const second = await rig.http('GET', `${path()}?limit=2&cursor=${first.body.nextCursor ?? ''}`, { token });
    expect(second.body.items.map(({ syncNumber }) => syncNumber)).toEqual([1]);
    expect(second.body.nextCursor).toBeNull();
    expect((await rig.http('GET', `${path()}?cursor=nonsense`, { token })).status).toBe(400);
  });

  it('need a connection to PeopleHR', async () => {
    tenant = aTenantId();
    await rig.http('PUT', `/v1/tenants/${tenant}`, { token, body: { name: 'Northwind Tiles', unlimited: true } });
    for (const mode of ['apply', 'preview', 'repair']) {
      const refused = await press(mode);
      expect(refused.status).toBe(409);
      expect(refused.body.type).toMatch(/\/not-connected$/);
      expect(refused.body.detail).toBe('PeopleHR is not connected. Enter an API key first.');
    }
    expect((await rig.http('GET', path(), { token })).body.items).toEqual([]);
  });

  it('may be tried by hand with a key that PeopleHR refused before', async () => {
    const connection = rig.neighbours.connections.get(tenant);
    if (connection)
      rig.neighbours.connections.set(tenant, { ...connection, status: 'broken', reason: 'invalid-api-key' });
    expect((await press()).status).toBe(202);
  });

  describe('that are cancelled', () => {
    const cancel = (id: string) => rig.http('POST', `${path()}/${id}/cancel`, { token });

    it('end, if the plan is not being applied, and free the slot', async () => {
      const running = about((await press()).body);
      await publish(started(running));
      await becomes(running.syncId, 'fetching');
      const waiting = (await press()).body;
      const answer = await cancel(running.syncId);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        status: 'cancelled',
        message: 'The sync was cancelled. Nothing was changed.',
      });
      expect(rig.neighbours.requestsOf('closeSync').at(-1)).toMatchObject({
        tenantId: tenant,
        syncId: running.syncId,
        number: 1,
        status: 'cancelled',
        actor: 'wethrive-platform',
      });
      await becomes(waiting.syncId, 'requested');
      expect((await cancel(running.syncId)).status).toBe(200);
    });

    it('stay what they had become, if the reconciler had ended them before for another reason', async () => {
      const sync = about((await press()).body);
      rig.neighbours.endedBefore = { status: 'failed', reason: 'invalid-api-key' };
      const late = await cancel(sync.syncId);
      expect(late.status).toBe(409);
      expect(await get(sync.syncId)).toMatchObject({ status: 'failed', reason: 'invalid-api-key' });
    });

    it('are told that it is too late once the changes are applied', async () => {
      const sync = about((await press()).body);
      rig.neighbours.closeOutcome = 'too-late';
      const early = await cancel(sync.syncId);
      expect(early.status).toBe(409);
      expect(early.body.type).toMatch(/\/too-late$/);
      await emit(planned(sync));
      await becomes(sync.syncId, 'applying');
      expect((await cancel(sync.syncId)).status).toBe(409);
      await emit(applied(sync));
      await becomes(sync.syncId, 'completed');
      expect((await cancel(sync.syncId)).status).toBe(409);
    });

    it('are withdrawn from the fetcher, if it may still be reading', async () => {
      const reading = about((await press()).body);
      await publish(started(reading));
      await becomes(reading.syncId, 'fetching');
      await cancel(reading.syncId);
      const next = about((await press()).body);
      await publish(started(next), completed(next));
      await emit(planned(next, 'held'));
      await becomes(next.syncId, 'held');
      await cancel(next.syncId);
      await asked(2);
      // Of what there is a plan, nothing more is read.
      expect(await rig.requests(tenant, 'sync.withdrawn')).toMatchObject([
        { syncid: reading.syncId, data: { number: 1 } },
      ]);
    });

    it("are nobody else's business while they only wait", async () => {
      const running = about((await press()).body);
      await publish(started(running));
      await becomes(running.syncId, 'fetching');
      const waiting = (await press()).body;
      const before = rig.neighbours.requestsOf('closeSync').length;
      expect((await cancel(waiting.syncId)).body.status).toBe('cancelled');
      expect(rig.neighbours.requestsOf('closeSync')).toHaveLength(before);
      expect((await get(running.syncId)).status).toBe('fetching');
    });

    it('end by the event, if the gateway did not live to hear the answer', async () => {
      const sync = about((await press()).body);
      await emit(closedEvent(sync, 'cancelled', null));
      await becomes(sync.syncId, 'cancelled');
    });
  });

  it('end when PeopleHR is disconnected, those that wait too', async () => {
    const running = about((await press()).body);
    await publish(started(running));
    await becomes(running.syncId, 'fetching');
    const waiting = (await press()).body;
    expect((await rig.http('DELETE', `/v1/tenants/${tenant}/integrations/peoplehr`, { token })).status).toBe(204);
    for (const id of [running.syncId, waiting.syncId]) {
      expect(await get(id)).toMatchObject({ status: 'cancelled', reason: 'disconnected' });
    }
    expect(await rig.requests(tenant)).toHaveLength(1);
  });

  it('are refused by every gateway once PeopleHR is disconnected at one', async () => {
    const other = await rig.another();
    const there = () => rig.http('POST', path(), { token, body: { mode: 'preview' }, gateway: other });
    expect((await there()).status).toBe(202);
    await rig.http('DELETE', `/v1/tenants/${tenant}/integrations/peoplehr`, { token });
    await eventually(async () => expect((await there()).status).toBe(409));
    await other.close();
  });

  it('lose nothing when the gateway is away while others go on', async () => {
    const sync = about((await press()).body);
    await asked(1);
    await rig.gateway.close();
    await publish(started(sync), completed(sync));
    await emit(planned(sync), applied(sync));
    rig.gateway = await rig.another();
    await becomes(sync.syncId, 'completed');
    expect(await rig.requests(tenant)).toHaveLength(1);
  });
});
