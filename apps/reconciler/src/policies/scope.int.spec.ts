import { type Employee, EmployeeLeft, ProblemOpened } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { CompanyUnderTest, firstOf, staff, withChanges } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';
import { PreviewScopeRequest, SetPolicyRequest } from './policy.dto';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(3_600_000);

const NOTHING: reconcilerV1.Scope = {
  employmentType: undefined,
  company: undefined,
  location: undefined,
  department: undefined,
};
const only = (...include: string[]) => ({ onlyIncluded: true, include, exclude: [] });
const without = (...exclude: string[]) => ({ onlyIncluded: false, include: [], exclude });

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
  const effectOf = (scope: reconcilerV1.Scope) => reconciler.policy.effect(company.tenantId, scope);
  const setShown = async (scope: reconcilerV1.Scope) => {
    const { leaving } = await effectOf(scope);
    return set({ scope }, { confirmedLeaving: leaving });
  };

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

    it('is the same however a value is written, and no value is gone by it', async () => {
      const written = withChanges(people, {
        PW1: { location: 'caf\u00e9' },
        PW2: { location: 'CAFE\u0301 ' },
        PW3: { location: 'Ca\u200bf&eacute;' },
      });
      await company.sync(written);
      await set({ scope: { ...NOTHING, location: without(' CAFÉ') } });
      expect((await company.unchanged(written)).plan).toMatchObject({ outcome: 'applying', counts: { left: 3 } });
    });

    it('lets nobody go by a value that is not there any more', async () => {
      await company.sync(fiveInLeeds);
      await set({ scope: { ...NOTHING, location: only('Leeds', people[9]?.location ?? '') } });
      const blank = withChanges(fiveInLeeds, { PW1: { location: null }, PW2: { jobRole: 'Lead' } });
      const { plan, said } = await company.sync(blank);
      expect(plan).toMatchObject({ outcome: 'applying', counts: { left: 0, changed: 1, refused: 1 } });
      expect(await reconciler.saidOf(company.tenantId, ProblemOpened)).toMatchObject([
        { code: 'scope-blank', employeeId: 'PW1', received: 'location' },
      ]);
      expect(said.map(({ type }) => type)).not.toContain(EmployeeLeft.type);
      expect(await effectOf(NOTHING)).toMatchObject({ included: 20, leaving: 0 });
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
      expect(await reconciler.policy.get(company.tenantId)).toMatchObject({ version: 0 });
      expect(await set({ scope: noLeeds }, { confirmedLeaving: 6 })).toMatchObject({ version: 1 });
    });

    it('shows the values of each field, the most frequent first, blank ones too', async () => {
      await company.sync(withChanges(fiveInLeeds, { PW20: { location: null, department: null } }));
      const { fields } = await effectOf(NOTHING);
      expect(fields.map(({ field }) => field)).toEqual(['employmentType', 'company', 'location', 'department']);
      expect(fields[2]?.values).toEqual([
        { value: 'Stoke-on-Trent', employees: 14, named: [] },
        { value: 'Leeds', employees: 5, named: [] },
        { value: null, employees: 1, named: [] },
      ]);
      const question = Object.assign(new PreviewScopeRequest(), { tenantId: company.tenantId, scope: null });
      const asked = await reconciler.policies.previewScope(question);
      expect(asked.fields[2]?.values[2]).toEqual({ value: undefined, employees: 1, named: [] });
    });

    it('names the values that match nobody, as soon as anybody is known', async () => {
      const scope = { ...NOTHING, location: only(' LEEDS', 'Leds'), department: without('Salse') };
      expect((await effectOf(scope)).fields.flatMap(({ unmatched }) => unmatched)).toEqual([]);
      await company.sync(fiveInLeeds);
      const { fields } = await effectOf(scope);
      expect(fields.map(({ unmatched }) => unmatched)).toEqual([[], [], ['Leds'], ['Salse']]);
      expect(fields[2]?.values[1]).toEqual({ value: 'Leeds', employees: 5, named: [' LEEDS'] });
    });

    it('is not taken if it includes and leaves out the same value, however it is written', async () => {
      const location = { onlyIncluded: true, include: ['York', 'R&D Leeds'], exclude: [' r&amp;d  LEEDS'] };
      const request = Object.assign(new SetPolicyRequest(), {
        ...{ tenantId: company.tenantId, expectedVersion: 0, actor: 'ada' },
        policy: { scope: { ...NOTHING, location } },
      });
      await expect(reconciler.policies.setPolicy(request)).rejects.toMatchObject({
        message: expect.stringContaining('The location “ r&amp;d  LEEDS” is included and left out at once') as string,
      });
      expect(await reconciler.policy.get(company.tenantId)).toMatchObject({ version: 0 });
    });

    it('counts nobody who leaves or joins of whom something cannot be read, or who has no name', async () => {
      const unread = { jobRole: 'Kiln \uFFFD', location: 'Leeds' };
      const strangers = [
        anEmployee({ employeeId: 'PW98', jobRole: 'Kiln \uFFFD' }),
        anEmployee({ employeeId: 'PW99', firstName: null, lastName: null }),
      ];
      await company.sync(people);
      await company.sync([...withChanges(people, { PW1: unread, PW2: { location: 'Leeds' } }), ...strangers]);
      expect(await effectOf(noLeeds)).toMatchObject({ employees: 22, leaving: 1, joining: 0 });
      await setShown(noLeeds);
      const answer = [...withChanges(people, { PW1: unread, PW2: { location: 'Leeds' } }), ...strangers];
      expect((await company.unchanged(answer)).plan.counts).toMatchObject({ left: 1, joined: 0, refused: 3 });
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
        { numRuns: propertyRuns(25) },
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
});
