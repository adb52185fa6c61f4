import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { Employee } from '@people-sync/contracts';
import { CompanyUnderTest, kindsOf, nightOf, type Synced, withChanges } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';
import { sixOfTwenty } from './six-leave.testkit';

describeReal('postgres')('what somebody settles for a plan that waits', () => {
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

  const { people, sixGone } = sixOfTwenty(anEmployee);
  /** PW20 is somebody else altogether by now, as far as PeopleHR tells. */
  const stranger: Partial<Employee> = {
    uniqueKey: 'another-key',
    email: 'bo.lindqvist@northwind-tiles.example',
    firstName: 'Bo',
    lastName: 'Lindqvist',
    startDate: '2026-02-02',
  };
  const answer = withChanges(sixGone, { PW20: stranger, PW19: null });

  async function waiting(): Promise<Synced> {
    await company.sync(people);
    const held = await company.sync(answer);
    expect(held.plan).toMatchObject({ outcome: 'held', itemCount: 6, counts: { refused: 1, missing: 1 } });
    return held;
  }
  const newPerson = (held: Synced) => company.settle({ kind: 'new-person', employeeId: 'PW20', syncId: held.syncId });
  const expiresAt = async ({ syncId }: Synced) =>
    (await reconciler.rows('SELECT expires_at FROM plans WHERE sync_id = $1', [syncId]))[0]?.['expires_at'];

  it('judges its rows again at once, and keeps its day', async () => {
    const held = await waiting();
    const day = await expiresAt(held);
    const said = await company.saidBy(async () => {
      expect(await newPerson(held)).toMatchObject({ kind: 'settled', decision: { tentative: true } });
    });
    const plan = await company.plan(held);
    expect(plan).toMatchObject({ state: 'held', outdated: false, itemCount: 7, counts: { joined: 1, refused: 0 } });
    expect(plan.hash).not.toBe(held.plan.hash);
    expect(kindsOf(said)).toEqual(['decision.made', 'plan.revised']);
    expect(said.map(({ data }) => data)).toMatchObject([
      { kind: 'new-person', employeeId: 'PW20', forSync: held.syncId, decisionsVersion: 0 },
      { number: 2, hash: plan.hash, itemCount: 7, counts: { joined: 1 } },
    ]);
    expect(await expiresAt(held)).toEqual(day);
    expect((await company.problemList({ syncId: held.syncId, state: '' })).problems).toMatchObject([
      { code: 'missing', employeeId: 'PW19' },
    ]);
  });

  it('is in force only when the plan is applied', async () => {
    const held = await waiting();
    await newPerson(held);
    expect(await company.decisions()).toEqual([]);
    expect((await company.decisionPage({ tentative: true })).decisions).toMatchObject([
      { kind: 'new-person', tentative: true, syncId: held.syncId },
    ]);
    const { hash } = await company.plan(held);
    expect(await company.approve(held)).toEqual({ kind: 'plan-outdated' });
    const said = await company.saidBy(() => company.approve(held, [], { hash }));
    expect(kindsOf(said)).toContain('employee.added');
    expect(await company.decisions()).toMatchObject([{ kind: 'new-person', tentative: false }]);
    expect((await company.sync(answer)).plan.counts).toMatchObject({ refused: 0, joined: 0 });
  });

  it.each([
    ['is rejected', (held: Synced, hash: string) => company.reject(held, [], hash)],
    ['runs out', (held: Synced) => reconciler.approval.expire(company.tenantId, held.syncId)],
    ['is cancelled', (held: Synced) => company.close(held)],
  ])('is forgotten with a plan that %s', async (_, end) => {
    const held = await waiting();
    await newPerson(held);
    await end(held, (await company.plan(held)).hash);
    expect((await company.decisionPage({ tentative: true })).decisions).toEqual([]);
    expect((await company.sync(withChanges(people, { PW20: stranger }))).plan.counts).toMatchObject({ refused: 1 });
  });

  it('goes along to the next plan with the same row, which is the same plan and lasts no longer', async () => {
    const held = await waiting();
    await newPerson(held);
    const { hash } = await company.plan(held);
    const next = await company.sync(answer);
    expect(next.plan).toMatchObject({ outcome: 'held', hash, counts: { joined: 1, refused: 0 } });
    expect(next.plan.tentative).toHaveLength(1);
    expect(await expiresAt(next)).toEqual(await expiresAt(held));
    expect(await company.approve(held, [], { hash })).toMatchObject({ kind: 'decided', plan: { syncId: next.syncId } });
    expect(await company.decisions()).toMatchObject([{ kind: 'new-person' }]);
  });

  it('takes force with a next answer that has the same row and is applied by itself', async () => {
    const held = await waiting();
    await newPerson(held);
    const next = await company.sync(withChanges(people, { PW20: stranger }));
    expect(next.plan).toMatchObject({ outcome: 'applying', counts: { joined: 1, refused: 0 } });
    expect(await company.decisions()).toMatchObject([{ kind: 'new-person', tentative: false }]);
    expect(await company.unchanged(withChanges(people, { PW20: stranger }))).toMatchObject({
      plan: { itemCount: 0, counts: { refused: 0 } },
    });
  });

  it('is forgotten if the next answer has another row there', async () => {
    const held = await waiting();
    await newPerson(held);
    const next = await company.sync(withChanges(answer, { PW20: { ...stranger, jobRole: 'Potter' } }));
    expect(next.plan).toMatchObject({ tentative: [], counts: { refused: 1, joined: 0 } });
    expect((await company.decisionPage({ tentative: true })).decisions).toEqual([]);
  });

  it('waits on when only the leavers are let go, and goes along to the next plan', async () => {
    const held = await waiting();
    await newPerson(held);
    const { hash } = await company.plan(held);
    await company.approve(held, [], { hash, part: 'leavers' });
    expect(await company.decisions()).toEqual([]);
    expect((await company.sync(answer)).plan).toMatchObject({ outcome: 'applying', counts: { joined: 1, refused: 0 } });
    expect(await company.decisions()).toMatchObject([{ kind: 'new-person' }]);
  });

  it('“they left”, of whom its answer lacks: they leave with it', async () => {
    const held = await waiting();
    const personId = await company.idOf('PW19');
    expect(await company.settle({ kind: 'missing-left', personId })).toMatchObject({ kind: 'no-such-case' });
    expect(await company.settle({ kind: 'missing-left', personId, syncId: held.syncId })).toMatchObject({
      kind: 'settled',
    });
    const { hash, items } = await company.plan(held);
    expect(items.find((one) => one.personId === personId)).toMatchObject({ kind: 'left', proof: 'settled-by-person' });
    await company.approve(held, [], { hash });
    expect(await company.people()).toContain('PW19 left');
    expect(await company.decisions()).toEqual([]);
  });

  it('“they left” ends with an answer that has them, under another EmployeeId: when they are away later it is asked anew', async () => {
    const held = await waiting();
    const personId = await company.idOf('PW19');
    await company.settle({ kind: 'missing-left', personId, syncId: held.syncId });
    const here = withChanges(people, { PW19: { employeeId: 'PW99' } });
    expect((await company.sync(here)).plan).toMatchObject({ outcome: 'applying', counts: { changed: 1, left: 0 } });
    expect(await company.idOf('PW99')).toBe(personId);
    expect(await company.decisions()).toEqual([]);
    const away = withChanges(here, { PW99: null });
    expect((await company.sync(away)).plan.counts).toMatchObject({ left: 0, missing: 1 });
  });

  it('can be taken back: the plan is as it was', async () => {
    const held = await waiting();
    await newPerson(held);
    const [word] = (await company.decisionPage({ tentative: true })).decisions;
    await company.undo(word?.decisionId ?? '');
    expect(await company.plan(held)).toMatchObject({ hash: held.plan.hash, itemCount: 6 });
  });

  it('is nothing that its answer does not ask', async () => {
    const held = await waiting();
    const { syncId } = held;
    expect(await company.settle({ kind: 'new-person', employeeId: 'PW1', syncId })).toMatchObject({
      kind: 'no-such-case',
    });
    const personId = await company.idOf('PW2');
    expect(await company.settle({ kind: 'missing-left', personId, syncId })).toMatchObject({ kind: 'no-such-case' });
    const nobody = '99999999-9999-4999-8999-999999999999';
    expect(await company.settle({ kind: 'leave-out', personId: nobody, reason: 'x', syncId })).toMatchObject({
      kind: 'no-such-person',
    });
    await company.reject(held);
    expect(await newPerson(held)).toMatchObject({ kind: 'already-decided' });
  });

  describe('whom they leave out of it', () => {
    it('is shown with it, and does not leave; that is kept once the plan is applied, and forgotten with it', async () => {
      const held = await waiting();
      const ines = await company.idOf('PW1');
      expect(await company.leaveOut(held, [ines])).toMatchObject({ kind: 'revised', plan: { itemCount: 5 } });
      const plan = await company.plan(held);
      expect(plan).toMatchObject({ itemCount: 5, counts: { left: 5 }, groups: [{ count: 6, leftOut: 1 }] });
      expect(plan.items.filter(({ excluded }) => excluded)).toMatchObject([{ personId: ines, kind: 'left' }]);
      expect(await company.decisions()).toEqual([]);
      const said = await company.saidBy(() => company.approve(held, [], { hash: plan.hash }));
      expect(said[0]).toMatchObject({ actor: ADMIN, data: { exclude: [ines] } });
      expect(kindsOf(said).filter((kind) => kind === 'employee.left')).toHaveLength(5);
      expect(await company.decisions()).toMatchObject([{ kind: 'kept', personId: ines }]);
      await company.sync(answer);
      expect(await company.people()).toContain('PW1 active');
    });

    it('is exactly who was named last', async () => {
      const held = await waiting();
      const [ines, omar] = [await company.idOf('PW1'), await company.idOf('PW2')];
      await company.leaveOut(held, [ines]);
      await company.leaveOut(held, [omar]);
      expect((await company.plan(held)).items.filter(({ excluded }) => excluded)).toMatchObject([{ personId: omar }]);
      const said = await company.saidBy(() => company.leaveOut(held, [omar]));
      expect(said).toEqual([]);
      await company.leaveOut(held, []);
      expect(await company.plan(held)).toMatchObject({ hash: held.plan.hash, itemCount: 6 });
    });

    it('does not pass by itself, though nothing unusual is left of it', async () => {
      const held = await waiting();
      await company.leaveOut(held, [await company.idOf('PW1'), await company.idOf('PW2')]);
      expect(await company.plan(held)).toMatchObject({ state: 'held', heldBecause: ['leavers'], itemCount: 4 });
      expect((await company.people()).filter((one) => one.endsWith(' left'))).toEqual([]);
    });

    it('must not be one of two who swap addresses: the other could not have theirs', async () => {
      const nobody = { people: 0, fraction: 0 };
      const limits = {
        leavers: undefined,
        absentOrOutOfScope: undefined,
        joiners: undefined,
        fieldGoesBlank: undefined,
      };
      const more = { fieldBecomesOneValue: undefined, emailChanges: nobody, unknownStatus: undefined };
      await reconciler.setPolicy(company.tenantId, { safeguards: { ...limits, ...more, knownInSnapshot: undefined } });
      await company.sync(people);
      const [one, other] = [people[0]?.email ?? '', people[1]?.email ?? ''];
      const held = await company.sync(withChanges(people, { PW1: { email: other }, PW2: { email: one } }));
      const ines = await company.idOf('PW1');
      const said = await company.saidBy(async () => {
        expect(await company.leaveOut(held, [ines])).toEqual({ kind: 'exclusion-clash', names: ['Ines Faulkner PW2'] });
      });
      expect(said).toEqual([]);
      expect((await company.plan(held)).hash).toBe(held.plan.hash);
    });
  });
});
