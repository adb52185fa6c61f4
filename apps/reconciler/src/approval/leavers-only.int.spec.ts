import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, kindsOf, nightOf, staff, withChanges } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';
import { leaver, noLonger, sixOfTwenty } from './six-leave.testkit';

describeReal('postgres')('only the leavers of a plan that waits', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  beforeEach(() => {
    company = new CompanyUnderTest(reconciler, aTenantId());
    reconciler.clock.time = nightOf(1);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const { people } = sixOfTwenty(anEmployee);
  /** Six have left, one is going to, one is gone from the answer, one changes, one is wrong, and eleven join. */
  const answer = [
    ...withChanges(firstOf(people, 6, leaver), {
      PW7: { leavingDate: '2026-03-05' },
      PW8: null,
      PW9: { jobRole: 'Kiln Lead' },
      PW10: { email: null },
    }),
    ...staff(anEmployee, 11, 100),
  ];
  const letGo = (held: Parameters<CompanyUnderTest['approve']>[0], exclude: readonly string[] = []) =>
    company.approve(held, exclude, { part: 'leavers' });

  it('leave by status or date; nobody is added or changed, and nothing else of the answer is believed', async () => {
    await company.sync(people);
    const held = await company.sync(answer);
    expect(await company.plan(held)).toMatchObject({ state: 'held', leavers: 6, itemCount: 19 });
    const said = await company.saidBy(() => letGo(held));
    expect(kindsOf(said)).toEqual(['plan.approved', ...Array(6).fill('employee.left'), 'changes.completed']);
    expect(said[0]?.data).toMatchObject({
      part: 'leavers',
      problems: 0,
      counts: { seen: answer.length, left: 6, joined: 0, refused: 0, missing: 0, unchanged: answer.length - 6 },
    });
    expect(await noLonger(company)).toHaveLength(6);
    expect(await company.plan(held)).toMatchObject({ state: 'approved', leaversOnly: true });
    expect(await company.problemList({})).toMatchObject({ problems: [], asOf: nightOf(1) });
    expect((await company.problemList({ syncId: held.syncId, state: '' })).problems).toHaveLength(2);
    expect(await company.decisions()).toEqual([]);
  });

  it('leave the rest undecided: it comes with the next plan, which has waited since the first one', async () => {
    await company.sync(people);
    await letGo(await company.sync(answer));
    const next = await company.sync(answer);
    expect(next.plan).toMatchObject({
      outcome: 'held',
      heldBecause: ['joiners'],
      counts: { joined: 11, left: 0, changed: 2, missing: 1 },
      heldSince: nightOf(2),
    });
    await company.approve(next);
    expect((await company.sync(firstOf(answer, 15, leaver))).plan).toMatchObject({ heldSince: nightOf(4) });
  });

  it('may be let go by an answer that is more than a day old', async () => {
    await company.sync(people);
    const held = await company.sync(answer);
    reconciler.clock.time = nightOf(6);
    expect(await company.approve(held)).toEqual({ kind: 'answer-too-old' });
    expect(await letGo(held)).toMatchObject({ kind: 'decided' });
    expect(await noLonger(company)).toHaveLength(6);
  });

  it('and who is going to leave: their day is no surprise when it comes', async () => {
    const leaving = firstOf(people, 6, { leavingDate: '2026-03-05' });
    await company.sync(people);
    const held = await company.sync([...leaving, ...staff(anEmployee, 11, 100)]);
    expect(held.plan).toMatchObject({ heldBecause: ['joiners'], counts: { changed: 6, joined: 11 } });
    await letGo(held);
    expect((await company.people()).length).toBe(20);
    const night = { takenAt: nightOf(6) };
    expect((await company.sync(leaving, night)).plan).toMatchObject({ outcome: 'applying', counts: { left: 6 } });
  });

  it('but for those who are left out, who are kept as ever', async () => {
    await company.sync(people);
    const held = await company.sync(answer);
    const [ines, joiner] = [await company.idOf('PW1'), (await company.plan(held)).items.at(-1)?.personId ?? ''];
    await letGo(held, [ines, joiner]);
    expect(await noLonger(company)).toHaveLength(5);
    expect(await company.decisions(ines)).toMatchObject([{ kind: 'kept', itemKind: 'left' }]);
    expect((await company.sync(answer)).plan.counts).toMatchObject({ left: 0, joined: 10 });
  });

  it('are nobody if nobody has left: it is done, and the rest waits on with the next answer', async () => {
    await company.sync(people);
    const held = await company.sync([...people, ...staff(anEmployee, 11, 100)]);
    expect(await company.plan(held)).toMatchObject({ leavers: 0 });
    expect(kindsOf(await company.saidBy(() => letGo(held)))).toEqual(['plan.approved', 'changes.completed']);
    expect(await company.people()).toHaveLength(20);
  });
});
