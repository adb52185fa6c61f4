import { status } from '@grpc/grpc-js';
import { ProblemException } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { aDecision } from '../rig/answers.testkit';
import { REVISED } from '../rig/reconciler.testkit';
import { withBothDoors } from '../rig/both-doors.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';

const ADA = '11111111-1111-4111-8111-111111111111';
const BEN = '22222222-2222-4222-8222-222222222222';
const SYNC = '01890000-0000-7000-8000-000000000042';

describeReal('postgres')('what people settle', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let tenant: string;
  let token: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => ({ rig, platform, tenant, token } = here));

  const path = (rest = '') => `/v1/tenants/${tenant}/decisions${rest}`;
  const decide = (body: object, headers: Record<string, string> = {}) =>
    rig.http('POST', path(), { token, body, headers: { 'acting-user': 'grace', ...headers } });

  it.each([
    [{ employeeId: 'E7', samePersonAs: ADA }, 'same-person', { employeeId: 'E7', personId: ADA, reason: '' }],
    [{ employeeId: 'E7', newPerson: true }, 'new-person', { employeeId: 'E7', personId: '', reason: '' }],
    [{ personId: ADA, missing: 'left' }, 'missing-left', { employeeId: '', personId: ADA, reason: '' }],
    [{ personId: ADA, missing: 'keep' }, 'missing-keep', { employeeId: '', personId: ADA, reason: '' }],
    [{ personId: ADA, leaver: 'left' }, 'leaver-left', { employeeId: '', personId: ADA, reason: '' }],
    [{ personId: ADA, leaver: 'not-yet' }, 'leaver-not-yet', { employeeId: '', personId: ADA, reason: '' }],
    [
      { personId: ADA, leaveOut: true, reason: ' Trustee ' },
      'leave-out',
      { employeeId: '', personId: ADA, reason: 'Trustee' },
    ],
  ])('is told to the reconciler with who decided, and comes back as a sentence: %j', async (body, kind, told) => {
    const made = await decide(body);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kind, decidedBy: 'grace', itemKind: null, changes: [] });
    expect(made.body['message']).toMatch(/^Zoë Moss.*\.$/);
    expect(made.body).toMatchObject({ tentative: false, syncId: null, planHash: null });
    expect(rig.neighbours.requestsOf('decide')).toEqual([
      { tenantId: tenant, kind, actor: 'grace', syncId: '', ...told },
    ]);
  });

  it('may be for changes that wait alone: it is told so, with their hash from then on, and listed apart', async () => {
    const made = await decide({ personId: ADA, missing: 'keep', syncId: SYNC });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ tentative: true, syncId: SYNC, planHash: REVISED });
    expect(made.body['message']).toMatch(/once these changes are applied/);
    expect((await rig.http('GET', path(), { token })).body.items).toEqual([]);
    const ofSync = await rig.http('GET', path(`?syncId=${SYNC}&tentative=true`), { token });
    expect(ofSync.body.items).toMatchObject([{ decisionId: made.body['decisionId'], tentative: true }]);
    const listed = { tenant, syncId: SYNC, tentative: true };
    expect((await platform.listDecisions(listed)).items).toMatchObject([{ syncId: SYNC, tentative: true }]);
  });

  it('is refused, with the day, of somebody who is said to have left and is in the newest answer', async () => {
    const refused = new ProblemException('in-newest-answer', 'A sentence.', { readAt: '2026-03-03T02:00:00.000Z' });
    rig.neighbours.refusals.set('decide', refused);
    const answer = await decide({ personId: ADA, missing: 'left' });
    expect(answer.status).toBe(409);
    expect(answer.body.type).toMatch(/in-newest-answer$/);
    expect(answer.body.detail).toContain('of 3 March 2026');
  });

  it('over gRPC is the same, by the same rules', async () => {
    const nothing = { tenant };
    const made = await platform.decide({ ...nothing, personId: ADA, leaveOut: true, reason: 'Trustee' });
    expect(made).toMatchObject({
      kind: 'DECISION_KIND_LEAVE_OUT',
      personId: ADA,
      reason: 'Trustee',
      decidedBy: 'wethrive-platform',
    });
    expect(made.message).toContain('Your reason: Trustee.');
    for (const wrong of [
      nothing,
      { ...nothing, employeeId: 'E7' },
      { ...nothing, personId: 'me', missing: 'MISSING_ANSWER_LEFT' } as const,
    ]) {
      await expect(platform.decide(wrong)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    }
    const { items } = await platform.listDecisions({
      tenant,
      personId: ADA,
    });
    expect(items).toMatchObject([{ decisionId: made.decisionId }]);
    const undone = await platform.undoDecision({ tenant, decisionId: made.decisionId });
    expect(undone.message).toMatch(/^Undone\./);
    await expect(platform.undoDecision({ tenant, decisionId: made.decisionId })).rejects.toMatchObject({
      code: status.NOT_FOUND,
    });
  });

  it('is made once, however often the same call is sent', async () => {
    const answers = [];
    for (let times = 0; times < 3; times += 1) {
      answers.push(await decide({ personId: ADA, missing: 'keep' }, { 'idempotency-key': 'k1' }));
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(rig.neighbours.requestsOf('decide')).toHaveLength(1);
    const other = await decide({ personId: ADA, missing: 'left' }, { 'idempotency-key': 'k1' });
    expect(other.status).toBe(422);
  });

  it('is shown while it holds, newest first, of one person or of all, and can be undone', async () => {
    const kept = aDecision({
      kind: 'kept',
      personId: BEN,
      name: 'Ben Moss',
      itemKind: 'changed',
      changes: [{ field: 'location', oldValue: 'Leeds', newValue: 'York' }],
    });
    const second = aDecision({ decisionId: ADA, personId: ADA, kind: 'missing-keep' });
    rig.neighbours.decisions.set(tenant, [kept, second]);
    const page = await rig.http('GET', path('?limit=1'), { token });
    expect(page.body.items).toMatchObject([
      {
        decisionId: kept.decisionId,
        kind: 'kept',
        itemKind: 'changed',
        changes: [{ field: 'location', oldValue: 'Leeds', newValue: 'York' }],
        message: expect.stringMatching(/^Kept by you: Ben Moss/) as unknown,
      },
    ]);
    const next = await rig.http('GET', path(`?limit=1&cursor=${page.body.nextCursor ?? ''}`), { token });
    expect([next.body.items[0]?.['decisionId'], next.body.nextCursor]).toEqual([second.decisionId, null]);
    const ofAda = await rig.http('GET', path(`?personId=${ADA.toUpperCase()}`), { token });
    expect(ofAda.body.items).toMatchObject([{ decisionId: second.decisionId }]);

    const undone = await rig.http('DELETE', path(`/${kept.decisionId}`), { token });
    expect(undone.status).toBe(200);
    expect(undone.body).toMatchObject({ decisionId: kept.decisionId, kind: 'kept' });
    expect(undone.body['message']).toContain('The next sync decides anew about Ben Moss');
    expect((await rig.http('GET', path(), { token })).body.items).toHaveLength(1);
    expect((await rig.http('DELETE', path(`/${kept.decisionId}`), { token })).status).toBe(404);
  });

  it.each([
    ['no-such-case', 409, 'There is nothing to settle here any more'],
    ['no-such-person', 404, 'There is no such person.'],
  ] as const)('is refused with the next step: %s', async (reason, http, words) => {
    rig.neighbours.refusals.set('decide', new ProblemException(reason, 'short'));
    const refused = await decide({ personId: ADA, missing: 'left' });
    expect(refused.status).toBe(http);
    expect(refused.body.type).toMatch(new RegExp(`/${reason}$`));
    expect(refused.body.detail).toContain(words);
  });
});
