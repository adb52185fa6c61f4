import { EmployeeLeft } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, kindsOf, staff, type Synced, withChanges } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(120_000);

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

  const people = staff(anEmployee, 20);
  const leaver = { status: '2', leavingDate: '2026-02-27' };
  const sixGone = firstOf(people, 6, leaver);

  /** Six of twenty have left: one more than passes by itself. */
  async function sixLeave(): Promise<Synced> {
    await company.sync(people);
    const held = await company.sync(sixGone);
    expect(held.plan).toMatchObject({ outcome: 'held', heldBecause: ['leavers'], itemCount: 6 });
    return held;
  }

  const noLonger = async () => (await company.people()).filter((one) => one.endsWith(' left'));

  describe('and gets a no', () => {
    it('changes nobody, and keeps every change of it away until PeopleHR says something else', async () => {
      await company.sync(people);
      await company.sync(people.filter(({ employeeId }) => employeeId !== 'PW9'));
      const answer = [
        ...withChanges(firstOf(people, 6, leaver), { PW8: { jobRole: 'Kiln Lead' }, PW9: null }),
        ...staff(anEmployee, 1, 100),
      ];
      const held = await company.sync(answer);
      expect(held.plan.counts).toMatchObject({ left: 7, changed: 1, joined: 1 });
      const said = await company.saidBy(() => company.reject(held));
      expect(kindsOf(said)).toEqual(['plan.rejected']);
      expect(said[0]).toMatchObject({ actor: ADMIN, data: { number: 3, hash: held.plan.hash } });
      expect(await noLonger()).toEqual([]);
      const next = await company.sync(answer);
      expect(next.plan).toMatchObject({ outcome: 'applying', itemCount: 0, problems: 0 });
      expect(await company.unchanged(answer)).toMatchObject({ types: ['plan.made'], plan: { itemCount: 0 } });
      expect(await company.decisions()).toHaveLength(9);
      // The rest of the company goes on, and so does whoever changes again.
      const later = await company.sync(
        withChanges(answer, {
          PW8: { jobRole: 'Kiln Owner' },
          PW10: { jobRole: 'Sweeper' },
          PW100: { jobRole: 'Potter' },
        }),
      );
      expect(later.plan).toMatchObject({ outcome: 'applying', counts: { changed: 2, joined: 1, left: 0 } });
      expect(await company.decisions()).toHaveLength(7);
    });

    it('says so once, however often it is told', async () => {
      const held = await sixLeave();
      const first = await company.reject(held);
      expect(first).toMatchObject({ kind: 'decided', plan: { state: 'rejected', decidedBy: ADMIN } });
      const said = await company.saidBy(async () => {
        expect(await company.reject(held)).toEqual(first);
      });
      expect(said).toEqual([]);
    });

    it('or a yes: of two who press at the same moment one wins', async () => {
      const held = await sixLeave();
      const said = await company.saidBy(() => Promise.all([company.approve(held), company.reject(held)]));
      const approved = kindsOf(said).includes('plan.approved');
      expect(said).toHaveLength(approved ? 8 : 1);
    });

    it('proposes a change again when the no is undone', async () => {
      const held = await sixLeave();
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
