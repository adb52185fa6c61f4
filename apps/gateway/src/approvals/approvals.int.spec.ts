import { status } from '@grpc/grpc-js';
import type { NewEvent } from '@people-sync/contracts';
import type { Reason } from '@people-sync/contracts/api';
import { GrpcException, ProblemException } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { aDecision, aPlan, aPlanItem, AT, HASH } from '../rig/answers.testkit';
import {
  type About,
  applied,
  approvedEvent,
  changesCompleted,
  closedEvent,
  expiredEvent,
  planned,
  rejectedEvent,
  revisedEvent,
  started,
  supersededEvent,
} from '../rig/events.testkit';
import { type AnyBody, GatewayRig, type HttpAnswer } from '../rig/gateway.testkit';
import { REVISED } from '../rig/reconciler.testkit';
import { StatusStream } from '../rig/status-stream.testkit';

const ADA = '11111111-1111-4111-8111-111111111111';
const BEN = '22222222-2222-4222-8222-222222222222';
const OTHER_HASH = 'c'.repeat(64);

describeReal('postgres')('changes that wait for an OK', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { APPROVAL_AGAIN_MS: '50' });
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    rig.neighbours.asked.length = 0;
    rig.neighbours.standing.clear();
  });

  const path = (id = '') => `/v1/tenants/${tenant}/syncs${id === '' ? '' : `/${id}`}`;
  const press = async () => (await rig.http('POST', path(), { token, body: { mode: 'apply' } })).body;
  const about = ({ syncId, syncNumber: number }: AnyBody): About => ({ tenantId: tenant, syncId, number });
  const get = async (id: string) => (await rig.http('GET', path(id), { token })).body;
  const becomes = (id: string, wanted: string) =>
    eventually(async () => {
      const sync = await get(id);
      expect(sync.status).toBe(wanted);
      return sync;
    });
  const emit = (...events: NewEvent[]) => rig.neighbours.emit(events);
  const held = async (hash = HASH): Promise<About> => {
    const sync = about(await press());
    await emit(planned(sync, 'held', { left: 40 }, hash));
    await becomes(sync.syncId, 'held');
    return sync;
  };
  const say = (
    what: 'approve' | 'reject',
    { syncId }: About,
    more: object = {},
    headers: Record<string, string> = {},
  ) => rig.http('POST', `${path(syncId)}/${what}`, { token, body: { planHash: HASH, ...more }, headers });
  const approve = (sync: About, more?: object, headers?: Record<string, string>) => say('approve', sync, more, headers);
  const reject = (sync: About, more?: object) => say('reject', sync, more);
  const calls = () => rig.neighbours.requestsOf('approvePlan').map((request) => JSON.stringify(request));
  /** What the reconciler was told of this company: an OK that it has not answered within 50 ms is told again. */
  const told = () =>
    [...new Set(calls())].filter((call) => call.includes(tenant)).map((call): unknown => JSON.parse(call));
  const isRefused = (answer: HttpAnswer, http: number, reason: string) => {
    expect(answer.status).toBe(http);
    expect(answer.body.type).toMatch(new RegExp(`/${reason}$`));
  };
  /** Once. */
  const refuse = (method: string, reason: Reason, message = 'A sentence.') =>
    rig.neighbours.refusals.set(method, new ProblemException(reason, message));
  /** However often it is asked: the gateway may ask again by itself. */
  const refuseAll = (method: string, reason: Reason, message = 'A sentence.') =>
    rig.neighbours.standing.set(method, new ProblemException(reason, message));
  const isAway = new GrpcException(status.UNAVAILABLE, 'away');

  it('say why they wait, and are applied but for those who are left out', async () => {
    const sync = await held();
    expect(await get(sync.syncId)).toMatchObject({
      message:
        'Waiting for your OK: more people would leave than usual. Look at the changes to check, then apply them or do not.',
      heldBecause: ['leavers'],
      supersededBy: null,
    });
    const answer = await approve(sync, { leftOut: [BEN, ADA] }, { 'acting-user': 'grace' });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(path(sync.syncId));
    expect(answer.body).toMatchObject({ syncId: sync.syncId, status: 'applying', finishedAt: null });
    expect(told()).toEqual([
      { tenantId: tenant, syncId: sync.syncId, hash: HASH, exclude: [ADA, BEN], actor: 'grace', leaversOnly: false },
    ]);
    expect((await press()).status).toBe('queued');
    await emit(approvedEvent(sync, [ADA, BEN]), changesCompleted(sync), applied(sync, { left: 38 }));
    expect(await becomes(sync.syncId, 'completed')).toMatchObject({ applied: { left: 38 } });
    expect((await approve(sync, { leftOut: [ADA, BEN] })).status).toBe(202);
    const other = await approve(sync, {}, { 'acting-user': 'ben' });
    isRefused(other, 409, 'already-decided');
    expect(other.body['decided']).toEqual({
      state: 'approved',
      decidedBy: 'grace',
      decidedAt: AT,
      leaversOnly: false,
      notNow: false,
      people: [ADA, BEN],
      peopleCount: 2,
    });
    expect(other.body.detail).toMatch(
      /^grace gave their OK to these changes and left 2 people out, on .*nothing of it was done/,
    );
    expect(await get(sync.syncId)).toMatchObject({ status: 'completed' });
  });

  it.each([
    ['to the leavers alone', { leaversOnly: true }, {}, 'gave their OK to the leavers alone and left nobody out'],
    ['to everything', {}, { leaversOnly: true }, 'gave their OK to these changes and left nobody out'],
    ['with somebody left out', { leftOut: [ADA] }, { leftOut: [BEN] }, 'and left 1 person out'],
  ])('that were given an OK %s are not said to be given another', async (_what, first, second, words) => {
    const sync = await held();
    expect((await approve(sync, first, { 'acting-user': 'grace' })).status).toBe(202);
    for (const answer of [await approve(sync, second), await reject(sync)]) {
      isRefused(answer, 409, 'already-decided');
      expect(answer.body['decided']).toMatchObject({ state: 'approved', decidedBy: 'grace' });
      expect(answer.body.detail).toContain(words);
    }
    expect((await approve(sync, first)).status).toBe(202);
    expect(await get(sync.syncId)).toMatchObject({ status: 'applying' });
  });

  it('are applied once, however many give their OK at the same moment', async () => {
    const sync = await held();
    const answers = await Promise.all(Array.from({ length: 12 }, () => approve(sync)));
    for (const answer of answers) expect([answer.status, answer.body.syncId]).toEqual([202, sync.syncId]);
    expect(await get(sync.syncId)).toMatchObject({ status: 'applying' });
  });

  it('are applied when the event is heard before the answer', async () => {
    const sync = await held();
    let answer: () => void = () => undefined;
    rig.neighbours.delays.set('approvePlan', new Promise((resolve) => (answer = resolve)));
    const waiting = approve(sync);
    await eventually(() => expect(told()).not.toHaveLength(0));
    await emit(approvedEvent(sync), applied(sync));
    await becomes(sync.syncId, 'completed');
    rig.neighbours.delays.clear();
    answer();
    expect((await waiting).body).toMatchObject({ status: 'completed' });
  });

  it('are not applied while another sync runs', async () => {
    const sync = await held();
    const running = await press();
    isRefused(await approve(sync), 409, 'sync-running');
    expect(told()).toEqual([]);
    expect(await get(sync.syncId)).toMatchObject({ status: 'held', step: 'held' });
    await emit(planned(about(running), 'previewed'));
    await becomes(running.syncId, 'previewed');
    expect((await approve(sync)).status).toBe(202);
  });

  it('are not applied if others were looked at, and the answer leads to the right ones', async () => {
    const sync = await held();
    for (const answer of [
      await approve(sync, { planHash: OTHER_HASH }),
      await reject(sync, { planHash: OTHER_HASH }),
    ]) {
      isRefused(answer, 409, 'plan-outdated');
      expect(answer.body['syncPath']).toBe(path(sync.syncId));
    }
    expect(told()).toEqual([]);
  });

  it('give the slot to a new check when the world has moved on, and the answer leads there', async () => {
    const sync = await held();
    refuseAll('approvePlan', 'plan-outdated');
    const answer = await approve(sync, {}, { 'acting-user': 'grace', 'idempotency-key': 'k1' });
    isRefused(answer, 409, 'plan-outdated');
    expect(answer.body.detail).toContain('A new check has been started');
    const [newest, before] = (await rig.http('GET', path(), { token })).body.items;
    expect(answer.body['syncPath']).toBe(path(newest?.syncId));
    expect(newest).toMatchObject({ syncNumber: 2, mode: 'apply', status: 'requested', requestedBy: 'grace' });
    expect(before).toMatchObject({ syncId: sync.syncId, status: 'held', step: 'held' });
    await eventually(async () => expect(await rig.requests(tenant)).toHaveLength(2));
    const again = await approve(sync, {}, { 'acting-user': 'grace', 'idempotency-key': 'k1' });
    expect(again.text).toBe(answer.text);
    await emit(planned(about(newest!), 'held', {}, OTHER_HASH), supersededEvent(sync, about(newest!)));
    expect(await becomes(sync.syncId, 'superseded')).toMatchObject({ supersededBy: newest?.syncId });
  });

  it.each([
    ['exclusion-clash', 409, 'Ada Moss and Ben Moss swap their addresses.'],
    ['already-decided', 409, 'do not wait for an OK any more'],
    ['not-in-plan', 422, 'Look at the changes again'],
  ] as const)('wait on, with the slot free, when the OK is refused: %s', async (reason, http, words) => {
    const sync = await held();
    refuseAll('approvePlan', reason, 'Ada Moss and Ben Moss swap their addresses.');
    const answer = await approve(sync, { leftOut: [ADA] });
    isRefused(answer, http, reason);
    expect(answer.body.detail).toContain(words);
    expect(await get(sync.syncId)).toMatchObject({ status: 'held', step: 'held' });
    expect((await press()).status).toBe('requested');
  });

  describe('when the reconciler does not answer an OK', () => {
    it('keep the OK and the slot, and are applied as soon as it answers', async () => {
      const sync = await held();
      rig.neighbours.standing.set('approvePlan', isAway);
      const answer = await approve(sync, { leftOut: [ADA] });
      expect(answer.status).toBe(202);
      await eventually(() => expect(calls().length).toBeGreaterThan(1));
      expect(await get(sync.syncId)).toMatchObject({ syncId: sync.syncId, status: 'held', step: 'approving' });
      expect((await get(sync.syncId))['message']).toContain('You gave your OK.');
      expect((await press()).status).toBe('queued');
      const other = await approve(sync, { leftOut: [BEN] });
      isRefused(other, 409, 'already-decided');
      expect(other.body['decided']).toMatchObject({ state: 'approving', people: [ADA], peopleCount: 1 });
      expect((await approve(sync, { leftOut: [ADA] })).status).toBe(202);
      rig.neighbours.standing.clear();
      await becomes(sync.syncId, 'applying');
      expect(told()).toHaveLength(1);
    });

    /** What a gateway that died after it had stored the OK leaves behind. */
    const leftBehind = async (sync: About) => {
      await rig.sql.query(
        `WITH given AS (
           INSERT INTO gateway.approvals (tenant_id, number, sync_id, hash, exclude, leavers_only, actor, asked_at)
           VALUES ($1, $2, $3, $4, '{}', false, 'grace', now()))
         UPDATE gateway.syncs SET approving = true WHERE tenant_id = $1 AND number = $2`,
        [tenant, sync.number, sync.syncId, HASH],
      );
    };

    it('are applied by any gateway after a crash', async () => {
      const sync = await held();
      await leftBehind(sync);
      await becomes(sync.syncId, 'applying');
      expect(told()[0]).toMatchObject({ syncId: sync.syncId, actor: 'grace', exclude: [], leaversOnly: false });
    });

    it('start one new check if the answer after a crash is that they are outdated', async () => {
      const sync = await held();
      rig.neighbours.plans.set(sync.syncId, aPlan({ syncId: sync.syncId, hash: OTHER_HASH }));
      const other = await rig.another();
      await leftBehind(sync);
      await eventually(async () => expect(await rig.requests(tenant)).toHaveLength(2));
      const rounds = told().length;
      expect(rounds).toBeGreaterThan(0);
      await other.close();
      const { items } = (await rig.http('GET', path(), { token })).body;
      expect(items.map((one) => one.status)).toEqual(['requested', 'held']);
    });

    it('can still be cancelled, which frees the slot', async () => {
      const sync = await held();
      let back: () => void = () => undefined;
      rig.neighbours.delays.set('approvePlan', new Promise((resolve) => (back = resolve)));
      await leftBehind(sync);
      expect((await press()).status).toBe('queued');
      const cancelled = await rig.http('POST', `${path(sync.syncId)}/cancel`, { token });
      rig.neighbours.delays.clear();
      refuseAll('approvePlan', 'already-decided');
      back();
      expect(cancelled.body.status).toBe('cancelled');
      const [next] = (await rig.http('GET', path(), { token })).body.items;
      expect(next).toMatchObject({ syncNumber: 2, status: 'requested' });
    });
  });

  describe('that a newer check replaced', () => {
    /** Three checks of the same changes, the newest of which waits. */
    const replaced = async (newestHash = HASH) => {
      const first = await held();
      const second = about(await press());
      await emit(planned(second, 'held'), supersededEvent(first, second));
      await becomes(second.syncId, 'held');
      const third = about(await press());
      await emit(planned(third, 'held', {}, newestHash), supersededEvent(second, third));
      await becomes(second.syncId, 'superseded');
      return { first, second, third };
    };

    it('lead to the newest, and an OK there with the same changes acts on the newest', async () => {
      const { first, second, third } = await replaced();
      for (const { syncId } of [first, second]) {
        expect(await get(syncId)).toMatchObject({ status: 'superseded', supersededBy: third.syncId });
      }
      const answer = await approve(first);
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ syncId: third.syncId, status: 'applying' });
      expect(answer.headers.get('location')).toBe(path(third.syncId));
      expect(told()).toMatchObject([{ syncId: third.syncId }]);
    });

    it('are refused an OK if the newest has other changes, and lead there', async () => {
      const { first, third } = await replaced(OTHER_HASH);
      const answer = await approve(first);
      isRefused(answer, 409, 'plan-outdated');
      expect(answer.body['syncPath']).toBe(path(third.syncId));
      expect((await reject(first, { planHash: OTHER_HASH })).body).toMatchObject({ syncId: third.syncId });
    });

    it('are applied as the newer one also if only the reconciler knows of that', async () => {
      const older = await held();
      const newer = about(await press());
      await emit(planned(newer, 'held'));
      await becomes(newer.syncId, 'held');
      rig.neighbours.standsFor.set(older.syncId, newer);
      const answer = await approve(older);
      expect(answer.body).toMatchObject({ syncId: newer.syncId, status: 'applying' });
      isRefused(await approve(newer, { leftOut: [ADA] }), 409, 'already-decided');
      expect((await approve(newer)).body).toMatchObject({ syncId: newer.syncId });
      await emit(supersededEvent(older, newer), approvedEvent(newer), applied(newer));
      await becomes(newer.syncId, 'completed');
      // Said on another topic: it may be heard later.
      expect(await becomes(older.syncId, 'superseded')).toMatchObject({ supersededBy: newer.syncId });
      expect((await press()).status).toBe('requested');
    });
  });

  it('are not applied when somebody says no, and it is said once', async () => {
    const sync = await held();
    const answer = await reject(sync);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'rejected', step: null });
    expect(answer.body['message']).toContain('stays away until PeopleHR has something else');
    expect((await reject(sync)).status).toBe(200);
    const no = {
      tenantId: tenant,
      syncId: sync.syncId,
      hash: HASH,
      actor: 'wethrive-platform',
      also: [],
      notNow: false,
    };
    expect(rig.neighbours.requestsOf('rejectPlan')).toEqual([no, no]);
    for (const other of [
      await approve(sync),
      await reject(sync, { also: [ADA] }),
      await reject(sync, { notNow: true }),
    ]) {
      isRefused(other, 409, 'already-decided');
      expect(other.body['decided']).toMatchObject({ state: 'rejected', decidedBy: 'wethrive-platform', notNow: false });
      expect(other.body.detail).toContain('wethrive-platform said no to what made these changes wait');
    }
    const outdated = await held();
    refuse('rejectPlan', 'plan-outdated');
    isRefused(await reject(outdated), 409, 'plan-outdated');
    rig.neighbours.refusals.set('rejectPlan', isAway);
    expect((await reject(outdated)).status).toBe(503);
    expect(await get(outdated.syncId)).toMatchObject({ status: 'held' });
  });

  it('may be put off: nothing is remembered, and the sentence says so', async () => {
    const sync = await held();
    isRefused(await reject(sync, { notNow: true, also: [ADA] }), 400, 'invalid-request');
    const answer = await reject(sync, { notNow: true });
    expect(answer.body).toMatchObject({ status: 'rejected', reason: null, notNow: true });
    expect(answer.body['message']).toMatch(/^Not now: nothing was applied, and nothing is remembered/);
    expect(rig.neighbours.requestsOf('rejectPlan')).toMatchObject([{ notNow: true, also: [] }]);
    // Whoever only hears of it says the same.
    const other = await held();
    await emit(rejectedEvent(other, 'nothing'));
    expect(await becomes(other.syncId, 'rejected')).toMatchObject({ reason: null, notNow: true });
  });

  it('may be said no to with more people than made them wait, and the no be taken back as one', async () => {
    const sync = await held();
    expect((await reject(sync, { also: [BEN, ADA] })).status).toBe(200);
    expect(rig.neighbours.requestsOf('rejectPlan')).toMatchObject([{ also: [ADA, BEN], notNow: false }]);
    const kept = { kind: 'kept', personId: ADA, syncId: sync.syncId };
    rig.neighbours.decisions.set(tenant, [aDecision(kept), aDecision({ ...kept, personId: BEN }), aDecision()]);
    const undone = await rig.http('DELETE', `${path(sync.syncId)}/rejection`, { token });
    expect([undone.status, undone.body]).toEqual([200, { undone: 2 }]);
    const client = await rig.grpc(token);
    expect(await client.undoRejection({ tenant, syncId: sync.syncId })).toEqual({ undone: 0 });
    client.close();
  });

  it('may be applied for their leavers alone, and say that the rest is still to come', async () => {
    const sync = await held();
    expect((await approve(sync, { leaversOnly: true })).status).toBe(202);
    expect(told()).toMatchObject([{ leaversOnly: true }]);
    await emit(approvedEvent(sync, [], 'leavers'), changesCompleted(sync), applied(sync, { left: 2 }));
    const done = await becomes(sync.syncId, 'completed');
    expect(done).toMatchObject({ reason: null, leaversOnly: true, applied: { left: 2 } });
    expect(done['message']).toContain('Only the leavers were applied; everything else comes with the next sync.');
  });

  describe('with something settled for them', () => {
    it('are others from then on: only those can be decided, whether or not the event was heard', async () => {
      const sync = await held();
      rig.neighbours.plans.set(
        sync.syncId,
        aPlan({ syncId: sync.syncId, state: 'held', items: [aPlanItem({ personId: ADA })] }),
      );
      const put = (body: object) => rig.http('PUT', `${path(sync.syncId)}/plan/left-out`, { token, body });
      const revised = await put({ planHash: HASH, leftOut: [ADA] });
      expect(revised.status).toBe(200);
      expect(revised.body).toMatchObject({ planHash: REVISED, items: [{ personId: ADA, leftOut: true }] });
      isRefused(await reject(sync), 409, 'plan-outdated');
      const answer = await approve(sync, { planHash: REVISED });
      expect([answer.status, answer.body.status]).toEqual([202, 'applying']);
      expect(told()).toMatchObject([{ hash: REVISED, exclude: [] }]);
    });

    it('are shown as they are once the event is heard', async () => {
      const sync = await held();
      await emit(revisedEvent(sync, OTHER_HASH, { left: 7 }));
      await eventually(async () => expect(await get(sync.syncId)).toMatchObject({ planHash: OTHER_HASH }));
      expect(await get(sync.syncId)).toMatchObject({ status: 'held', planned: { left: 7 }, applied: null });
      expect((await reject(sync, { planHash: OTHER_HASH })).body.status).toBe('rejected');
    });
  });

  describe('from an answer of more than a day ago', () => {
    /** The OK to them has PeopleHR read again: the sync that does. */
    const readingAgain = async (sync: About, more: object = {}) => {
      rig.neighbours.tooOld.add(sync.syncId);
      const answer = await approve(sync, more, { 'acting-user': 'grace' });
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ syncNumber: sync.number + 1, status: 'requested', requestedBy: 'grace' });
      expect(answer.body['message']).toMatch(
        /^You gave your OK to changes from more than a day ago, so PeopleHR is read/,
      );
      expect(answer.headers.get('location')).toBe(path(answer.body.syncId));
      return about(answer.body);
    };

    it('are applied once PeopleHR was read again and comes to the same', async () => {
      const sync = await held();
      const next = await readingAgain(sync, { leftOut: [ADA] });
      expect(await get(sync.syncId)).toMatchObject({ status: 'held', step: 'held' });
      // The same OK meanwhile is that one; another one is told of it.
      expect((await approve(sync, { leftOut: [ADA] })).body).toMatchObject({ syncId: next.syncId });
      const other = await approve(sync, {});
      isRefused(other, 409, 'already-decided');
      expect(other.body['decided']).toMatchObject({ state: 'approving', decidedBy: 'grace', people: [ADA] });
      await eventually(async () => expect(await rig.requests(tenant)).toHaveLength(2));
      await emit(started(next), planned(next, 'held'), supersededEvent(sync, next));
      await becomes(next.syncId, 'applying');
      expect(told()).toMatchObject([
        { syncId: sync.syncId, exclude: [ADA] },
        { syncId: next.syncId, hash: HASH, exclude: [ADA], actor: 'grace', leaversOnly: false },
      ]);
    });

    it('wait for another look if PeopleHR says something else by now', async () => {
      const sync = await held();
      const next = await readingAgain(sync);
      await emit(planned(next, 'held', {}, OTHER_HASH), supersededEvent(sync, next));
      const waiting = await becomes(next.syncId, 'held');
      expect(waiting).toMatchObject({ step: 'held', planHash: OTHER_HASH });
      expect(waiting['message']).toMatch(/^You gave your OK to other changes/);
      isRefused(await approve(next), 409, 'plan-outdated');
      expect(told()).toHaveLength(1);
    });

    it('wait on if PeopleHR cannot be read, and their leavers can be applied', async () => {
      const sync = await held();
      const next = await readingAgain(sync);
      await emit(closedEvent(next, 'failed', 'unavailable'));
      expect((await becomes(next.syncId, 'failed'))['message']).toContain('you can apply only the leavers');
      expect(await get(sync.syncId)).toMatchObject({ status: 'held', step: 'held' });
      expect((await approve(sync, { leaversOnly: true })).body).toMatchObject({
        syncId: sync.syncId,
        status: 'applying',
      });
    });

    it('wait on if PeopleHR is not connected any more: nothing is read, and their leavers can be applied', async () => {
      const sync = await held();
      await keyIsGone();
      refuseAll('approvePlan', 'answer-too-old');
      const refused = await approve(sync);
      isRefused(refused, 409, 'answer-too-old');
      expect(refused.body['detail']).toMatch(
        /it is not connected\. Nothing was applied\. Connect PeopleHR, then start a/,
      );
      rig.neighbours.standing.clear();
      expect((await rig.http('GET', path(), { token })).body).toMatchObject({ items: [{ syncId: sync.syncId }] });
      expect(await rig.requests(tenant)).toHaveLength(1);
      expect(await get(sync.syncId)).toMatchObject({ status: 'held', step: 'held' });
      expect((await approve(sync, { leaversOnly: true })).body).toMatchObject({
        syncId: sync.syncId,
        status: 'applying',
      });
    });

    /** The vault has no key any more and the gateway has heard so; what waited was not ended yet. */
    const keyIsGone = async () => {
      const witness = aTenantId();
      const about = { token: await rig.tenant(witness), body: { mode: 'preview' } };
      const start = async () => (await rig.http('POST', `/v1/tenants/${witness}/syncs`, about)).status;
      expect(await start()).toBe(202);
      for (const gone of [tenant, witness]) {
        rig.neighbours.connections.delete(gone);
        await rig.sql.query("SELECT pg_notify('peoplesync_gateway_disconnected', $1)", [gone]);
      }
      // A gateway hears in order: who knows of the second one knows of the first.
      await eventually(async () => expect(await start()).toBe(409));
    };
  });

  it('are not applied when the sync is cancelled, and can be decided no more', async () => {
    const sync = await held();
    const cancelled = await rig.http('POST', `${path(sync.syncId)}/cancel`, {
      token,
      headers: { 'acting-user': 'grace' },
    });
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    expect(rig.neighbours.requestsOf('closeSync')).toMatchObject([
      { tenantId: tenant, syncId: sync.syncId, number: sync.number, status: 'cancelled', actor: 'grace' },
    ]);
    isRefused(await approve(sync), 409, 'already-decided');
    isRefused(await reject(sync), 409, 'already-decided');
    expect(told()).toEqual([]);
    await emit(closedEvent(sync, 'cancelled', null));
    expect((await press()).status).toBe('requested');
    expect(await get(sync.syncId)).toMatchObject({ status: 'cancelled' });
  });

  it('are applied if the cancelling comes too late', async () => {
    const sync = await held();
    await approve(sync);
    const late = await rig.http('POST', `${path(sync.syncId)}/cancel`, { token });
    isRefused(late, 409, 'too-late');
    expect(await get(sync.syncId)).toMatchObject({ status: 'applying' });
  });

  it('are decided over gRPC with the same words', async () => {
    const client = await rig.grpc(token);
    const metadata = { 'acting-user': 'grace', 'idempotency-key': 'k1' };
    const named = ({ syncId }: About, planHash = HASH) => ({ tenant, syncId, planHash });
    const sync = await held();
    const wrong = client.approvePlan({ ...named(sync, OTHER_HASH), leftOut: [], leaversOnly: false });
    const where = { syncPath: path(sync.syncId), syncId: sync.syncId };
    await expect(wrong).rejects.toMatchObject({ code: status.ABORTED, reason: 'plan-outdated', said: where });
    const short = client.approvePlan({ ...named(sync, 'abc'), leftOut: [], leaversOnly: false });
    await expect(short).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      reason: 'invalid-request',
      violations: [{ field: 'plan_hash' }],
    });
    for (let times = 0; times < 2; times += 1) {
      const approved = await client.approvePlan({ ...named(sync), leftOut: [ADA], leaversOnly: false }, { metadata });
      expect(approved).toMatchObject({ syncId: sync.syncId, status: 'SYNC_STATUS_APPLYING' });
      expect(approved).not.toHaveProperty('supersededBy');
    }
    expect(told()).toMatchObject([{ exclude: [ADA], actor: 'grace' }]);
    await emit(approvedEvent(sync, [ADA]), applied(sync));
    await becomes(sync.syncId, 'completed');

    const other = await held();
    expect(await client.rejectPlan({ ...named(other), also: [], notNow: false })).toMatchObject({
      status: 'SYNC_STATUS_REJECTED',
    });
    const decided = client.approvePlan({ ...named(other), leftOut: [], leaversOnly: false });
    await expect(decided).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'already-decided',
      said: {
        decided: { state: 'rejected', decidedBy: 'wethrive-platform', people: [], peopleCount: 0 },
        syncPath: path(other.syncId),
        syncId: other.syncId,
      },
    });
    const newer = await held();
    const newest = about(await press());
    await emit(planned(newest, 'held'), supersededEvent(newer, newest));
    await becomes(newer.syncId, 'superseded');
    const old = await client.getSync({ tenant, syncId: newer.syncId });
    expect(old).toMatchObject({ status: 'SYNC_STATUS_SUPERSEDED', supersededBy: newest.syncId });
    expect(await client.rejectPlan({ ...named(newer), also: [], notNow: false })).toMatchObject({
      syncId: newest.syncId,
      status: 'SYNC_STATUS_REJECTED',
    });
    client.close();
  });

  it.each([
    ['rejected', (sync: About) => rejectedEvent(sync)],
    ['expired', (sync: About) => expiredEvent(sync)],
  ])('end as %s when the reconciler says so, and can be decided no more', async (end, event) => {
    const sync = await held();
    if (end === 'rejected')
      rig.neighbours.answered.set(sync.syncId, { state: 'rejected', by: 'grace', people: [], isPart: false });
    await emit(event(sync));
    expect(await becomes(sync.syncId, end)).toMatchObject({ finishedAt: expect.any(String) as unknown });
    const refused = await approve(sync);
    isRefused(refused, 409, 'already-decided');
    expect(refused.body['decided']).toMatchObject({ state: end, decidedBy: end === 'rejected' ? 'grace' : null });
    if (end === 'expired') isRefused(await reject(sync), 409, 'already-decided');
  });

  it('are none before the check has come so far, and none of a sync that nobody held', async () => {
    const sync = about(await press());
    await rig.neighbours.publish([started(sync)]);
    isRefused(await approve(sync), 404, 'no-plan');
    isRefused(await reject(sync), 404, 'no-plan');
    await emit(planned(sync, 'applying'));
    await becomes(sync.syncId, 'applying');
    isRefused(await approve(sync), 409, 'already-decided');
    isRefused(await reject(sync), 409, 'already-decided');
  });

  it('can be watched on, once somebody gave their OK', async () => {
    const sync = await held();
    await approve(sync);
    const stream = await StatusStream.open(`${rig.gateway.http ?? ''}${path(sync.syncId)}/events`, token);
    await eventually(() => expect(stream.statuses).toEqual(['applying']));
    await emit(approvedEvent(sync), applied(sync));
    await eventually(() => expect(stream.ended).toBe(true));
    expect(stream.statuses).toEqual(['applying', 'completed']);
  });
});
