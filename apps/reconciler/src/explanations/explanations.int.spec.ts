import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, nightOf, staff, withChanges } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';
import { ExplainPersonRequest } from './explanation.dto';

describeReal('postgres')('why somebody is as they are', () => {
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
  const ask = (about: Partial<ExplainPersonRequest>, of = company) =>
    reconciler.explanations.explainPerson(
      Object.assign(new ExplainPersonRequest(), {
        personId: '',
        employeeId: '',
        email: '',
        ...about,
        tenantId: of.tenantId,
      }),
    );
  /** The kinds of the steps, and how it stands now. */
  const story = async (about: Partial<ExplainPersonRequest>) => {
    const { steps } = await ask(about);
    return [...steps.slice(0, -1).map(({ kind }) => kind), `now ${steps.at(-1)?.code ?? ''}`];
  };

  it('tells each change with its sync, fields, old and new, and that the last answer said the same', async () => {
    const first = await company.sync(people);
    const second = await company.sync(withChanges(people, { PW1: { jobRole: 'Kiln Lead' } }));
    const third = await company.unchanged(withChanges(people, { PW1: { jobRole: 'Kiln Lead' } }));
    const { name, personId, employeeId, steps } = await ask({ email: 'PW1@northwind-tiles.example' });
    expect({ name, personId, employeeId }).toEqual({
      name: 'Ines Faulkner PW1',
      personId: await company.idOf('PW1'),
      employeeId: 'PW1',
    });
    expect(steps.filter(({ kind }) => kind !== 'seen')).toMatchObject([
      { kind: 'plan', code: 'joined', syncId: first.syncId, changes: [] },
      {
        kind: 'plan',
        code: 'changed',
        syncId: second.syncId,
        changes: [{ field: 'jobRole', oldValue: 'Kiln Technician', newValue: 'Kiln Lead' }],
      },
      { kind: 'now', code: 'unchanged', syncId: third.syncId },
    ]);
    expect(steps.find(({ kind }) => kind === 'seen')).toMatchObject({ syncId: third.syncId, at: nightOf(3) });
  });

  it('is the same by person, by EmployeeId and by address', async () => {
    await company.sync(people);
    const byId = await ask({ employeeId: 'PW1' });
    expect(await ask({ personId: await company.idOf('PW1') })).toEqual(byId);
    expect(await ask({ email: 'pw1@northwind-tiles.example' })).toEqual(byId);
  });

  it('tells why somebody was not added, and that it is settled once it is', async () => {
    await company.sync(withChanges(people, { PW1: { email: 'ines at tiles' } }));
    const refused = await ask({ employeeId: 'PW1' });
    expect(refused.personId).toBe('');
    expect(refused.steps).toMatchObject([
      { kind: 'seen' },
      { kind: 'problem', code: 'email-invalid', received: 'ines at tiles' },
      { kind: 'now', code: 'refused' },
    ]);
    expect(await story({ email: 'ines at tiles' })).toEqual(['seen', 'problem', 'now refused']);
    await company.sync(people);
    expect((await story({ employeeId: 'PW1' })).filter((kind) => kind !== 'seen')).toEqual([
      'problem',
      'plan',
      'problem-closed',
      'now unchanged',
    ]);
  });

  it('tells that a change waits for an OK and why, and who said what to it', async () => {
    await company.sync(people);
    const leaving = firstOf(people, 6, { status: '2' });
    const held = await company.sync(leaving);
    const waiting = await ask({ employeeId: 'PW1' });
    expect(waiting.steps.at(-2)).toMatchObject({
      kind: 'held',
      code: 'left',
      proof: 'leaver-status',
      reason: 'leavers',
      syncId: held.syncId,
    });
    expect(waiting.steps.at(-1)).toMatchObject({ kind: 'now', code: 'held' });
    await company.approve(held, [await company.idOf('PW1')]);
    const left = (await ask({ employeeId: 'PW2' })).steps.slice(-2);
    expect(left).toMatchObject([
      { kind: 'approved', actor: ADMIN },
      { kind: 'now', code: 'left' },
    ]);
    const kept = (await ask({ employeeId: 'PW1' })).steps.slice(-3);
    expect(kept.map(({ kind }) => kind).sort()).toEqual(['decision', 'excluded', 'now']);
    expect(kept.at(-1)).toMatchObject({ code: 'kept' });
  });

  it.each([
    ['rejected', 'kept', (held: Held) => company.reject(held)],
    ['cancelled', 'unchanged', (held: Held) => company.close(held)],
  ] as const)('tells that it was %s', async (kind, now, act) => {
    await company.sync(people);
    await act(await company.sync(firstOf(people, 6, { status: '2' })));
    const told = await story({ employeeId: 'PW1' });
    expect(told).toEqual(expect.arrayContaining(['held', kind]));
    expect(told.at(-1)).toBe(`now ${now}`);
  });

  it('tells since when somebody is missing, and that somebody settled it', async () => {
    await company.sync(people);
    await company.sync(people.slice(1));
    const { steps } = await ask({ employeeId: 'PW1' });
    expect(steps.find(({ kind }) => kind === 'missing-since')).toMatchObject({ at: nightOf(2) });
    expect(steps.at(-1)).toMatchObject({ kind: 'now', code: 'missing' });
    await company.decide({ kind: 'missing-left', personId: await company.idOf('PW1') });
    await company.unchanged(people.slice(1));
    const after = await ask({ employeeId: 'PW1' });
    expect(after.steps.find(({ kind }) => kind === 'decision')).toMatchObject({ code: 'missing-left', actor: ADMIN });
    expect(after.steps.at(-1)).toMatchObject({ code: 'left' });
  });

  it('tells that somebody undid what was settled', async () => {
    await company.sync(people);
    await company.sync(people.slice(1));
    await company.decide({ kind: 'missing-keep', personId: await company.idOf('PW1') });
    const [keep] = await company.decisions();
    expect(await story({ employeeId: 'PW1' })).not.toContain('decision-ended');
    await company.undo(keep?.decisionId ?? '');
    const { steps } = await ask({ employeeId: 'PW1' });
    expect(steps.find(({ kind }) => kind === 'decision-ended')).toMatchObject({ code: 'missing-keep', actor: ADMIN });
  });

  it('tells why nothing happened: left before, not begun, out of scope, left out', async () => {
    const location = { onlyIncluded: false, include: [], exclude: ['Leeds'] };
    const scope = { employmentType: undefined, company: undefined, department: undefined, location };
    await reconciler.setPolicy(company.tenantId, { scope });
    const answer = withChanges(people, {
      PW1: { status: '2' },
      PW2: { startDate: '2099-01-01' },
      PW3: { location: 'Leeds' },
    });
    const preview = await company.sync(answer, { mode: 'preview' });
    const item = (await company.plan(preview)).items.find(({ employeeId }) => employeeId === 'PW4');
    await company.decide({ kind: 'leave-out', personId: item?.personId ?? '', reason: 'chair of the board' });
    const first = await company.sync(answer);
    expect(first.plan).toMatchObject({ outcome: 'applying', counts: { joined: 16, unchanged: 4 } });
    const now = async (employeeId: string) => (await story({ employeeId })).at(-1);
    expect(await now('PW1')).toBe('now ignored');
    expect(await now('PW2')).toBe('now not-started');
    expect(await now('PW3')).toBe('now out-of-scope');
    expect(await now('PW4')).toBe('now left-out');
    expect(await story({ personId: item?.personId })).toEqual(['seen', 'plan', 'decision', 'now left-out']);
  });

  it('tells of somebody imported when they came and when their row was found', async () => {
    await company.import([
      { name: 'Ada Trustee', email: 'ada@northwind-tiles.example' },
      { name: 'Ines Faulkner', email: 'pw1@northwind-tiles.example' },
    ]);
    await company.approve(await company.sync(people));
    expect(await story({ email: 'ada@northwind-tiles.example' })).toEqual(['imported', 'now never-from-peoplehr']);
    expect(await story({ employeeId: 'PW1' })).toEqual(
      expect.arrayContaining(['imported', 'held', 'approved', 'linked', 'now unchanged']),
    );
  });

  it('knows nothing of somebody who was never seen, nor of another company’s people', async () => {
    await company.sync(people);
    const notFound = { reason: 'not-found' };
    await expect(ask({ employeeId: 'PW99' })).rejects.toMatchObject(notFound);
    await expect(ask({ email: 'nobody@northwind-tiles.example' })).rejects.toMatchObject(notFound);
    const other = new CompanyUnderTest(reconciler, aTenantId());
    await expect(ask({ employeeId: 'PW1' }, other)).rejects.toMatchObject(notFound);
    await expect(ask({ personId: await company.idOf('PW1') }, other)).rejects.toMatchObject(notFound);
  });
});

type Held = Parameters<CompanyUnderTest['approve']>[0];
