import { defaultPolicy, type Employee, EmployeeLeft, PolicyChanged } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import fc from 'fast-check';
import { CompanyUnderTest, firstOf, staff, withChanges } from '../company.testkit';
import { ADMIN, NO_CHANGE, ReconcilerTestkit } from '../reconciler.testkit';
import { GetPolicyRequest, PreviewScopeRequest, SetPolicyRequest } from './policy.dto';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(180_000);

const NOTHING: reconcilerV1.Scope = {
  employmentType: undefined,
  company: undefined,
  location: undefined,
  department: undefined,
};
const only = (...include: string[]) => ({ onlyIncluded: true, include, exclude: [] });
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
  /** Five of twenty work in Leeds: more than leave by a scope without an OK. */
  const fiveInLeeds = firstOf(people, 5, { location: 'Leeds' });
  const noLeeds = { ...NOTHING, location: without('Leeds') };

  const set = (...args: Parameters<ReconcilerTestkit['setPolicy']> extends [string, ...infer R] ? R : never) =>
    reconciler.setPolicy(company.tenantId, ...args);
  const effectOf = (scope: reconcilerV1.Scope) => reconciler.settings.effect(company.tenantId, scope);
  const setShown = async (scope: reconcilerV1.Scope) => {
    const { leaving } = await effectOf(scope);
    return set({ scope }, { confirmedLeaving: leaving });
  };

  describe('when they are changed', () => {
    it('keep what is not given, and get the next number', async () => {
      expect(await reconciler.settings.get(company.tenantId)).toEqual({ version: 0, policy: defaultPolicy });
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
      await set({ daysBeforeStart: 4 }, { expectedVersion: 1 });
      expect(await set({ daysBeforeStart: 5 }, { expectedVersion: 1 })).toBe('policy-outdated');
      expect(await reconciler.settings.get(company.tenantId)).toMatchObject({
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
      expect(await reconciler.settings.get(company.tenantId)).toEqual({ version: 0, policy: defaultPolicy });
      expect(await reconciler.said(company.tenantId)).toEqual([]);
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

  describe('who should be in WeThrive', () => {
    it('lets those go who are not, and brings them back when they are again', async () => {
      const answer = firstOf(people, 3, { location: 'Leeds' });
      await company.sync(answer);
      await set({ scope: noLeeds });
      const next = await company.unchanged(answer);
      expect(next.plan).toMatchObject({ outcome: 'applying', counts: { left: 3, refused: 0 } });
      expect(next.said[1]).toMatchObject({ type: EmployeeLeft.type, data: { proof: 'out-of-scope' } });
      expect((await company.unchanged(answer)).plan.itemCount).toBe(0);
      const moved = withChanges(answer, { PW1: { location: 'York' } });
      expect((await company.sync(moved)).plan.counts).toMatchObject({ rejoined: 1 });
      await set({ scope: { ...NOTHING, location: without() } });
      expect((await company.unchanged(moved)).plan.counts).toMatchObject({ rejoined: 2 });
    });

    it('is held by its safeguard if its effect was not shown', async () => {
      await company.sync(fiveInLeeds);
      await set({ scope: noLeeds });
      const next = await company.unchanged(fiveInLeeds);
      expect(next.plan).toMatchObject({ outcome: 'held', heldBecause: ['absent-or-out-of-scope'], itemCount: 5 });
    });

    it('is applied at once if its effect was shown', async () => {
      await company.sync(fiveInLeeds);
      expect(await effectOf(noLeeds)).toMatchObject({ employees: 20, included: 15, leaving: 5, joining: 0 });
      await setShown(noLeeds);
      const next = await company.unchanged(fiveInLeeds);
      expect(next.plan).toMatchObject({ outcome: 'applying', counts: { left: 5 } });
    });

    it('is held all the same if many more leave by it than were shown', async () => {
      await company.sync(fiveInLeeds);
      await setShown(noLeeds);
      const more = firstOf(people, 12, { location: 'Leeds' });
      expect((await company.sync(more)).plan).toMatchObject({
        outcome: 'held',
        heldBecause: ['absent-or-out-of-scope'],
      });
      const few = firstOf(people, 7, { location: 'Leeds' });
      expect((await company.sync(few)).plan).toMatchObject({ outcome: 'applying', counts: { left: 7 } });
    });

    it('was shown for one time: who falls out of it later counts again, also after other settings changed', async () => {
      await company.sync(fiveInLeeds);
      await setShown(noLeeds);
      await company.unchanged(fiveInLeeds);
      await set({ daysBeforeStart: 1 });
      const later = withChanges(
        fiveInLeeds,
        Object.fromEntries([6, 7, 8, 9].map((i) => [`PW${i}`, { location: 'Leeds' }])),
      );
      expect((await company.sync(later)).plan).toMatchObject({ outcome: 'held', itemCount: 4 });
    });

    it('is still shown when other settings change before the next sync', async () => {
      await company.sync(fiveInLeeds);
      await setShown(noLeeds);
      await set({ daysBeforeStart: 1 });
      expect((await company.unchanged(fiveInLeeds)).plan).toMatchObject({ outcome: 'applying', counts: { left: 5 } });
    });

    it('is not taken if others would leave than were shown', async () => {
      await company.sync(fiveInLeeds);
      const { leaving } = await effectOf(noLeeds);
      await company.sync(firstOf(people, 6, { location: 'Leeds' }));
      expect(await set({ scope: noLeeds }, { confirmedLeaving: leaving })).toBe('effect-outdated');
      expect(await reconciler.settings.get(company.tenantId)).toMatchObject({ version: 0 });
      expect(await set({ scope: noLeeds }, { confirmedLeaving: 6 })).toMatchObject({ version: 1 });
    });

    it('shows the values of each field, the most frequent first, blank ones too', async () => {
      await company.sync(withChanges(fiveInLeeds, { PW20: { location: null, department: null } }));
      const { fields } = await effectOf(NOTHING);
      expect(fields.map(({ field }) => field)).toEqual(['employmentType', 'company', 'location', 'department']);
      expect(fields[2]?.values).toEqual([
        { value: 'Stoke-on-Trent', employees: 14 },
        { value: 'Leeds', employees: 5 },
        { value: null, employees: 1 },
      ]);
      const question = Object.assign(new PreviewScopeRequest(), { tenantId: company.tenantId, scope: null });
      const asked = await reconciler.policies.previewScope(question);
      expect(asked.fields[2]?.values[2]).toEqual({ value: undefined, employees: 1 });
    });

    it('can be looked at before the first sync is applied, and right after its OK', async () => {
      expect(await effectOf(noLeeds)).toMatchObject({ employees: 0, leaving: 0 });
      await company.import([{ email: 'trustee@northwind-tiles.example', name: 'Ada Trustee' }]);
      const held = await company.sync(fiveInLeeds);
      expect(await effectOf(noLeeds)).toMatchObject({ employees: 20, included: 15, leaving: 0, joining: 15 });
      await company.approve(held);
      expect(await effectOf(noLeeds)).toMatchObject({ employees: 20, included: 15, leaving: 5, joining: 0 });
    });

    it('does what was shown, whoever works where and whoever is protected, left out or refused', async () => {
      /** A scope value that nobody has is accepted each time, so that the answer becomes the base. */
      const through = async (answer: readonly Employee[]) => {
        const synced = await company.sync(answer);
        if (synced.plan.outcome !== 'held') return;
        await company.approve(synced);
        expect((await company.sync(answer)).plan.outcome).toBe('applying');
      };
      const value = (...values: string[]) => fc.constantFrom(...values, null);
      const somebody = fc.record({
        location: value('Leeds', 'York'),
        department: value('Kilns', 'Glazes'),
        employmentType: value('Full Time', 'Agency'),
        company: value('Northwind Tiles'),
        email: fc.constantFrom('own', 'own', 'own', null),
        status: fc.constantFrom('1', '1', '1', '2'),
        startDate: fc.constantFrom('2024-02-05', '2024-02-05', '2099-01-01'),
        before: fc.boolean(),
        word: fc.constantFrom('', '', '', 'protected', 'left out'),
      });
      const rule = (...values: string[]) =>
        fc.oneof(
          fc.constant(undefined),
          fc.subarray(values).map((some) => without(...some)),
          fc.subarray(values, { minLength: 1 }).map((some) => only(...some)),
        );
      const scope = fc.record({
        location: rule('Leeds', 'York'),
        department: rule('Kilns', 'Glazes'),
        employmentType: rule('Full Time', 'Agency'),
        company: fc.constant(undefined),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(somebody, { minLength: 1, maxLength: 8 }),
          scope,
          scope,
          async (facts, one, other) => {
            company = new CompanyUnderTest(reconciler, aTenantId());
            await reconciler.withoutSafeguards(company.tenantId);
            const answer = facts.map(({ before: _before, word: _word, email, ...fields }, i): Employee => {
              const employee = anEmployee({ employeeId: `PW${i}`, ...fields });
              return email === null ? { ...employee, email } : employee;
            });
            const some = answer.filter((_, i) => facts[i]?.before);
            await set({ scope: one });
            await through(some);
            await through(answer);
            const ids = await Promise.all(answer.map(({ employeeId }) => company.idOf(employeeId)));
            const of = (word: string) => ids.filter((id, i) => id !== 'undefined' && facts[i]?.word === word);
            const leaveOut = { people: of('left out').map((personId) => ({ personId, reason: 'seasonal' })) };
            await set({ leaveOut, protectedPeople: { personIds: of('protected') } });
            await through(answer);
            const shown = await effectOf(other);
            expect(await setShown(other)).toMatchObject({ policy: {} });
            const next = await company.sync(answer);
            const { left, joined, rejoined } = next.plan.counts;
            expect({ leaving: left, joining: joined + rejoined }).toEqual({
              leaving: shown.leaving,
              joining: shown.joining,
            });
          },
        ),
        { numRuns: 25 },
      );
    });
  });

  describe('a value of it that no employee has any more', () => {
    const onlyYork = { ...NOTHING, location: only('York', 'Stoke-on-Trent') };
    const oneInYork = withChanges(people, { PW1: { location: 'York' } });

    it('holds the plan, until somebody accepts it: a renamed site must let nobody go', async () => {
      await set({ scope: onlyYork });
      await company.sync(oneInYork);
      const renamed = await company.sync(withChanges(people, { PW1: { location: 'York Mill' } }));
      expect(renamed.plan).toMatchObject({ outcome: 'held', heldBecause: ['scope-value-gone'], itemCount: 1 });
      expect(renamed.plan.safeguards).toMatchObject([{ name: 'absent-or-out-of-scope' }, { field: 'location: York' }]);
      await company.approve(renamed);
      const after = withChanges(people, { PW1: { location: 'York Mill' } });
      expect((await company.sync(after)).plan.outcome).toBe('applying');
      // Accepted is accepted, also after nights on which nothing changed.
      expect((await company.unchanged(after)).plan.outcome).toBe('applying');
      const changed = withChanges(after, { PW2: { jobRole: 'Potter' } });
      expect((await company.sync(changed)).plan).toMatchObject({ outcome: 'applying', itemCount: 1 });
    });

    it('holds it another time when it was there again', async () => {
      await set({ scope: onlyYork });
      await company.sync(people).then((held) => company.approve(held));
      await company.sync(oneInYork);
      expect((await company.sync(people)).plan.heldBecause).toEqual(['scope-value-gone']);
    });

    it('holds the plan that a new scope makes, though PeopleHR answers the same', async () => {
      await company.sync(people);
      await setShown({ ...NOTHING, department: without('Accounts') });
      expect((await company.unchanged(people)).plan.heldBecause).toEqual(['scope-value-gone']);
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
