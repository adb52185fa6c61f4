import { EmployeeLeft } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, staff, withChanges } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('a date that cannot be read', () => {
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
  const unclear = withChanges(people, { PW1: { status: '2', leavingDate: '31/01/2099' } });

  /** PW1 is a leaver of whom PeopleHR does not say since when. */
  async function asked(): Promise<string> {
    await company.sync(people);
    const { plan } = await company.sync(unclear);
    expect(plan).toMatchObject({ outcome: 'applying', itemCount: 0, counts: { refused: 1 } });
    const personId = await company.idOf('PW1');
    expect(await company.problems()).toMatchObject([
      { code: 'leaver-date-unreadable', personId, received: '31/01/2099', affected: 1 },
    ]);
    expect(await company.people()).toContain('PW1 active');
    return personId;
  }

  it('of a leaver: “They left” lets them go, and no date that nobody can read is told on', async () => {
    const personId = await asked();
    await company.decide({ kind: 'leaver-left', personId });
    const { said } = await company.unchanged(unclear);
    expect(said.find(({ type }) => type === EmployeeLeft.type)?.data).toMatchObject({
      personId,
      proof: 'settled-by-person',
      employee: { status: '2', leavingDate: null },
    });
    expect(await company.people()).toContain('PW1 left');
    expect([await company.problems(), await company.decisions()]).toEqual([[], []]);
    expect((await company.sync(unclear, { mode: 'repair' })).plan).toMatchObject({ itemCount: 0 });
  });

  it('of a leaver: “Not yet” keeps them, until PeopleHR has another date', async () => {
    const personId = await asked();
    await company.decide({ kind: 'leaver-not-yet', personId });
    const next = await company.unchanged(unclear);
    expect(next.types).toEqual(['plan.made', 'problem.closed']);
    expect((await company.sync(unclear, { mode: 'repair' })).plan).toMatchObject({ itemCount: 0, problems: 0 });
    expect(await company.decisions()).toMatchObject([{ kind: 'leaver-not-yet', personId }]);
    const other = withChanges(people, { PW1: { status: '2', leavingDate: 'in May' } });
    expect((await company.sync(other)).plan.counts).toMatchObject({ refused: 1, left: 0 });
    expect(await company.decisions()).toEqual([]);
    const said = withChanges(people, { PW1: { status: '2', leavingDate: '2026-03-02' } });
    expect((await company.sync(said)).plan.counts).toMatchObject({ left: 1 });
  });

  it('of a leaver: the other answer takes the place of the first, and can be taken back', async () => {
    const personId = await asked();
    await company.decide({ kind: 'leaver-not-yet', personId });
    await company.decide({ kind: 'leaver-left', personId });
    const [decision, ...others] = await company.decisions();
    expect([decision?.kind, others]).toEqual(['leaver-left', []]);
    await company.undo(decision!.decisionId);
    expect((await company.unchanged(unclear)).plan.counts).toMatchObject({ left: 0, refused: 1 });
  });

  it('of a leaver: an answer that nobody accepted ends no word, and asks nothing that outlives it', async () => {
    const personId = await asked();
    await company.decide({ kind: 'leaver-not-yet', personId });
    await company.unchanged(unclear);
    const lie = firstOf(withChanges(unclear, { PW1: { leavingDate: 'in May' } }), 20, { department: null });
    const { plan, syncId } = await company.sync(lie);
    expect(plan.outcome).toBe('held');
    expect(await company.decisions()).toMatchObject([{ kind: 'leaver-not-yet', personId }]);
    expect((await company.problemList({ syncId })).problems).toMatchObject([{ code: 'leaver-date-unreadable' }]);
    expect(await company.problems()).toEqual([]);
    expect((await company.unchanged(unclear)).plan).toMatchObject({ outcome: 'applying', counts: { refused: 0 } });
  });

  it('of a leaver: what is said while the plan waits judges that plan at once, and holds once it is applied', async () => {
    await company.sync(people);
    const personId = await company.idOf('PW1');
    const held = await company.sync(firstOf(unclear, 20, { department: null }));
    const settled = await company.settle({ kind: 'leaver-left', personId, syncId: held.syncId });
    const plan = 'plan' in settled ? settled.plan : null;
    expect(plan).toMatchObject({ counts: { left: 1, refused: 0 } });
    expect(await company.people()).toContain('PW1 active');
    await company.approve(held, [], { hash: plan?.hash ?? '' });
    expect(await company.people()).toContain('PW1 left');
    expect(await company.decisions()).toEqual([]);
  });

  it('is nothing to settle of somebody who is no such leaver', async () => {
    await company.sync(people);
    const personId = await company.idOf('PW1');
    expect(await company.decide({ kind: 'leaver-left', personId })).toBe('no-such-case');
  });

  it('is one problem and not thirty if it is everybody’s, whoever looks at it', async () => {
    await company.sync(people);
    const { plan, syncId } = await company.sync(firstOf(people, 20, { startDate: '05/02/2024' }));
    expect(plan).toMatchObject({ outcome: 'held', heldBecause: ['dates-unreadable'], itemCount: 0, problems: 1 });
    expect((await company.plan({ syncId })).safeguards).toMatchObject([
      { name: 'dates-unreadable', field: 'startDate', value: 20, tripped: true },
    ]);
    const told = { code: 'dates-unreadable', received: 'startDate', affected: 20, personId: '', employeeId: '' };
    expect((await company.problemList({ syncId })).problems).toMatchObject([told]);
    expect(await company.problems()).toEqual([]);
    // Every time, even when somebody accepted it.
    const again = await company.sync(firstOf(people, 20, { startDate: '05/02/2024' }));
    await company.approve(again);
    expect(await company.problems()).toMatchObject([told]);
    expect((await company.sync(firstOf(people, 20, { startDate: '05/02/2024' }))).plan.outcome).toBe('held');
    expect((await company.sync(people)).plan).toMatchObject({ outcome: 'applying', itemCount: 0, problems: 0 });
  });
});
