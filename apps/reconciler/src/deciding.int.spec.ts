import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { derivedId } from '@people-sync/contracts';
import { provisionBus } from '@people-sync/messaging';
import {
  grpcClient,
  type GrpcClient,
  OneMachineAuthority,
  reconcilerV1,
  type RunningService,
} from '@people-sync/platform';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { startReconciler } from './index';
import { snapshot, syncIdOf } from './fetched.testkit';
import { ReconcilerTestkit } from './reconciler.testkit';

type Client = GrpcClient<reconcilerV1.ReconcilerClient>;

describeReal('postgres')('the reconciler decides over the wire', () => {
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let reconciler: RunningService;
  let direct: ReconcilerTestkit;
  let gateway: Client;

  const clientOf = async (name: string): Promise<Client> =>
    grpcClient<reconcilerV1.ReconcilerClient>(
      { package: 'peoplesync.reconciler.v1', service: reconcilerV1.RECONCILER_SERVICE_NAME },
      reconciler.grpc ?? '',
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile(name) },
    );

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'reconciler-')));
    reconciler = await startReconciler({
      ...(await authority.serviceEnvironment('reconciler')),
      DATABASE_URL: database.url,
      BUS_DATABASE_URL: database.url,
      LOG_LEVEL: 'silent',
    });
    direct = await ReconcilerTestkit.start(database);
    gateway = await clientOf('gateway');
  });
  afterAll(async () => {
    gateway.close();
    await direct.close();
    await reconciler.close();
    authority.close();
    await database.drop();
  });

  const actor = 'grace@tiles.example';
  const staff = Array.from({ length: 20 }, (_, i) => anEmployee({ employeeId: `PW${i + 1}` }));
  const nothing = {
    timeZone: undefined,
    daysBeforeStart: undefined,
    scope: undefined,
    leaveOut: undefined,
    protectedPeople: undefined,
    safeguards: undefined,
  };
  const about = { employeeId: '', personId: '', reason: '', syncId: '', actor };

  /** Six of twenty have left. */
  async function held() {
    // As read just now: an OK for an older answer is refused.
    const sync = { tenantId: aTenantId(), number: 2, takenAt: new Date().toISOString() };
    await direct.deliver(snapshot({ ...sync, number: 1 }, staff));
    await direct.deliver(
      snapshot(
        sync,
        staff.map((one, i) => (i < 6 ? { ...one, status: '2' } : one)),
      ),
    );
    const page = { tenantId: sync.tenantId, syncId: syncIdOf(sync), limit: 0, cursor: '', groupId: '' };
    return { tenantId: sync.tenantId, page, plan: await gateway.getPlan(page) };
  }

  it('shows a plan that waits: why, until when, and equal changes as one line', async () => {
    const { page, plan } = await held();
    expect(plan).toMatchObject({
      state: 'held',
      outdated: false,
      heldBecause: ['leavers'],
      counts: { seen: 20, left: 6, kept: 0 },
      safeguards: [{ name: 'leavers', field: '', value: 6, limit: 5, tripped: true }],
      groups: [{ kind: 'left', proof: 'leaver-status', count: 6 }],
    });
    expect(Date.parse(plan.expiresAt)).toBeGreaterThan(Date.now());
    const group = plan.groups[0]?.groupId ?? '';
    const first = await gateway.getPlan({ ...page, groupId: group, limit: 4 });
    const rest = await gateway.getPlan({ ...page, groupId: group, limit: 4, cursor: first.nextCursor });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([4, 2, '']);
    expect(await gateway.getPlan({ ...page, groupId: 'joined-0' })).toMatchObject({ items: [], groups: [] });
  });

  it('a yes and a no, with the reason why not', async () => {
    const { tenantId, page, plan } = await held();
    const { hash, syncId } = plan;
    const wrong = { tenantId, syncId, hash: '0'.repeat(64), exclude: [], leaversOnly: false, actor };
    await expect(gateway.approvePlan(wrong)).rejects.toMatchObject({
      code: status.ABORTED,
      reason: 'plan-outdated',
    });
    await expect(gateway.approvePlan({ ...wrong, hash: 'yes' })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    const exclude = [plan.items[0]?.personId ?? ''];
    expect(await gateway.approvePlan({ tenantId, syncId, hash, exclude, leaversOnly: false, actor })).toMatchObject({
      syncId,
      number: 2,
      state: 'approved',
      decidedBy: actor,
    });
    expect((await gateway.getPlan(page)).items.map(({ excluded }) => excluded)).toEqual([
      true,
      ...Array(5).fill(false),
    ]);
    const others = gateway.approvePlan({ tenantId, syncId, hash, exclude: [], leaversOnly: false, actor: 'ben' });
    await expect(others).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'already-decided',
      said: {
        decided: {
          state: 'approved',
          decidedBy: actor,
          decidedAt: expect.stringMatching(/^2\d{3}-.*Z$/),
          leaversOnly: false,
          notNow: false,
          people: exclude,
          peopleCount: 1,
        },
      },
    });
    const no = { also: [], notNow: false };
    await expect(gateway.rejectPlan({ tenantId, syncId, hash, ...no, actor })).rejects.toMatchObject({
      reason: 'already-decided',
    });
    const none = { tenantId, syncId: derivedId('no such sync'), hash, ...no, actor };
    await expect(gateway.rejectPlan(none)).rejects.toMatchObject({ code: status.NOT_FOUND, reason: 'no-plan' });
  });

  it('whom to leave out of a plan that waits, a no for now, and a yes to the leavers alone', async () => {
    const { tenantId, page, plan } = await held();
    const { syncId, hash, items } = plan;
    const people = items.slice(0, 2).map(({ personId }) => personId);
    const revised = await gateway.leaveOutOfPlan({ tenantId, syncId, hash, people, actor });
    expect(revised).toMatchObject({ syncId, number: 2, itemCount: 4 });
    expect(revised.hash).not.toBe(hash);
    const shown = await gateway.getPlan(page);
    expect(shown).toMatchObject({ hash: revised.hash, itemCount: 4, leavers: 4, groups: [{ count: 6, leftOut: 2 }] });
    expect(
      shown.items
        .filter(({ excluded }) => excluded)
        .map(({ personId }) => personId)
        .sort(),
    ).toEqual(people.sort());
    await expect(gateway.leaveOutOfPlan({ tenantId, syncId, hash, people: [], actor })).rejects.toMatchObject({
      code: status.ABORTED,
      reason: 'plan-outdated',
    });
    const stranger = ['99999999-9999-4999-8999-999999999999'];
    await expect(
      gateway.leaveOutOfPlan({ tenantId, syncId, hash: revised.hash, people: stranger, actor }),
    ).rejects.toMatchObject({ reason: 'not-in-plan' });
    const leavers = { tenantId, syncId, hash: revised.hash, exclude: [], leaversOnly: true, actor };
    expect(await gateway.approvePlan(leavers)).toMatchObject({ state: 'approved' });
    expect(await gateway.getPlan(page)).toMatchObject({ state: 'approved', leaversOnly: true });

    const other = await held();
    const later = { tenantId: other.tenantId, syncId: other.plan.syncId, hash: other.plan.hash, also: [], actor };
    expect(await gateway.rejectPlan({ ...later, notNow: true })).toMatchObject({ state: 'rejected' });
    const undo = { tenantId: other.tenantId, syncId: other.plan.syncId, actor };
    expect(await gateway.undoRejection(undo)).toEqual({ undone: 0 });
    await expect(gateway.undoRejection({ ...undo, syncId: derivedId('no such sync') })).rejects.toMatchObject({
      code: status.NOT_FOUND,
    });
  });

  it('a case, and takes it back', async () => {
    const { tenantId, plan } = await held();
    const personId = plan.items[0]?.personId ?? '';
    const word = { ...about, tenantId, kind: 'leave-out', personId, reason: 'on the board' };
    const settled = await gateway.decide(word);
    expect(settled).toMatchObject({ kind: 'leave-out', personId, reason: 'on the board', decidedBy: actor });
    expect((await gateway.decide(word)).decisionId).toBe(settled.decisionId);
    const list = await gateway.listDecisions({
      tenantId,
      personId: '',
      syncId: '',
      tentative: false,
      limit: 0,
      cursor: '',
    });
    expect(list.decisions).toEqual([settled]);
    await expect(gateway.decide({ ...word, reason: '' })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    await expect(gateway.decide({ ...word, kind: 'missing-left' })).rejects.toMatchObject({ reason: 'no-such-case' });
    await expect(gateway.decide({ ...about, tenantId, kind: 'new-person', employeeId: 'PW1' })).rejects.toMatchObject({
      reason: 'no-such-case',
    });
    const undo = { tenantId, decisionId: settled.decisionId, actor };
    expect(await gateway.undoDecision(undo)).toMatchObject({ decisionId: settled.decisionId });
    await expect(gateway.undoDecision(undo)).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it('settings, of which only what is given changes', async () => {
    const { tenantId } = await held();
    const location = { onlyIncluded: true, include: ['Leeds'], exclude: [] };
    const scope = { employmentType: undefined, company: undefined, department: undefined, location };
    expect(await gateway.previewScope({ tenantId, scope })).toMatchObject({
      employees: 20,
      included: 0,
      leaving: 20,
      fields: [{ field: 'employmentType' }, {}, { values: [{ value: 'Stoke-on-Trent', employees: 20 }] }, {}],
    });
    const set = (policy: Partial<reconcilerV1.Policy>, over: Partial<reconcilerV1.SetPolicyRequest> = {}) =>
      gateway.setPolicy({ tenantId, policy: { ...nothing, ...policy }, expectedVersion: 0, actor, ...over });
    await expect(set({ scope }, { confirmedLeaving: 3 })).rejects.toMatchObject({ reason: 'effect-outdated' });
    expect(await set({ scope }, { confirmedLeaving: 20 })).toMatchObject({
      version: 1,
      policy: { timeZone: 'Europe/London', scope: { location, company: { onlyIncluded: false } } },
    });
    expect(await set({ daysBeforeStart: 0 })).toMatchObject({ version: 1 });
    await expect(set({ daysBeforeStart: 1 }, { shownVersion: 7 })).rejects.toMatchObject({
      reason: 'policy-outdated',
    });
    await expect(set({ timeZone: 'Moon' })).rejects.toMatchObject({ reason: 'invalid-policy' });
    expect(await gateway.getPolicy({ tenantId })).toMatchObject({ version: 1, policy: { scope: { location } } });
  });

  it('an import, a problem that is set aside, and why', async () => {
    const { tenantId } = await held();
    const blank = {
      weThriveId: '',
      orgEmployeeId: '',
      team: '',
      location: '',
      department: '',
      manager: '',
      unit: '',
    };
    const ada = { ...blank, email: 'ada@northwind-tiles.example', name: 'Ada Trustee', status: '' };
    const wrong = { ...ada, email: 'pw9@northwind-tiles.example' };
    expect(await gateway.importPeople({ tenantId, people: [ada, wrong], actor, mode: 'all' })).toEqual({
      imported: 0,
      unchanged: 0,
      refused: 1,
      errorCount: 1,
      errors: [{ line: 2, field: 'email', code: 'email-taken' }],
      known: [],
      lastPersonId: '',
    });
    expect(await gateway.importPeople({ tenantId, people: [ada], actor, mode: 'all' })).toMatchObject({ imported: 1 });
    await direct.deliver(
      snapshot({ tenantId, number: 3, takenAt: new Date().toISOString() }, [
        ...staff,
        anEmployee({ employeeId: 'PW30', email: null }),
      ]),
    );
    const all = { tenantId, syncId: '', state: 'open', limit: 0, cursor: '', personId: '' };
    const [problem] = (await gateway.listProblems(all)).problems;
    const aside = await gateway.setAsideProblem({ tenantId, problemId: problem?.problemId ?? '', actor });
    expect(aside).toMatchObject({ code: 'email-blank', employeeId: 'PW30' });
    expect((await gateway.listProblems({ ...all, state: 'set-aside' })).problems).toEqual([aside]);
    const why = await gateway.explainPerson({ tenantId, personId: '', employeeId: 'PW30', email: '' });
    expect(why.steps.at(-1)).toMatchObject({ kind: 'now', code: 'refused' });
    await expect(
      gateway.explainPerson({ tenantId, personId: '', employeeId: 'PW31', email: '' }),
    ).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it('what is held of somebody as it was received, also a row that cannot be taken over', async () => {
    const { tenantId } = await held();
    const { personId } = await gateway.explainPerson({ tenantId, personId: '', employeeId: 'PW20', email: '' });
    const before = await gateway.listRecords({ tenantId, personId });
    expect(before.records).toMatchObject([{ kind: 'taken-over' }]);
    expect(before.records[0]?.fields).toContainEqual({ name: 'employeeId', value: 'PW20' });
    const rows = staff.map((one) => (one.employeeId === 'PW20' ? { ...one, email: null } : one));
    await direct.deliver(snapshot({ tenantId, number: 3, takenAt: new Date().toISOString() }, rows));
    const { records } = await gateway.listRecords({ tenantId, personId });
    expect(records).toMatchObject([...before.records, { kind: 'last-answer' }]);
    expect(records[1]?.fields.map(({ name }) => name)).not.toContain('email');
    const nobody = '99999999-9999-4999-8999-999999999999';
    expect(await gateway.listRecords({ tenantId, personId: nobody })).toEqual({ records: [] });
    await expect(gateway.listRecords({ tenantId, personId: 'PW20' })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it('for the gateway and nobody else', async () => {
    const { tenantId, plan } = await held();
    const { syncId, hash } = plan;
    const writer = await clientOf('wethrive-writer');
    const decided = { tenantId, syncId, hash, exclude: [], leaversOnly: false, also: [], notNow: false, actor };
    const calls = [
      writer.approvePlan(decided),
      writer.rejectPlan(decided),
      writer.decide({ ...about, tenantId, kind: 'new-person', employeeId: 'PW1' }),
      writer.undoDecision({ tenantId, decisionId: syncId, actor }),
      writer.listDecisions({ tenantId, personId: '', syncId: '', tentative: false, limit: 0, cursor: '' }),
      writer.leaveOutOfPlan({ tenantId, syncId, hash, people: [], actor }),
      writer.undoRejection({ tenantId, syncId, actor }),
      writer.setAsideProblem({ tenantId, problemId: syncId, actor }),
      writer.getPolicy({ tenantId }),
      writer.setPolicy({ tenantId, policy: nothing, expectedVersion: 0, actor }),
      writer.previewScope({ tenantId, scope: undefined }),
      writer.importPeople({ tenantId, people: [], actor, mode: 'all' }),
      writer.explainPerson({ tenantId, personId: '', employeeId: 'PW1', email: '' }),
      writer.listRecords({ tenantId, personId: syncId }),
    ];
    const reason = expect.objectContaining({ code: status.PERMISSION_DENIED });
    expect(await Promise.allSettled(calls)).toEqual(calls.map(() => ({ status: 'rejected', reason })));
    writer.close();
  });
});
