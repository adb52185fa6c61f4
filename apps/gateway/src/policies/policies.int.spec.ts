import { status } from '@grpc/grpc-js';
import { defaultPolicy, type Policy } from '@people-sync/contracts';
import { ProblemException } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { withBothDoors } from '../rig/both-doors.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';

const ADA = '11111111-1111-4111-8111-111111111111';

describeReal('postgres')('settings for deciding', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let tenant: string;
  let token: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => ({ rig, platform, tenant, token } = here));

  const path = (rest = '') => `/v1/tenants/${tenant}/policy${rest}`;
  const get = async () => (await rig.http('GET', path(), { token })).body;
  const update = (body: object, headers: Record<string, string> = {}) =>
    rig.http('PATCH', path(), { token, body, headers });

  it('are the usual ones before anything was set', async () => {
    expect(await get()).toEqual({ version: 0, ...shown(defaultPolicy) });
    const { daysBeforeStart, safeguards } = defaultPolicy;
    await update({ daysBeforeStart: 9 });
    expect((await rig.http('GET', path('/usual'), { token })).body).toEqual({ daysBeforeStart, safeguards });
  });

  it('change where something is given, and stay as they are elsewhere', async () => {
    const location = { include: ['Leeds', 'York'], exclude: ['Hull'] };
    const leavers = { people: 2, fraction: 0.01 };
    const first: Policy = {
      ...defaultPolicy,
      scope: { ...defaultPolicy.scope, location },
      safeguards: { ...defaultPolicy.safeguards, leavers, knownInSnapshot: 0.75 },
    };
    const set = await update({ scope: { location }, safeguards: { leavers, knownInSnapshot: 0.75 } });
    expect(set.status).toBe(200);
    expect(set.body).toEqual({ version: 1, ...shown(first) });
    const leaveOut = [{ personId: ADA, reason: 'Trustee' }];
    const second = { ...first, leaveOut, protectedPeople: [ADA] };
    const people = await update({ leaveOut, protectedPeople: [ADA.toUpperCase()], daysBeforeStart: 0 });
    expect(people.body).toEqual({ version: 2, ...shown(second) });
    const everybody = await update({ scope: { location: { everything: true, exclude: [] } }, leaveOut: [] });
    const third = shown({ ...second, scope: defaultPolicy.scope, leaveOut: [] });
    expect(everybody.body).toEqual({ version: 3, ...third });
    expect(await get()).toEqual({ version: 3, ...third });
    // Sent back as they came, they are the same settings.
    expect((await update({ expectedVersion: 3, ...third })).body).toEqual({ version: 3, ...third });
    expect(rig.neighbours.requestsOf('setPolicy').at(-1)).toMatchObject({ shownVersion: 3 });
  });

  it('are set by one of two who are the first, and by neither with another version than the one that is', async () => {
    const first = await Promise.all([1, 2].map((days) => update({ daysBeforeStart: days, expectedVersion: 0 })));
    expect(first.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const late = await update({ expectedVersion: 0, daysBeforeStart: 3 });
    expect([late.status, late.body.type]).toEqual([409, expect.stringMatching(/\/policy-outdated$/)]);
    expect((await update({ daysBeforeStart: 3 })).body).toMatchObject({ version: 2, daysBeforeStart: 3 });
    // The version that was shown has one name.
    const other = await update({ version: 2, daysBeforeStart: 4 });
    expect([other.status, other.body.fields[0]?.field]).toEqual([400, 'version']);
  });

  it('leave out, protect and take back single people, whatever else is set at the same time', async () => {
    const change = (body: object, headers: Record<string, string> = {}) =>
      rig.http('PATCH', path('/people'), { token, body, headers });
    const [ben, cy] = ['22222222-2222-4222-8222-222222222222', '33333333-3333-4333-8333-333333333333'];
    await update({ leaveOut: [{ personId: ben, reason: 'Trustee' }], protectedPeople: [ben] });
    const headers = { 'acting-user': 'grace', 'idempotency-key': 'k1' };
    const wanted = {
      leaveOut: [{ personId: cy.toUpperCase(), reason: ' On leave ' }],
      protect: [ADA],
      takeBack: [ADA],
    };
    for (const answer of [await change(wanted, headers), await change(wanted, headers)]) {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        version: 2,
        leaveOut: [
          { personId: ben, reason: 'Trustee' },
          { personId: cy, reason: 'On leave' },
        ],
        protectedPeople: [ben, ADA],
      });
    }
    expect(rig.neighbours.requestsOf('changePolicyPeople')).toMatchObject([{ actor: 'grace', takeBack: [ADA] }]);
    const back = await change({ takeBack: [ben, cy], unprotect: [ben] });
    expect(back.body).toMatchObject({ version: 3, leaveOut: [], protectedPeople: [ADA] });
    const torn = await change({ protect: [ben], unprotect: [ben.toUpperCase()] });
    expect([torn.status, torn.body.fields[0]?.field]).toEqual([400, 'unprotect']);
    rig.neighbours.refusals.set('changePolicyPeople', new ProblemException('invalid-policy', 'short'));
    expect((await change({ protect: [ben] })).status).toBe(422);
  });

  it('are set for the version and the effect that were shown, by whoever pressed the button, once', async () => {
    const body = { scope: { company: { include: [], exclude: ['Old Ltd'] } }, expectedVersion: 0, confirmedLeaving: 0 };
    const headers = { 'acting-user': 'grace', 'idempotency-key': 'k1' };
    const answers = [await update(body, headers), await update(body, headers)];
    expect(answers.map(({ body: { version } }) => Number(version))).toEqual([1, 1]);
    const [told, ...again] = rig.neighbours.requestsOf('setPolicy');
    expect(told).toMatchObject({ tenantId: tenant, actor: 'grace', shownVersion: 0, confirmedLeaving: 0 });
    expect(told).toMatchObject({
      policy: { scope: { company: { onlyIncluded: true, include: [], exclude: ['Old Ltd'] } } },
    });
    expect(again).toEqual([]);
    await update({ daysBeforeStart: 1, expectedVersion: 1 });
    expect(rig.neighbours.requestsOf('setPolicy')[1]).toMatchObject({ shownVersion: 1 });
    expect(rig.neighbours.requestsOf('setPolicy')[1]).not.toHaveProperty('confirmedLeaving');
  });

  it.each([
    ['policy-outdated', 409, 'Somebody else changed these settings meanwhile.'],
    ['effect-outdated', 409, 'Look at the effect again'],
    ['invalid-policy', 422, 'cannot be used together'],
    ['scope-contradiction', 422, 'short'],
  ] as const)('are refused with the next step: %s', async (reason, http, words) => {
    rig.neighbours.refusals.set('setPolicy', new ProblemException(reason, 'short'));
    const refused = await update({ daysBeforeStart: 1 });
    expect(refused.status).toBe(http);
    expect(refused.body.type).toMatch(new RegExp(`/${reason}$`));
    expect(refused.body.detail).toContain(words);
    expect(await get()).toMatchObject({ version: 0 });
  });

  it('show who would be in and out of WeThrive before anything is set', async () => {
    const scope = { location: { include: ['Leeds'], exclude: [] } };
    const { body } = await rig.http('POST', path('/scope-effect'), { token, body: { scope } });
    expect(body).toEqual({
      employees: 4,
      included: 3,
      leaving: 1,
      joining: 0,
      fields: [
        {
          field: 'location',
          values: [
            { value: 'Leeds', employees: 3, named: ['LEEDS '] },
            { value: null, employees: 1, named: [] },
          ],
          unmatched: ['Leds'],
          valueCount: 2,
        },
      ],
    });
    expect(rig.neighbours.requestsOf('previewScope')).toMatchObject([
      { tenantId: tenant, scope: { location: { onlyIncluded: true, include: ['Leeds'], exclude: [] } } },
    ]);
    expect(rig.neighbours.requestsOf('setPolicy')).toEqual([]);
  });

  it('over gRPC are the same, with what is absent left as it is', async () => {
    const nothing = {
      scope: undefined,
      leaveOut: undefined,
      protectedPeople: undefined,
      safeguards: undefined,
    };
    const location = { include: { items: ['Leeds'] }, exclude: { items: [] } };
    const scope = { employmentType: undefined, company: undefined, location, department: undefined };
    const set = await platform.updatePolicy({ tenant, ...nothing, daysBeforeStart: 0, scope });
    expect(set).toMatchObject({
      version: 1,
      daysBeforeStart: 0,
      scope: { location, company: { everything: true, exclude: { items: [] } } },
      leaveOut: [],
      safeguards: { leavers: { people: 5, fraction: 0.1 }, knownInSnapshot: 0.5 },
    });
    const cleared = await platform.updatePolicy({
      tenant,
      ...nothing,
      protectedPeople: { items: [ADA] },
      expectedVersion: 1,
    });
    expect(cleared).toMatchObject({ version: 2, protectedPeople: [ADA], scope: { location } });
    expect(cleared.scope?.company?.include ?? null).toBeNull();
    expect(rig.neighbours.requestsOf('setPolicy')[1]).toMatchObject({ shownVersion: 1 });
    await expect(platform.getPolicy({ tenant })).resolves.toEqual(cleared);
    const wrong = platform.updatePolicy({ tenant, ...nothing, daysBeforeStart: 366 });
    await expect(wrong).rejects.toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'invalid-request' });
    const effect = await platform.previewScope({ tenant, scope });
    expect(effect).toMatchObject({
      leaving: 1,
      fields: [{ values: [{ value: 'Leeds', named: ['LEEDS '] }, { employees: 1 }], unmatched: ['Leds'] }],
    });
    expect(effect.fields[0]?.values[1]).not.toHaveProperty('value');
  });
});

/** Settings as callers see them: without the time zone, which is the company's, and with what is everything said. */
function shown({ timeZone: _, scope, ...policy }: Policy) {
  const rule = ({ include, exclude }: Policy['scope']['company']) => ({
    ...(include === null ? {} : { include }),
    everything: include === null,
    exclude,
  });
  const { employmentType, company, location, department } = scope;
  return {
    ...policy,
    scope: {
      employmentType: rule(employmentType),
      company: rule(company),
      location: rule(location),
      department: rule(department),
    },
  };
}
