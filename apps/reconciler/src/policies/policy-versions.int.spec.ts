import { defaultPolicy, PolicyChanged } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, staff, withChanges } from '../company.testkit';
import { ADMIN, NO_CHANGE, ReconcilerTestkit } from '../reconciler.testkit';
import { ChangePolicyPeopleRequest, GetPolicyRequest, SetPolicyRequest } from './policy.dto';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(180_000);

const NOTHING: reconcilerV1.Scope = {
  employmentType: undefined,
  company: undefined,
  location: undefined,
  department: undefined,
};
const without = (...exclude: string[]) => ({ onlyIncluded: false, include: [], exclude });

const aPersonId = '0191d6a0-0000-7000-8000-000000000003';

const noLimits: reconcilerV1.Safeguards = {
  leavers: undefined,
  absentOrOutOfScope: undefined,
  joiners: undefined,
  fieldGoesBlank: undefined,
  fieldBecomesOneValue: undefined,
  emailChanges: undefined,
  unknownStatus: undefined,
};

describeReal('postgres')('a company’s settings', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  beforeEach(() => {
    company = new CompanyUnderTest(reconciler, aTenantId());
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const people = staff(anEmployee, 20);
  const noLeeds = { ...NOTHING, location: without('Leeds') };

  const set = (...args: Parameters<ReconcilerTestkit['setPolicy']> extends [string, ...infer R] ? R : never) =>
    reconciler.setPolicy(company.tenantId, ...args);

  describe('when they are changed', () => {
    it('keep what is not given, and get the next number', async () => {
      expect(await reconciler.policy.get(company.tenantId)).toEqual({ version: 0, policy: defaultPolicy });
      expect(await set({ daysBeforeStart: 3 })).toMatchObject({ version: 1, policy: { daysBeforeStart: 3 } });
      const leavers = { people: 2, fraction: 0.2 };
      const safeguards = { ...noLimits, leavers };
      expect(await set({ safeguards })).toMatchObject({
        version: 2,
        policy: { ...defaultPolicy, daysBeforeStart: 3, safeguards: { ...defaultPolicy.safeguards, leavers } },
      });
      expect(await set({ scope: noLeeds })).toMatchObject({
        version: 3,
        policy: {
          daysBeforeStart: 3,
          scope: { ...defaultPolicy.scope, location: { include: null, exclude: ['Leeds'] } },
        },
      });
      expect(await reconciler.saidOf(company.tenantId, PolicyChanged)).toMatchObject([
        { policyVersion: 1 },
        { policyVersion: 2 },
        { policyVersion: 3, policy: { daysBeforeStart: 3, safeguards: { leavers } } },
      ]);
      expect((await reconciler.said(company.tenantId)).map(({ actor }) => actor)).toEqual([ADMIN, ADMIN, ADMIN]);
    });

    it('stay as they are, with their number, if they are set to what they are', async () => {
      await set({ daysBeforeStart: 3 });
      expect(await set({ daysBeforeStart: 3 })).toMatchObject({ version: 1 });
      expect(await reconciler.saidOf(company.tenantId, PolicyChanged)).toHaveLength(1);
    });

    it('are not taken if somebody else changed them since they were shown', async () => {
      await set({ daysBeforeStart: 3 });
      await set({ daysBeforeStart: 4 }, { shownVersion: 1 });
      expect(await set({ daysBeforeStart: 5 }, { shownVersion: 1 })).toBe('policy-outdated');
      expect(await reconciler.policy.get(company.tenantId)).toMatchObject({
        version: 2,
        policy: { daysBeforeStart: 4 },
      });
    });

    it.each<[string, Partial<reconcilerV1.Policy>]>([
      ['a time zone that does not exist', { timeZone: 'Europe/Atlantis' }],
      ['a day in two years', { daysBeforeStart: 730 }],
      ['more than everybody', { safeguards: { ...noLimits, leavers: { people: 5, fraction: 1.5 } } }],
      ['fewer than nobody', { safeguards: { ...noLimits, joiners: { people: -1, fraction: 0 } } }],
      ['somebody without an id', { protectedPeople: { personIds: ['the boss'] } }],
      ['nobody’s reason', { leaveOut: { people: [{ personId: aPersonId, reason: '' }] } }],
    ])('are not taken with %s', async (_, changed) => {
      expect(await set(changed)).toBe('invalid-policy');
      expect(await reconciler.policy.get(company.tenantId)).toEqual({ version: 0, policy: defaultPolicy });
      expect(await reconciler.said(company.tenantId)).toEqual([]);
    });

    it('leave out and protect whom several people name at the same time, and forget nobody of them', async () => {
      const ids = Array.from({ length: 8 }, (_, index) => aPersonId.replace(/3$/, String(index)));
      const change = (asked: Partial<ChangePolicyPeopleRequest>) =>
        reconciler.policy.changePeople(
          Object.assign(new ChangePolicyPeopleRequest(), {
            tenantId: company.tenantId,
            ...{ leaveOut: [], takeBack: [], protect: [], unprotect: [], actor: ADMIN },
            ...asked,
          }),
        );
      const trustee = (personId: string) => ({ personId, reason: 'Trustee' });
      await Promise.all(ids.map((id) => change({ leaveOut: [trustee(id)], protect: [id] })));
      const { version, policy } = await reconciler.policy.get(company.tenantId);
      expect(version).toBe(ids.length);
      expect(policy.leaveOut.map(({ personId }) => personId).sort()).toEqual(ids);
      expect([...policy.protectedPeople].sort()).toEqual(ids);
      await Promise.all(ids.map((id) => change({ takeBack: [id] })));
      expect(await change({ takeBack: ids })).toMatchObject({ version: 2 * ids.length, policy: { leaveOut: [] } });
      expect(await reconciler.saidOf(company.tenantId, PolicyChanged)).toHaveLength(2 * ids.length);
      expect(await change({ leaveOut: [{ personId: aPersonId, reason: '' }] })).toBe('invalid-policy');
    });

    it('decide about everybody in the next sync, though PeopleHR answers the same', async () => {
      const starter = anEmployee({ employeeId: 'PW30', startDate: '2026-03-10' });
      const answer = [...people, starter];
      expect((await company.sync(answer)).plan.counts).toMatchObject({ joined: 20 });
      await set({ daysBeforeStart: 7 });
      const next = await company.unchanged(answer);
      expect(next.plan).toMatchObject({ policy: 1, counts: { joined: 1 } });
      expect((await company.unchanged(answer)).plan).toMatchObject({ itemCount: 0 });
    });

    it('say their reason at the door', async () => {
      const { tenantId } = company;
      const request = { tenantId, policy: { ...NO_CHANGE, timeZone: 'Mars/Base' }, expectedVersion: 0, actor: ADMIN };
      const refused = reconciler.policies.setPolicy(Object.assign(new SetPolicyRequest(), request));
      await expect(refused).rejects.toMatchObject({ reason: 'invalid-policy' });
      const asked = Object.assign(new GetPolicyRequest(), { tenantId });
      expect(await reconciler.policies.getPolicy(asked)).toMatchObject({
        version: 0,
        policy: { timeZone: 'Europe/London', scope: { location: { onlyIncluded: false, include: [], exclude: [] } } },
      });
    });
  });

  describe('protected people', () => {
    it('are never let go by a sync: it is told instead', async () => {
      await company.sync(people);
      const ids = await Promise.all(['PW1', 'PW2', 'PW3'].map((employeeId) => company.idOf(employeeId)));
      await set({ protectedPeople: { personIds: ids }, scope: noLeeds });
      const answer = withChanges(people, { PW1: { status: '2' }, PW2: null, PW3: { location: 'Leeds' } });
      const first = await company.sync(answer);
      expect(first.plan).toMatchObject({ itemCount: 0, counts: { refused: 2, missing: 1, left: 0 } });
      expect((await company.problems()).map(({ code, employeeId }) => `${employeeId} ${code}`)).toEqual([
        'PW1 protected',
        'PW3 protected',
        'PW2 missing',
      ]);
      const later = await company.unchanged(answer);
      expect(later.plan).toMatchObject({ itemCount: 0, counts: { refused: 2, missing: 1, left: 0 } });
      expect((await company.problems()).map(({ code }) => code)).toEqual(['protected', 'protected', 'protected']);
      await set({ protectedPeople: { personIds: [] } });
      expect((await company.unchanged(answer)).plan.counts).toMatchObject({ left: 3, refused: 0, missing: 0 });
      expect(await company.problems()).toEqual([]);
    });
  });
});
