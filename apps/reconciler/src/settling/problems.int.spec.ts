import { ProblemClosed, ProblemOpened, ProblemSetAside } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, kindsOf, nightOf, staff, withChanges } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';
import { SetAsideProblemRequest, SummarizeProblemsRequest } from './problems.dto';

describeReal('postgres')('what needs somebody’s attention', () => {
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
  const blank = withChanges(people, { PW1: { email: null } });
  const wrong = withChanges(people, { PW1: { email: 'ines at tiles' } });
  const setAside = (problemId = '', of = company) =>
    reconciler.problems.setAsideProblem(
      Object.assign(new SetAsideProblemRequest(), { tenantId: of.tenantId, problemId, actor: ADMIN }),
    );
  const codes = async (state?: 'open' | 'set-aside' | '') => (await company.problems(state)).map(({ code }) => code);

  it('is told when it comes up and when it is settled, and not in between', async () => {
    const first = await company.sync(blank);
    expect(first.plan.problems).toBe(1);
    expect(await company.problems()).toMatchObject([
      { code: 'email-blank', employeeId: 'PW1', name: 'Ines Faulkner PW1', syncId: first.syncId, closedAt: '' },
    ]);
    const quiet = await company.unchanged(blank);
    expect(quiet).toMatchObject({ types: ['plan.made'], plan: { problems: 1 } });
    const settled = await company.sync(people);
    expect(settled).toMatchObject({ plan: { problems: 0 } });
    expect(settled.types).toContain('problem.closed');
    expect(await codes()).toEqual([]);
    expect((await company.problems(''))[0]?.closedAt).not.toBe('');
  });

  it('is another one when it says something else, and one of its own for each person', async () => {
    await company.sync(blank);
    const next = await company.sync(withChanges(wrong, { PW2: { email: null } }));
    expect(next.types.filter((type) => type.startsWith('problem'))).toEqual([
      'problem.closed',
      'problem.opened',
      'problem.opened',
    ]);
    expect(await codes()).toEqual(['email-invalid', 'email-blank']);
    expect(await reconciler.saidOf(company.tenantId, ProblemClosed)).toMatchObject([{ code: 'email-blank' }]);
  });

  it('stays silent once it is set aside, until it changes', async () => {
    await company.sync(blank);
    const [problem] = await company.problems();
    const said = await company.saidBy(async () => {
      const aside = await setAside(problem?.problemId);
      expect(aside.setAsideAt).not.toBe('');
      expect(await setAside(problem?.problemId)).toEqual(aside);
    });
    expect(said.map(({ type, actor, data }) => ({ type, actor, data }))).toEqual([
      { type: ProblemSetAside.type, actor: ADMIN, data: { problemId: problem?.problemId, code: 'email-blank' } },
    ]);
    expect(await codes()).toEqual([]);
    expect(await codes('set-aside')).toEqual(['email-blank']);
    expect(await company.unchanged(blank)).toMatchObject({ types: ['plan.made'], plan: { problems: 0 } });
    const moved = await company.sync(withChanges(blank, { PW2: { jobRole: 'Potter' } }));
    expect(moved.plan.problems).toBe(0);
    // Something else about the same person is news.
    const changed = await company.sync(wrong);
    expect(changed.plan.problems).toBe(1);
    expect(await codes()).toEqual(['email-invalid']);
    expect(await codes('set-aside')).toEqual([]);
  });

  it('is counted by its cause, without what is settled or set aside', async () => {
    const causes = async () => {
      const request = Object.assign(new SummarizeProblemsRequest(), { tenantId: company.tenantId });
      return (await reconciler.problems.summarizeProblems(request)).causes;
    };
    expect(await causes()).toEqual([]);
    await company.sync(withChanges(wrong, { PW2: { email: null }, PW3: { email: null } }));
    const invalid = { code: 'email-invalid', count: 1, people: 1 };
    expect(await causes()).toEqual([{ code: 'email-blank', count: 2, people: 2 }, invalid]);
    const blanks = (await company.problems()).filter(({ code }) => code === 'email-blank');
    await setAside(blanks[0]?.problemId);
    expect(await causes()).toEqual([{ code: 'email-blank', count: 1, people: 1 }, invalid]);
    await company.sync(people);
    expect(await causes()).toEqual([]);
  });

  it('is over when it is settled though it was set aside, and told anew when it comes again', async () => {
    await company.sync(blank);
    await setAside((await company.problems())[0]?.problemId);
    await company.sync(people);
    expect(await codes('set-aside')).toEqual([]);
    await company.sync(blank);
    expect(await codes()).toEqual(['email-blank']);
    expect(await reconciler.saidOf(company.tenantId, ProblemOpened)).toHaveLength(2);
  });

  it('cannot be set aside once it is settled, nor by another company', async () => {
    await company.sync(blank);
    const [problem] = await company.problems();
    const notFound = { reason: 'not-found' };
    const other = new CompanyUnderTest(reconciler, aTenantId());
    await expect(setAside(problem?.problemId, other)).rejects.toMatchObject(notFound);
    await company.sync(people);
    await expect(setAside(problem?.problemId)).rejects.toMatchObject(notFound);
  });

  it('of an answer that waits is shown with it alone, and the company’s own once it is applied', async () => {
    await company.sync(people);
    const held = await company.sync(firstOf(blank.toReversed(), 6, { status: '2' }));
    expect(held).toMatchObject({ types: ['plan.made'], plan: { outcome: 'held', problems: 1 } });
    expect(await company.problemList({})).toMatchObject({ problems: [], asOf: nightOf(1) });
    const { syncId } = held;
    expect(await company.problemList({ syncId, state: '' })).toMatchObject({
      problems: [{ code: 'email-blank', employeeId: 'PW1', syncId, closedAt: '' }],
      asOf: nightOf(2),
    });
    const said = await company.saidBy(() => company.approve(held));
    expect(kindsOf(said).filter((kind) => kind.startsWith('problem'))).toEqual(['problem.opened']);
    expect(await company.problemList({})).toMatchObject({ problems: [{ code: 'email-blank' }], asOf: nightOf(2) });
    expect((await company.problemList({ syncId, state: '' })).problems).toHaveLength(1);
  });

  it('of another company’s answer fills no list: nobody is asked whether 78 people left', async () => {
    const company81 = staff(anEmployee, 81);
    await company.sync(company81);
    const others = staff(anEmployee, 60, 500);
    const held = await company.sync([...company81.slice(0, 3), ...others]);
    expect(held.plan).toMatchObject({ outcome: 'held', counts: { missing: 78 } });
    expect(await codes()).toEqual([]);
    const page = { syncId: held.syncId, state: '' as const, limit: 50 };
    const first = await company.problemList(page);
    const second = await company.problemList({ ...page, cursor: first.nextCursor });
    expect([first.problems.length, second.problems.length, second.nextCursor]).toEqual([50, 28, '']);
    await company.reject(held);
    expect(await codes()).toEqual([]);
    expect((await company.sync(company81)).types).toEqual(['plan.made']);
  });

  it('says that the newest answer has whoever is missing, and does not take it that they left', async () => {
    await company.sync(people);
    await company.sync(people.slice(1));
    expect(await company.problems()).toMatchObject([{ code: 'missing', seenAt: '' }]);
    const held = await company.sync(firstOf(people.toReversed(), 6, { status: '2' }));
    expect(held.plan.outcome).toBe('held');
    expect(await company.problems()).toMatchObject([{ code: 'missing', employeeId: 'PW1', seenAt: nightOf(3) }]);
    const personId = await company.idOf('PW1');
    expect(await company.settle({ kind: 'missing-left', personId })).toEqual({
      kind: 'in-newest-answer',
      refused: 'in-newest-answer',
      seenAt: nightOf(3),
    });
    expect(await company.settle({ kind: 'missing-keep', personId })).toMatchObject({ kind: 'settled' });
    // An answer that lacks them again is the first one that does.
    await company.undo((await company.decisions(personId))[0]?.decisionId ?? '');
    const next = await company.sync(people.slice(1));
    expect(next.plan).toMatchObject({ counts: { left: 0, missing: 1 } });
    expect(await company.problems()).toMatchObject([{ received: nightOf(4).slice(0, 10), seenAt: '' }]);
    expect(await company.settle({ kind: 'missing-left', personId })).toMatchObject({ kind: 'settled' });
  });

  it('is only shown by a preview', async () => {
    await company.sync(people);
    const looked = await company.sync(blank, { mode: 'preview' });
    expect(looked).toMatchObject({ types: ['plan.made'], plan: { problems: 1 } });
    expect(await codes('')).toEqual([]);
    const shown = await company.problemList({ syncId: looked.syncId, state: '' });
    expect(shown.problems).toMatchObject([{ code: 'email-blank' }]);
  });

  it('is gone with the row it is about', async () => {
    await company.sync([...people, anEmployee({ employeeId: 'PW30', email: null })]);
    const gone = await company.sync(people);
    expect(gone).toMatchObject({ types: ['plan.made', 'problem.closed'], plan: { problems: 0 } });
  });

  it('names the other side of a clash, whichever comes first', async () => {
    await company.sync(people);
    const [ines, omar] = [people[0]?.email ?? '', 'shared@northwind-tiles.example'];
    await company.sync([
      ...people,
      anEmployee({ employeeId: 'PW30', email: ines, firstName: 'Bo' }),
      anEmployee({ employeeId: 'PW31', email: omar, firstName: 'Cy' }),
      anEmployee({ employeeId: 'PW32', email: omar, firstName: 'Di' }),
    ]);
    expect(await company.problems()).toMatchObject([
      { code: 'email-taken', employeeId: 'PW30', other: 'Ines Faulkner PW1', otherPersonId: await company.idOf('PW1') },
      { code: 'email-twice', employeeId: 'PW31', other: 'Di Faulkner PW32', received: omar },
      { code: 'email-twice', employeeId: 'PW32', other: 'Cy Faulkner PW31', received: omar },
    ]);
  });
});
