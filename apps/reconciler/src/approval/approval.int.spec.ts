import { type AnyEvent, ChangesCompleted, EmployeeAdded, EmployeeLeft, PlanApproved } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, kindsOf, nightOf, staff, withChanges } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';
import { leaver, noLonger, sixOfTwenty } from './six-leave.testkit';

describeReal('postgres')('a plan that waits for an OK', () => {
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

  const { people, sixGone, sixLeave } = sixOfTwenty(anEmployee);
  const personIds = (events: readonly AnyEvent[]) => events.map(({ subject }) => subject);

  describe('and gets it', () => {
    it('is applied whole: everybody in it, closed by their number', async () => {
      const held = await sixLeave(company);
      expect(await noLonger(company)).toEqual([]);
      const said = await company.saidBy(() => company.approve(held));
      expect(kindsOf(said)).toEqual(['plan.approved', ...Array(6).fill('employee.left'), 'changes.completed']);
      expect(said.map(({ syncId }) => syncId)).toEqual(said.map(() => held.syncId));
      expect(said[0]).toMatchObject({ actor: ADMIN, data: { number: 2, hash: held.plan.hash, exclude: [] } });
      expect(said.at(-1)?.data).toEqual({ number: 2, count: 6 });
      expect(await noLonger(company)).toHaveLength(6);
      expect(await company.plan(held)).toMatchObject({ state: 'approved', decidedBy: ADMIN, outdated: false });
    });

    it('brings nothing a second time when the next answer says the same', async () => {
      const held = await sixLeave(company);
      await company.approve(held);
      const next = await company.sync(sixGone);
      expect(next.types).toEqual(['plan.made']);
      expect(next.plan).toMatchObject({ outcome: 'applying', itemCount: 0, counts: { unchanged: 20, missing: 0 } });
      expect((await company.unchanged(sixGone)).types).toEqual(['plan.made']);
    });

    it('is taken back by the next answer if PeopleHR says again what it said before', async () => {
      const held = await sixLeave(company);
      await company.approve(held);
      // The answer is the one of the first night: for the short cut nothing has changed.
      const back = await company.unchanged(people);
      expect(back.plan).toMatchObject({ counts: { rejoined: 6 } });
      expect(await noLonger(company)).toEqual([]);
    });

    it('adds, changes and lets go in one', async () => {
      await company.sync(people);
      const newcomers = staff(anEmployee, 11, 100);
      const answer = [...withChanges(people, { PW1: { jobRole: 'Kiln Lead' }, PW2: leaver }), ...newcomers];
      const held = await company.sync(answer);
      expect(held.plan.heldBecause).toEqual(['joiners']);
      const said = await company.saidBy(() => company.approve(held));
      expect(kindsOf(said)).toEqual([
        'plan.approved',
        'employee.left',
        'employee.changed',
        ...Array(11).fill('employee.added'),
        'changes.completed',
      ]);
      const next = await company.sync(answer);
      expect(next.plan).toMatchObject({ itemCount: 0, counts: { missing: 0, unchanged: 31 } });
    });

    it('lets those go who were missing twice', async () => {
      await company.sync(people);
      const without = people.slice(4);
      const once = await company.sync(without);
      expect(once.plan).toMatchObject({ outcome: 'applying', counts: { missing: 4 } });
      const held = await company.sync(without);
      expect(held.plan).toMatchObject({ heldBecause: ['absent-or-out-of-scope'], counts: { left: 4, missing: 0 } });
      const again = await company.unchanged(without);
      expect(again.plan).toMatchObject({ outcome: 'held', hash: held.plan.hash });
      const said = await company.saidBy(() => company.approve(held));
      expect(kindsOf(said)).toEqual([
        'plan.approved',
        ...Array(4).fill('employee.left'),
        ...Array(4).fill('problem.closed'),
        'changes.completed',
      ]);
      expect((await company.sync(without)).plan).toMatchObject({ itemCount: 0, counts: { missing: 0 } });
    });

    it('is accepted with its answer: who is missing by it is missing since it was read, and its problems are open', async () => {
      await company.sync(people);
      const answer = withChanges(sixGone, { PW9: null, PW10: { email: null } });
      const held = await company.sync(answer);
      const said = await company.saidBy(() => company.approve(held));
      expect(kindsOf(said).slice(-3)).toEqual(['problem.opened', 'problem.opened', 'changes.completed']);
      expect(said[0]?.data).toMatchObject({ part: 'all', problems: 2, counts: { left: 6, refused: 1, missing: 1 } });
      expect(await company.problemList({})).toMatchObject({
        asOf: nightOf(2),
        problems: [{ code: 'email-blank' }, { code: 'missing', received: nightOf(2).slice(0, 10) }],
      });
      const next = await company.sync(withChanges(answer, { PW10: null }));
      expect(next.plan).toMatchObject({ outcome: 'applying', counts: { left: 1, missing: 1 } });
    });

    it('is closed by a ChangesCompleted of 0 if it changes nobody', async () => {
      await company.sync(people);
      const fields = ['employeeId', 'uniqueKey', 'email', 'firstName', 'lastName', 'status'] as const;
      const held = await company.sync(people, { fieldsPresent: [...fields] });
      expect(held.plan).toMatchObject({ heldBecause: ['answer-changed-shape'], itemCount: 0 });
      const said = await company.saidBy(() => company.approve(held));
      expect(said.map(({ data }) => data)).toMatchObject([{ exclude: [] }, { count: 0 }]);
      // What was looked at and approved is how answers may look from now on.
      const next = await company.sync(people, { fieldsPresent: [...fields] });
      expect(next.plan.outcome).toBe('applying');
    });

    it('leaves out whom the administrator leaves out, until PeopleHR says something else of them', async () => {
      const held = await sixLeave(company);
      const [ines, omar] = [await company.idOf('PW1'), await company.idOf('PW2')];
      const said = await company.saidBy(() => company.approve(held, [omar, ines]));
      expect(said[0]?.data).toMatchObject({ exclude: [ines, omar].sort() });
      expect(personIds(said.slice(1, -1))).not.toEqual(expect.arrayContaining([ines]));
      expect(said.at(-1)?.data).toMatchObject({ count: 4 });
      expect((await company.plan(held)).items.filter(({ excluded }) => excluded)).toHaveLength(2);
      const next = await company.sync(sixGone);
      expect(next.plan).toMatchObject({ outcome: 'applying', itemCount: 0 });
      expect((await company.plan(next)).counts).toMatchObject({ kept: 2, left: 0 });
      expect(await company.decisions(ines)).toMatchObject([{ kind: 'kept', itemKind: 'left', decidedBy: ADMIN }]);
      // Another last day is another word of PeopleHR.
      const other = await company.sync(withChanges(sixGone, { PW1: { status: '2', leavingDate: '2026-03-03' } }));
      expect(other.plan).toMatchObject({ itemCount: 1, counts: { left: 1 } });
      expect(await company.decisions(ines)).toEqual([]);
    });

    it('answers the same answer alike, and does it once', async () => {
      const held = await sixLeave(company);
      const first = await company.approve(held);
      expect(first).toMatchObject({ kind: 'decided', plan: { state: 'approved', decidedBy: ADMIN } });
      const said = await company.saidBy(async () => {
        expect(await company.approve(held)).toEqual(first);
      });
      expect(said).toEqual([]);
    });

    it('does it once when two administrators press at the same moment', async () => {
      const held = await sixLeave(company);
      const said = await company.saidBy(() => Promise.all([company.approve(held), company.approve(held)]));
      expect(kindsOf(said).filter((kind) => kind !== 'employee.left')).toEqual(['plan.approved', 'changes.completed']);
    });

    it('gives the answer when asked again, if it died between the commit and its answer', async () => {
      const held = await sixLeave(company);
      const { dataSource } = reconciler;
      const transaction = dataSource.transaction.bind(dataSource);
      const dying = jest.spyOn(dataSource, 'transaction').mockImplementation(async (...work) => {
        await Reflect.apply(transaction, dataSource, work);
        throw new Error('the process is gone');
      });
      await expect(company.approve(held)).rejects.toThrow('the process is gone');
      dying.mockRestore();
      const before = await reconciler.said(company.tenantId);
      expect(await company.approve(held)).toMatchObject({ kind: 'decided', plan: { state: 'approved' } });
      expect(await reconciler.said(company.tenantId)).toEqual(before);
      expect(await reconciler.saidOf(company.tenantId, PlanApproved)).toHaveLength(1);
      expect(await reconciler.saidOf(company.tenantId, EmployeeLeft)).toHaveLength(6);
      expect((await reconciler.saidOf(company.tenantId, ChangesCompleted)).at(-1)).toEqual({ number: 2, count: 6 });
    });

    it('waits as before if it dies before the commit', async () => {
      const held = await sixLeave(company);
      await reconciler.rows('ALTER TABLE plan_items RENAME TO plan_items_gone');
      await expect(company.approve(held)).rejects.toThrow();
      await reconciler.rows('ALTER TABLE plan_items_gone RENAME TO plan_items');
      expect(await company.plan(held)).toMatchObject({ state: 'held', outdated: false });
      expect(await company.approve(held)).toMatchObject({ kind: 'decided' });
    });
  });

  describe('is refused', () => {
    const refused = async (act: () => Promise<unknown>) => {
      let answer: unknown;
      const said = await company.saidBy(async () => {
        answer = await act();
      });
      expect(said).toEqual([]);
      return answer;
    };

    it('with another plan than the one that was shown', async () => {
      const held = await sixLeave(company);
      expect(await refused(() => company.approve(held, [], { hash: 'f'.repeat(64) }))).toEqual({
        kind: 'plan-outdated',
      });
      expect(await company.plan(held)).toMatchObject({ state: 'held', outdated: false });
    });

    it('when PeopleHR’s answer is more than a day old, and not a second earlier', async () => {
      const held = await sixLeave(company);
      const read = Date.parse(nightOf(2));
      reconciler.clock.time = new Date(read + 24 * 60 * 60 * 1000 + 1).toISOString();
      expect(await refused(() => company.approve(held))).toEqual({ kind: 'answer-too-old' });
      expect(await company.plan(held)).toMatchObject({
        state: 'held',
        outdated: false,
        freshUntil: new Date(read + 24 * 60 * 60 * 1000).toISOString(),
      });
      reconciler.clock.time = new Date(read + 24 * 60 * 60 * 1000).toISOString();
      expect(await company.approve(held)).toMatchObject({ kind: 'decided' });
      reconciler.clock.time = nightOf(1);
    });

    it('when other people are known since', async () => {
      const held = await sixLeave(company);
      await company.import([{ email: 'trustee@northwind-tiles.example', name: 'Ada Trustee' }]);
      expect(await refused(() => company.approve(held))).toEqual({ kind: 'plan-outdated' });
      expect(await company.plan(held)).toMatchObject({ state: 'held', outdated: true });
    });

    it('when the settings are others since', async () => {
      const held = await sixLeave(company);
      await reconciler.setPolicy(company.tenantId, { daysBeforeStart: 3 });
      expect(await refused(() => company.approve(held))).toEqual({ kind: 'plan-outdated' });
      expect(await company.plan(held)).toMatchObject({ outdated: true });
    });

    it('when somebody settled a case since', async () => {
      const held = await sixLeave(company);
      await company.decide({ kind: 'leave-out', personId: await company.idOf('PW9'), reason: 'on the board' });
      expect(await refused(() => company.approve(held))).toEqual({ kind: 'plan-outdated' });
    });

    it('when the rules are others since', async () => {
      const held = await sixLeave(company);
      await reconciler.rows('UPDATE plans SET rules = 0 WHERE sync_id = $1', [held.syncId]);
      expect(await refused(() => company.approve(held))).toEqual({ kind: 'plan-outdated' });
    });

    it('when somebody decided otherwise before', async () => {
      const held = await sixLeave(company);
      await company.reject(held);
      expect(await refused(() => company.approve(held))).toMatchObject({
        kind: 'already-decided',
        plan: { state: 'rejected', decidedBy: ADMIN },
      });
      const again = await company.sync(firstOf(people, 12, leaver));
      expect(again.plan).toMatchObject({ outcome: 'held', itemCount: 6 });
      await company.approve(again);
      expect(await refused(() => company.reject(again))).toMatchObject({
        kind: 'already-decided',
        plan: { state: 'approved', decidedBy: ADMIN },
      });
    });

    it('when others were left out, or the part is another, and is told what was; the same again is the same', async () => {
      const held = await sixLeave(company);
      const [one, two, waits] = [await company.idOf('PW1'), await company.idOf('PW2'), await company.idOf('PW3')];
      const revised = await company.leaveOut(held, [waits]);
      const hash = 'plan' in revised ? revised.plan.hash : '';
      expect(await company.approve(held, [one], { hash })).toMatchObject({ kind: 'decided' });
      const plan = { state: 'approved', leaversOnly: false, excluded: [one, waits].sort(), decidedBy: ADMIN };
      for (const exclude of [[], [two], [one, two], [waits]]) {
        expect(await refused(() => company.approve(held, exclude, { hash }))).toMatchObject({
          kind: 'already-decided',
          plan,
        });
      }
      const leavers = await refused(() => company.approve(held, [one], { hash, part: 'leavers' }));
      expect(leavers).toMatchObject({ kind: 'already-decided', plan });
      // Who was left out while it waited is out of it by either.
      for (const exclude of [[one], [one, waits], [waits, one]])
        expect(await refused(() => company.approve(held, exclude, { hash }))).toMatchObject({ kind: 'decided', plan });
    });

    it('when more was said no to, or it was put off, and is told what was; the same again is the same', async () => {
      const held = await sixLeave(company);
      const one = await company.idOf('PW1');
      await company.reject(held, [one]);
      const plan = { state: 'rejected', also: [one], notNow: false, decidedBy: ADMIN };
      expect(await refused(() => company.reject(held))).toMatchObject({ kind: 'already-decided', plan });
      expect(await refused(() => company.putOff(held))).toMatchObject({ kind: 'already-decided', plan });
      expect(await refused(() => company.reject(held, [one]))).toMatchObject({ kind: 'decided', plan });
    });

    it('when the no of the version before, of which it is not known what it said, was a no', async () => {
      const held = await sixLeave(company);
      await company.putOff(held);
      await reconciler.rows('UPDATE plans SET also = NULL, not_now = NULL WHERE sync_id = $1', [held.syncId]);
      expect(await refused(() => company.reject(held))).toMatchObject({ kind: 'decided' });
      expect(await refused(() => company.approve(held))).toMatchObject({ kind: 'already-decided' });
    });

    it('when somebody is to be left out who is not in it', async () => {
      const held = await sixLeave(company);
      const outside = await company.idOf('PW20');
      expect(await refused(() => company.approve(held, [outside]))).toEqual({ kind: 'not-in-plan' });
    });

    it('for a sync that has none', async () => {
      const held = await sixLeave(company);
      expect(await refused(() => company.approve({ ...held, syncId: aSyncId }))).toEqual({ kind: 'no-plan' });
      const other = new CompanyUnderTest(reconciler, aTenantId());
      expect(await other.approve(held)).toEqual({ kind: 'no-plan' });
    });

    it('when one of two who swap addresses is left out: the other could not have theirs', async () => {
      await reconciler.setPolicy(company.tenantId, { safeguards: noAddressMayChange });
      await company.sync(people);
      const [one, other] = [people[0]?.email ?? '', people[1]?.email ?? ''];
      const held = await company.sync(withChanges(people, { PW1: { email: other }, PW2: { email: one } }));
      expect(held.plan.heldBecause).toEqual(['email-changes']);
      const [ines, omar] = [await company.idOf('PW1'), await company.idOf('PW2')];
      expect(await refused(() => company.approve(held, [ines]))).toEqual({
        kind: 'exclusion-clash',
        names: ['Ines Faulkner PW2'],
      });
      expect(await company.approve(held, [ines, omar])).toMatchObject({ kind: 'decided' });
      expect(await reconciler.saidOf(company.tenantId, ChangesCompleted)).toMatchObject([{}, { number: 2, count: 0 }]);
    });
  });

  it('of a first sync onto people who are there already adds nobody before the OK', async () => {
    await company.import([{ email: 'trustee@northwind-tiles.example', name: 'Ada Trustee' }]);
    const held = await company.sync(people);
    expect(held.plan).toMatchObject({ outcome: 'held', heldBecause: ['first-onto-people'] });
    expect(await company.people()).toEqual(['Ada Trustee active']);
    await company.approve(held);
    expect(await reconciler.saidOf(company.tenantId, EmployeeAdded)).toHaveLength(20);
    expect((await company.sync([...people, anEmployee({ employeeId: 'PW21' })])).plan).toMatchObject({
      outcome: 'applying',
      itemCount: 1,
    });
  });
});

const aSyncId = '0191d6a0-0000-7000-8000-000000000001';

const noAddressMayChange = {
  leavers: undefined,
  absentOrOutOfScope: undefined,
  joiners: undefined,
  fieldGoesBlank: undefined,
  fieldBecomesOneValue: undefined,
  emailChanges: { people: 0, fraction: 0 },
  unknownStatus: undefined,
};
