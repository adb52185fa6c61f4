import { EmployeeLeft } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, kindsOf, staff, withChanges } from '../company.testkit';
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

  describe('and gets a no', () => {
    it('changes nobody; what made it wait is kept away, and everything else comes with the next plan', async () => {
      await company.sync(people);
      const answer = [
        ...withChanges(sixGone, { PW8: { jobRole: 'Kiln Lead' }, PW9: { location: 'Leeds' } }),
        ...staff(anEmployee, 1, 100),
      ];
      const held = await company.sync(answer);
      expect(held.plan.counts).toMatchObject({ left: 6, changed: 2, joined: 1 });
      expect(await company.plan(held)).toMatchObject({ counted: 6 });
      const ticked = await company.idOf('PW9');
      const said = await company.saidBy(() => company.reject(held, [ticked]));
      expect(kindsOf(said)).toEqual(['plan.rejected']);
      expect(said[0]).toMatchObject({
        actor: ADMIN,
        data: { number: 2, hash: held.plan.hash, remembers: 'what-made-it-wait', also: [ticked], kept: 7 },
      });
      expect(await noLonger(company)).toEqual([]);
      const next = await company.sync(answer);
      expect(next.plan).toMatchObject({ outcome: 'applying', counts: { left: 0, changed: 1, joined: 1 } });
      expect((await company.plan(next)).counts).toMatchObject({ kept: 7 });
      expect(await company.unchanged(answer)).toMatchObject({ types: ['plan.made'], plan: { itemCount: 0 } });
      expect(await company.decisions()).toHaveLength(7);
    });

    it('to a lie keeps nobody away who really left in the same answer', async () => {
      await company.sync(people.map((one, i) => ({ ...one, jobRole: `Role ${i}` })));
      const lie = people.map((one) => ({ ...one, jobRole: 'Employee' }));
      const held = await company.sync(firstOf(lie, 2, leaver));
      expect(held.plan).toMatchObject({ heldBecause: ['field-becomes-one-value'], counts: { left: 2, changed: 18 } });
      await company.reject(held);
      const next = await company.sync(firstOf(lie, 2, leaver));
      expect(next.plan).toMatchObject({ outcome: 'applying', counts: { left: 2, changed: 0 } });
      expect(await noLonger(company)).toEqual(['PW1 left', 'PW2 left']);
      // What else changes of the others is taken over beside what is kept away.
      const moved = await company.sync(
        withChanges(firstOf(lie, 2, leaver), { PW3: { jobRole: 'Employee', location: 'Leeds' } }),
      );
      expect(moved.plan.counts).toMatchObject({ changed: 1 });
      const [record] = await reconciler.rows(
        'SELECT employee, name, partly FROM persons WHERE tenant_id = $1 AND employee_id = $2',
        [company.tenantId, 'PW3'],
      );
      expect(record).toMatchObject({ partly: true, employee: { jobRole: 'Role 2', location: 'Leeds' } });
      expect(moved.said[1]?.data).toMatchObject({ changed: ['location'], employee: { jobRole: 'Role 2' } });
      // As soon as PeopleHR has another value it is taken over, and the no has ended.
      const truth = await company.sync(withChanges(lie, { PW3: { jobRole: 'Lead', location: 'Leeds' } }));
      expect(truth.plan.counts).toMatchObject({ changed: 1 });
      expect(await company.decisions(await company.idOf('PW3'))).toEqual([]);
      expect(await company.decisions()).toHaveLength(17);
    });

    it('to 38 who come back outlives an answer that nobody accepts, and a department that is renamed', async () => {
      const all = staff(anEmployee, 60);
      const gone = firstOf(all, 38, leaver);
      await company.sync(gone);
      const back = firstOf(gone, 38, { status: '1', leavingDate: null });
      const held = await company.sync(back);
      expect(held.plan).toMatchObject({ heldBecause: ['joiners'], counts: { joined: 38 } });
      await company.reject(held);
      expect(await company.decisions()).toHaveLength(38);
      const sameRole = await company.sync(all.map((one) => ({ ...one, jobRole: 'Employee', status: '2' })));
      expect(sameRole.plan).toMatchObject({ outcome: 'held', counts: { joined: 0, left: 22 } });
      expect(await company.decisions()).toHaveLength(38);
      const renamed = await company.sync(back.map((one) => ({ ...one, department: 'Manufacturing', status: '1' })));
      expect(renamed.plan).toMatchObject({ outcome: 'applying', counts: { joined: 0, changed: 22 } });
      expect(await company.decisions()).toHaveLength(38);
      // It ends when what was said no to is another one: here the first day.
      const later = await company.sync(withChanges(back, { PW1: { startDate: '2026-03-04' } }));
      expect(later.plan).toMatchObject({ outcome: 'applying', counts: { joined: 1 } });
      expect(await company.decisions()).toHaveLength(37);
    });

    it('a second time about the same person stands beside the first', async () => {
      await reconciler.setPolicy(company.tenantId, { safeguards: nothingPasses });
      await company.sync(people);
      const once = withChanges(people, { PW1: { jobRole: 'Lead' }, PW2: leaver });
      await company.reject(await company.sync(once), [await company.idOf('PW1')]);
      const twice = withChanges(once, { PW1: { jobRole: 'Lead', location: 'Leeds' }, PW3: leaver });
      await company.reject(await company.sync(twice), [await company.idOf('PW1')]);
      expect((await company.sync(twice)).plan).toMatchObject({ outcome: 'applying', itemCount: 0 });
      expect(await company.decisions()).toHaveLength(4);
      expect(await company.decisions(await company.idOf('PW1'))).toMatchObject([
        { itemKind: 'changed', changes: [{ field: 'location', newValue: 'Leeds' }] },
        { itemKind: 'changed', changes: [{ field: 'jobRole', newValue: 'Lead' }] },
      ]);
    });

    it('is shown as far as it still holds: of two fields the one whose value is the same', async () => {
      await reconciler.setPolicy(company.tenantId, { safeguards: nothingPasses });
      await company.sync(people);
      const both = withChanges(people, { PW1: { jobRole: 'Lead', location: 'Leeds' }, PW2: leaver });
      await company.reject(await company.sync(both), [await company.idOf('PW1')]);
      await company.sync(withChanges(people, { PW1: { location: 'Leeds' } }));
      expect(await company.decisions()).toMatchObject([{ changes: [{ field: 'location' }] }]);
      await company.sync(people);
      expect(await company.decisions()).toEqual([]);
    });

    it('to all of it can be taken back as one', async () => {
      const held = await sixLeave(company);
      await company.reject(held);
      const said = await company.saidBy(async () => {
        expect(await reconciler.settling.undoPlan(company.tenantId, held.syncId, ADMIN)).toBe(6);
        expect(await reconciler.settling.undoPlan(company.tenantId, held.syncId, ADMIN)).toBe(0);
      });
      expect(said).toHaveLength(6);
      expect(said[0]).toMatchObject({ actor: ADMIN, data: { kind: 'undone' } });
      expect(await company.decisions()).toEqual([]);
      expect((await company.sync(sixGone)).plan).toMatchObject({ outcome: 'held', itemCount: 6 });
    });

    it('for now remembers nothing: the next answer waits again', async () => {
      const held = await sixLeave(company);
      const said = await company.saidBy(async () => {
        expect(await company.putOff(held)).toMatchObject({ kind: 'decided', plan: { state: 'rejected' } });
      });
      expect(said).toMatchObject([{ data: { remembers: 'nothing', kept: 0 } }]);
      expect(await company.decisions()).toEqual([]);
      expect((await company.sync(sixGone)).plan).toMatchObject({ outcome: 'held', itemCount: 6 });
    });

    it('says so once, however often it is told', async () => {
      const held = await sixLeave(company);
      const first = await company.reject(held);
      expect(first).toMatchObject({ kind: 'decided', plan: { state: 'rejected', decidedBy: ADMIN } });
      const said = await company.saidBy(async () => {
        expect(await company.reject(held)).toEqual(first);
      });
      expect(said).toEqual([]);
    });

    it('or a yes: of two who press at the same moment one wins', async () => {
      const held = await sixLeave(company);
      const said = await company.saidBy(() => Promise.all([company.approve(held), company.reject(held)]));
      const approved = kindsOf(said).includes('plan.approved');
      expect(said).toHaveLength(approved ? 8 : 1);
    });

    it('proposes a change again when the no is undone', async () => {
      const held = await sixLeave(company);
      await company.reject(held);
      const [kept] = await company.decisions(await company.idOf('PW3'));
      expect(kept).toMatchObject({ kind: 'kept', itemKind: 'left', name: 'Ines Faulkner PW3' });
      expect(await company.undo(kept?.decisionId ?? '')).toMatchObject({ kind: 'kept' });
      const next = await company.sync(sixGone);
      expect(next.plan).toMatchObject({ outcome: 'applying', itemCount: 1, counts: { left: 1 } });
      expect(next.said[1]).toMatchObject({ type: EmployeeLeft.type, data: { employee: { employeeId: 'PW3' } } });
    });
  });
});

const nobody = { people: 0, fraction: 0 };
const nothingPasses = {
  leavers: nobody,
  absentOrOutOfScope: nobody,
  joiners: nobody,
  fieldGoesBlank: nobody,
  fieldBecomesOneValue: nobody,
  emailChanges: nobody,
  unknownStatus: nobody,
  knownInSnapshot: 0,
};
