import { DecisionMade, type Employee, EmployeeLeft } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, nightOf, staff, withChanges } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('what somebody settles', () => {
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

  const decisionOf = async (word: Parameters<CompanyUnderTest['decide']>[0]) => {
    const settled = await company.decide(word);
    if (typeof settled === 'string') throw new Error(settled);
    return settled;
  };

  describe('“Is this the same person?”', () => {
    /** PW1 is somebody else altogether by now, as far as PeopleHR tells. */
    const stranger: Partial<Employee> = {
      uniqueKey: 'another-key',
      email: 'bo.lindqvist@northwind-tiles.example',
      firstName: 'Bo',
      lastName: 'Lindqvist',
      startDate: '2026-02-02',
    };
    const recycled = withChanges(people, { PW1: stranger });

    async function aCase(): Promise<string> {
      await company.sync(people);
      const { plan } = await company.sync(recycled);
      expect(plan).toMatchObject({ outcome: 'applying', itemCount: 0, counts: { refused: 1, missing: 0 } });
      const [problem] = await company.problems();
      expect(problem).toMatchObject({ code: 'identity-recycled', employeeId: 'PW1', name: 'Bo Lindqvist' });
      const before = await company.idOf('PW1');
      expect(problem?.otherPersonId).toBe(before);
      // What tells the two apart is shown with it.
      expect(problem).toMatchObject({ rowEmail: stranger.email, rowStartDate: stranger.startDate });
      expect(problem).toMatchObject({ rowStatus: '1', rowLeavingDate: '' });
      return before;
    }

    it('shows how the record stands now: of a leaver that they are one, and since when', async () => {
      const before = await aCase();
      const [open] = await company.problems();
      const leaver = { status: '1', leavingDate: '2099-02-27' };
      await company.sync(withChanges(recycled, { PW1: leaver }));
      const problems = await company.problems();
      expect(problems).toMatchObject([
        { code: 'identity-recycled', otherPersonId: before, rowStatus: '1', rowLeavingDate: '2099-02-27' },
      ]);
      expect(problems[0]?.problemId).not.toBe(open?.problemId);
    });

    it('changes nobody as long as it is open', async () => {
      const before = await aCase();
      const next = await company.unchanged(recycled);
      expect(next.types).toEqual(['plan.made']);
      expect(await company.idOf('PW1')).toBe(before);
      expect(await company.people()).toHaveLength(20);
    });

    it('“a new person”: they are added, and whoever had the id before is missing from then on', async () => {
      const before = await aCase();
      await decisionOf({ kind: 'new-person', employeeId: 'PW1' });
      const next = await company.unchanged(recycled);
      expect(next.plan.counts).toMatchObject({ joined: 1, refused: 0 });
      expect(await company.idOf('PW1')).not.toBe(before);
      expect(await company.problems()).toEqual([]);
      // Nothing changes in PeopleHR any more; the one without a row is found to be missing, and leaves a day later.
      const found = await company.unchanged(recycled);
      expect(found.plan).toMatchObject({ itemCount: 0, counts: { missing: 1 } });
      const gone = await company.unchanged(recycled);
      expect(gone.said[1]).toMatchObject({
        type: EmployeeLeft.type,
        data: { personId: before, proof: 'absent-twice' },
      });
    });

    it('“the same”: they are changed and keep their history', async () => {
      const before = await aCase();
      await decisionOf({ kind: 'same-person', employeeId: 'PW1', personId: before });
      const next = await company.unchanged(recycled);
      expect(next.plan.counts).toMatchObject({ changed: 1, refused: 0 });
      expect(await company.idOf('PW1')).toBe(before);
    });

    it('is remembered: whatever else changes, it is not asked again', async () => {
      const before = await aCase();
      await decisionOf({ kind: 'new-person', employeeId: 'PW1' });
      await company.sync(recycled);
      const after = await company.idOf('PW1');
      const moved = withChanges(recycled, { PW1: { ...stranger, jobRole: 'Potter' } });
      expect((await company.sync(moved)).plan.counts).toMatchObject({ changed: 1, refused: 0 });
      const repair = await company.sync(moved, { mode: 'repair' });
      expect(repair.plan.counts).toMatchObject({ changed: 0, joined: 0, refused: 0 });
      expect(await company.idOf('PW1')).toBe(after);
      expect(after).not.toBe(before);
    });

    it('is asked again of a third person under the same id', async () => {
      await aCase();
      await decisionOf({ kind: 'new-person', employeeId: 'PW1' });
      await company.sync(recycled);
      const third = { ...stranger, uniqueKey: 'k3', email: 'cy@northwind-tiles.example', firstName: 'Cy' };
      const next = await company.sync(withChanges(people, { PW1: { ...third, startDate: '2026-03-03' } }));
      expect(next.plan.counts).toMatchObject({ refused: 1, joined: 0, changed: 0 });
      expect(await company.problems()).toMatchObject([{ code: 'identity-recycled' }, { code: 'missing' }]);
    });

    it('gives no id twice, though an EmployeeId goes to and fro', async () => {
      const first = await aCase();
      await decisionOf({ kind: 'new-person', employeeId: 'PW1' });
      await company.sync(recycled);
      const second = await company.idOf('PW1');
      // Back to the first, by a word of the administrator, then to a third and a fourth.
      await company.sync(people);
      await decisionOf({ kind: 'same-person', employeeId: 'PW1', personId: first });
      await company.sync(people);
      const ids = new Set([first, second]);
      for (const name of ['Cy', 'Di']) {
        const next = {
          uniqueKey: `key ${name}`,
          email: `${name.toLowerCase()}@northwind-tiles.example`,
          firstName: name,
        };
        const answer = withChanges(people, { PW1: { ...next, startDate: `2026-03-0${ids.size}` } });
        await company.sync(answer);
        await decisionOf({ kind: 'new-person', employeeId: 'PW1' });
        await company.sync(answer);
        ids.add(await company.idOf('PW1'));
      }
      expect(ids.size).toBe(4);
    });

    it('can be undone before the next sync: then it is asked again', async () => {
      await aCase();
      const settled = await decisionOf({ kind: 'new-person', employeeId: 'PW1' });
      expect(await company.undo(settled.decisionId)).toMatchObject({ kind: 'new-person' });
      expect((await company.unchanged(recycled)).plan).toMatchObject({ itemCount: 0, counts: { refused: 1 } });
      expect(await reconciler.saidOf(company.tenantId, DecisionMade)).toMatchObject([
        { kind: 'new-person', employeeId: 'PW1', decisionsVersion: 1 },
        { kind: 'undone', employeeId: 'PW1', decisionsVersion: 2 },
      ]);
    });

    it('is one word however often it is said, and the last one if another is said', async () => {
      const before = await aCase();
      const first = await decisionOf({ kind: 'new-person', employeeId: 'PW1' });
      expect(await company.decide({ kind: 'new-person', employeeId: 'PW1' })).toEqual(first);
      await decisionOf({ kind: 'same-person', employeeId: 'PW1', personId: before });
      expect(await company.decisions()).toMatchObject([{ kind: 'same-person', personId: before, decidedBy: ADMIN }]);
      expect(await reconciler.saidOf(company.tenantId, DecisionMade)).toHaveLength(2);
      expect((await company.unchanged(recycled)).plan.counts).toMatchObject({ changed: 1, joined: 0 });
    });

    it('can be answered only while it is asked, and only with somebody it is about', async () => {
      await company.sync(people);
      expect(await company.decide({ kind: 'new-person', employeeId: 'PW1' })).toBe('no-such-case');
      await company.sync(recycled);
      const same = { kind: 'same-person', employeeId: 'PW1' } as const;
      expect(await company.decide({ ...same, personId: aPersonId })).toBe('no-such-person');
      expect(await company.decide({ ...same, personId: await company.idOf('PW7') })).toBe('no-such-person');
      expect(await reconciler.saidOf(company.tenantId, DecisionMade)).toEqual([]);
    });
  });

  describe('about somebody who is missing', () => {
    const without = people.slice(1);

    async function missing(): Promise<string> {
      await company.sync(people);
      const personId = await company.idOf('PW1');
      const { plan } = await company.sync(without);
      expect(plan.counts).toMatchObject({ missing: 1, left: 0 });
      expect(await company.problems()).toMatchObject([{ code: 'missing', personId, received: '2026-03-03' }]);
      return personId;
    }

    it('“left”: they leave with the next sync, though it is the same day', async () => {
      const personId = await missing();
      await decisionOf({ kind: 'missing-left', personId });
      const next = await company.unchanged(without, { takenAt: '2026-03-03T02:05:00.000Z' });
      expect(next.types).toEqual(['plan.made', 'employee.left', 'problem.closed', 'changes.completed']);
      expect(next.said[1]?.data).toMatchObject({ personId, proof: 'settled-by-person' });
      expect(await company.decisions()).toEqual([]);
    });

    it('“left” says nothing when they are back and missing another time', async () => {
      const personId = await missing();
      await decisionOf({ kind: 'missing-left', personId });
      await company.unchanged(without);
      expect((await company.sync(people)).plan.counts).toMatchObject({ rejoined: 1 });
      expect((await company.sync(without)).plan.counts).toMatchObject({ left: 0, missing: 1 });
    });

    it('“left” says nothing later either if it was applied by an OK', async () => {
      await reconciler.setPolicy(company.tenantId, { safeguards: noJoinerPasses });
      const personId = await missing();
      await decisionOf({ kind: 'missing-left', personId });
      const held = await company.sync([...without, anEmployee({ employeeId: 'PW99' })]);
      expect(held.plan).toMatchObject({ outcome: 'held', counts: { left: 1, joined: 1 } });
      expect(await company.approve(held)).toMatchObject({ kind: 'decided' });
      expect(await company.decisions()).toEqual([]);
    });

    it('“keep”: they stay for as long as they are missing, and nobody is asked again', async () => {
      const personId = await missing();
      await decisionOf({ kind: 'missing-keep', personId });
      const next = await company.unchanged(without);
      expect(next.types).toEqual(['plan.made', 'problem.closed']);
      expect((await company.unchanged(without)).plan.counts).toMatchObject({ missing: 1, left: 0 });
      expect(await company.people()).toContain('PW1 active');
      // Back, and missing another time: that is another question.
      await company.sync(people);
      expect(await company.decisions()).toEqual([]);
      await company.sync(without);
      expect((await company.unchanged(without)).plan.counts).toMatchObject({ left: 1 });
    });

    it('can be taken back: then two answers a day apart prove it again', async () => {
      const personId = await missing();
      const keep = await decisionOf({ kind: 'missing-keep', personId });
      await company.unchanged(without);
      await company.undo(keep.decisionId);
      expect((await company.unchanged(without)).said[1]?.data).toMatchObject({ personId, proof: 'absent-twice' });
    });

    it('is nothing to settle while they are there', async () => {
      await company.sync(people);
      const personId = await company.idOf('PW1');
      expect(await company.decide({ kind: 'missing-left', personId })).toBe('no-such-case');
      expect(await company.decide({ kind: 'missing-keep', personId: aPersonId })).toBe('no-such-person');
    });
  });

  describe('absence, without a word of anybody', () => {
    const without = people.slice(1);

    it('proves nothing in two answers of one night, and something a day later though the answer is the same', async () => {
      await company.sync(people);
      await company.sync(without, { takenAt: nightOf(2) });
      const soon = await company.unchanged(without, { takenAt: '2026-03-03T21:59:59.999Z' });
      expect(soon.plan.counts).toMatchObject({ missing: 1, left: 0 });
      const later = await company.unchanged(without, { takenAt: '2026-03-03T22:00:00.000Z' });
      expect(later.plan.counts).toMatchObject({ missing: 0, left: 1 });
      expect(later.types).toEqual(['plan.made', 'employee.left', 'problem.closed', 'changes.completed']);
      expect((await company.unchanged(without)).types).toEqual(['plan.made']);
    });

    it('counts anew when they were there in between', async () => {
      await company.sync(people);
      await company.sync(without);
      await company.sync(people);
      expect((await company.sync(without)).plan.counts).toMatchObject({ missing: 1, left: 0 });
      expect(await company.problems()).toMatchObject([{ received: '2026-03-05' }]);
    });
  });

  describe('who is never to be in WeThrive', () => {
    it('is not added by the first sync, if somebody said so on seeing the plan', async () => {
      const preview = await company.sync(people, { mode: 'preview' });
      const personId = (await company.plan(preview)).items.find(({ employeeId }) => employeeId === 'PW1')?.personId;
      const leftOut = await decisionOf({ kind: 'leave-out', personId: personId ?? '', reason: 'chair of the board' });
      expect(leftOut).toMatchObject({ name: 'Ines Faulkner PW1', reason: 'chair of the board', decidedBy: ADMIN });
      expect((await company.sync(people)).plan.counts).toMatchObject({ joined: 19 });
      expect((await company.sync(people)).plan).toMatchObject({ itemCount: 0, problems: 0 });
      await company.undo(leftOut.decisionId);
      const next = await company.unchanged(people);
      expect(next.said[1]?.data).toMatchObject({ personId, employee: { employeeId: 'PW1' }, rejoined: false });
    });

    it('leaves if they are in it already, and comes back when it is undone', async () => {
      await company.sync(people);
      const personId = await company.idOf('PW1');
      const leftOut = await decisionOf({ kind: 'leave-out', personId, reason: 'on secondment' });
      const next = await company.unchanged(people);
      expect(next.said[1]?.data).toMatchObject({ personId, proof: 'settled-by-person' });
      expect((await company.unchanged(people)).plan.itemCount).toBe(0);
      await company.undo(leftOut.decisionId);
      expect((await company.unchanged(people)).plan.counts).toMatchObject({ rejoined: 1 });
    });

    it('holds no plan, however many they are', async () => {
      await company.sync(people);
      for (const { employeeId } of people.slice(0, 8)) {
        await decisionOf({ kind: 'leave-out', personId: await company.idOf(employeeId), reason: 'seasonal' });
      }
      expect((await company.unchanged(people)).plan).toMatchObject({ outcome: 'applying', counts: { left: 8 } });
    });

    it('with another reason is another word', async () => {
      await company.sync(people);
      const personId = await company.idOf('PW1');
      const first = await decisionOf({ kind: 'leave-out', personId, reason: 'on secondment' });
      expect(await company.decide({ kind: 'leave-out', personId, reason: 'on secondment' })).toEqual(first);
      await decisionOf({ kind: 'leave-out', personId, reason: 'contractor' });
      expect(await company.decisions(personId)).toMatchObject([{ reason: 'contractor' }]);
      expect(await company.decide({ kind: 'leave-out', personId: aPersonId, reason: 'x' })).toBe('no-such-person');
    });
  });

  it('is shown newest first, page by page, and is nobody else’s to undo', async () => {
    await company.sync(people);
    for (const employeeId of ['PW1', 'PW2', 'PW3']) {
      await decisionOf({ kind: 'leave-out', personId: await company.idOf(employeeId), reason: employeeId });
    }
    const first = await company.decisionPage({ limit: 2 });
    expect(first.decisions.map(({ reason }) => reason)).toEqual(['PW3', 'PW2']);
    const rest = await company.decisionPage({ limit: 2, cursor: first.nextCursor });
    expect(rest).toMatchObject({ decisions: [{ reason: 'PW1' }], nextCursor: '' });
    const id = rest.decisions[0]?.decisionId ?? '';
    expect(await new CompanyUnderTest(reconciler, aTenantId()).undo(id)).toBeNull();
    expect(await company.undo(id)).not.toBeNull();
    expect(await company.undo(id)).toBeNull();
  });
});

const aPersonId = '0191d6a0-0000-7000-8000-000000000002';

const noJoinerPasses = {
  leavers: undefined,
  absentOrOutOfScope: undefined,
  joiners: { people: 0, fraction: 0 },
  fieldGoesBlank: undefined,
  fieldBecomesOneValue: undefined,
  emailChanges: undefined,
  unknownStatus: undefined,
};
