import { status } from '@grpc/grpc-js';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { aDecision, aPerson, aStep, aVersion, HASH } from '../rig/answers.testkit';
import { applied, closedEvent, completed, planned, started } from '../rig/events.testkit';
import { withBothDoors } from '../rig/both-doors.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';

const ZOE = '11111111-1111-4111-8111-111111111111';

describeReal('postgres')('why', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let tenant: string;
  let token: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => {
    ({ rig, platform, tenant, token } = here);
    rig.neighbours.explanations.clear();
  });

  const get = (rest: string) => rig.http('GET', `/v1/tenants/${tenant}${rest}`, { token });
  const press = async () => {
    const headers = { 'acting-user': 'grace' };
    const { body } = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' }, headers });
    return { tenantId: tenant, syncId: body.syncId, number: body.syncNumber };
  };
  const ends = (syncId: string, end: string) =>
    eventually(async () => expect((await get(`/syncs/${syncId}`)).body).toMatchObject({ status: end }));

  it('joins what every part has stored, and is the same over both doors', async () => {
    const sync = await press();
    await rig.neighbours.publish([started(sync), completed(sync, 120)]);
    await rig.neighbours.emit([
      planned(sync, 'applying', { seen: 120, joined: 1 }),
      applied(sync, { seen: 120, joined: 1 }),
    ]);
    // The three topics are read side by side: the end may be heard before the beginning.
    const { startedAt } = await eventually(async () => {
      const { body } = await get(`/syncs/${sync.syncId}`);
      expect(body).toMatchObject({ status: 'completed', planHash: HASH, startedAt: expect.any(String) as unknown });
      return body as unknown as { startedAt: string };
    });
    const later = (ms: number) => new Date(Date.parse(startedAt) + ms).toISOString();
    const explanation = {
      personId: ZOE,
      employeeId: 'E1',
      name: 'Zoë Moss',
      steps: [
        aStep({ kind: 'plan', at: later(1), syncId: sync.syncId, code: 'joined' }),
        aStep({ kind: 'decision', at: later(3), code: 'missing-keep', actor: 'grace' }),
        aStep({ kind: 'now', at: later(1), syncId: sync.syncId, code: 'unchanged' }),
      ],
    };
    rig.neighbours.explanations.set(ZOE, explanation);
    rig.neighbours.versions.set(tenant, [
      aVersion({ at: later(2), syncId: sync.syncId, person: aPerson({ name: 'Zoë Moss' }) }),
    ]);
    rig.neighbours.decisions.set(tenant, [aDecision({ kind: 'missing-keep', personId: ZOE, decidedAt: later(3) })]);
    const { body } = await get(`/people/${ZOE}/why`);
    expect(body).toMatchObject({
      personId: ZOE,
      employeeId: 'E1',
      name: 'Zoë Moss',
      standing: 'unchanged',
      steps: [
        { kind: 'read', sentence: 'grace started sync 1, and PeopleHR was read: 120 employees.', actor: 'grace' },
        { kind: 'plan', syncId: sync.syncId, sentence: expect.stringContaining('they are new in PeopleHR') as unknown },
        { kind: 'written', syncId: sync.syncId, sentence: 'Added to the People table as active.', changes: [] },
        { kind: 'decision', syncId: null, actor: 'grace', sentence: expect.stringMatching(/is kept/) as unknown },
        { kind: 'now', sentence: body['summary'] },
      ],
    });
    const ofGrpc = await platform.explainPerson({ tenant, personId: ZOE });
    expect(ofGrpc.summary).toBe(body['summary']);
    expect(ofGrpc.steps.map(({ sentence }) => sentence)).toEqual(
      (body['steps'] as { sentence: string }[]).map(({ sentence }) => sentence),
    );
    expect(ofGrpc.steps[3]).toMatchObject({ actor: 'grace' });
    expect(ofGrpc.steps[3]).not.toHaveProperty('syncId');
  });

  it('is told of somebody who never came into the People table, by employee ID or address', async () => {
    const problem = {
      kind: 'problem',
      code: 'email-invalid',
      received: 'ada at tiles',
      at: '2026-03-02T06:00:00.000Z',
    };
    const ada = {
      personId: '',
      employeeId: 'E2',
      name: 'Ada Moss',
      steps: [aStep(problem), aStep({ kind: 'now', code: 'refused', at: problem.at })],
    };
    rig.neighbours.explanations.set('E2', ada).set('ada at tiles', ada);
    const byId = await get('/why?employeeId=E2');
    expect(byId.body).toMatchObject({ personId: null, employeeId: 'E2', name: 'Ada Moss' });
    expect(byId.body['summary']).toContain('The email address of Ada Moss in PeopleHR (ada at tiles) has a space');
    expect((await get('/why?email=ada%20at%20tiles')).body).toEqual(byId.body);
    expect(rig.neighbours.requestsOf('getPersonHistory')).toEqual([]);
    const ofGrpc = await platform.explainPerson({ tenant, email: 'ada at tiles' });
    expect(ofGrpc).toMatchObject({ summary: byId.body['summary'] });
    expect(ofGrpc).not.toHaveProperty('personId');
    for (const two of [{ personId: ZOE, employeeId: 'E2' }, {}]) {
      await expect(platform.explainPerson({ tenant, ...two })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    }
  });

  it('tells when nothing happened because the newest sync failed', async () => {
    rig.neighbours.explanations.set('E1', {
      personId: ZOE,
      employeeId: 'E1',
      name: 'Zoë Moss',
      steps: [aStep({ kind: 'now', code: 'unchanged', at: '2026-03-02T06:00:00.000Z', syncId: ZOE })],
    });
    rig.neighbours.versions.set(tenant, [aVersion()]);
    const sync = await press();
    expect((await get('/why?employeeId=E1')).body['summary']).toMatch(/A sync is running: look again/);
    await rig.neighbours.emit([closedEvent(sync, 'failed', 'invalid-api-key')]);
    await ends(sync.syncId, 'failed');
    const { summary } = (await get('/why?employeeId=E1')).body as unknown as { summary: string };
    expect(summary).toMatch(/^PeopleHR's answer of 2 March 2026 had the same values for Zoë Moss as before/);
    expect(summary).toMatch(/The sync of .* brought nothing newer: .*Create a new one in PeopleHR/);
  });

  it('is nothing for somebody who was never seen', async () => {
    for (const path of [`/people/${ZOE}/why`, '/why?employeeId=E9', '/why?email=nobody@northwind.example']) {
      expect((await get(path)).status).toBe(404);
    }
  });
});
