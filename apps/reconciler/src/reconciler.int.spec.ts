import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  type AnyEvent,
  decodeEvent,
  derivedId,
  EmployeeAdded,
  type NewEvent,
  PlanMade,
  SyncClosed,
} from '@people-sync/contracts';
import {
  EventBatch,
  EventPublisher,
  MessagingModule,
  messagingMigrations,
  provisionBus,
  type RawRecord,
} from '@people-sync/messaging';
import {
  databaseModule,
  grpcClient,
  type GrpcClient,
  loadConfig,
  OneMachineAuthority,
  reconcilerV1,
  type RunningService,
  ServiceConfig,
  startService,
} from '@people-sync/platform';
import {
  anEmployee,
  aTenantId,
  describeReal,
  eventually,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { startReconciler } from './index';
import {
  ReconcilerTestkit,
  snapshot,
  started,
  employeeRows,
  completed,
  syncIdOf,
  unchanged,
  failed,
} from './reconciler.testkit';

/** What stands on the other side of the topics: the fetcher, who publishes, and the writer, who reads. */
const heard: AnyEvent[] = [];
let publisher: EventPublisher;

@Controller()
class Neighbour {
  constructor(eventPublisher: EventPublisher) {
    publisher = eventPublisher;
  }

  @EventBatch('peoplesync.changes')
  onBatch(@Payload() records: RawRecord[]): Promise<void> {
    for (const { value } of records) {
      const decoded = decodeEvent('peoplesync.changes', value);
      if (decoded.ok) heard.push(decoded.event);
    }
    return Promise.resolve();
  }
}

@Module({
  imports: [
    databaseModule({ schema: 'neighbour', entities: [], migrations: messagingMigrations }),
    MessagingModule.forService({ service: 'neighbour', groupId: 'neighbour', consumes: true, emits: false }),
  ],
  controllers: [Neighbour],
})
class NeighbourModule {}

type Client = GrpcClient<reconcilerV1.ReconcilerClient>;

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(120_000);

describeReal('postgres')('the reconciler as a service', () => {
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let reconciler: RunningService;
  let neighbour: RunningService;
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
    const env = {
      ...(await authority.serviceEnvironment('reconciler')),
      DATABASE_URL: database.url,
      BUS_DATABASE_URL: database.url,
      LOG_LEVEL: 'silent',
    };
    reconciler = await startReconciler(env);
    neighbour = await startService({
      name: 'neighbour',
      module: NeighbourModule,
      config: loadConfig(ServiceConfig, env),
      consumes: true,
    });
    direct = await ReconcilerTestkit.start(database);
    gateway = await clientOf('gateway');
  });
  afterAll(async () => {
    gateway.close();
    await direct.close();
    await neighbour.close();
    await reconciler.close();
    authority.close();
    await database.drop();
  });

  const ines = anEmployee({ employeeId: 'PW1', firstName: 'Ines', lastName: 'Faulkner' });
  const omar = anEmployee({ employeeId: 'PW2', firstName: 'Omar', lastName: 'Reyes' });

  const close = (sync: { tenantId: string; number: number }, callStatus = 'cancelled', reason = '') =>
    gateway.closeSync({ ...sync, syncId: syncIdOf(sync), status: callStatus, reason, actor: 'grace@tiles.example' });

  it('turns the fetcher’s events into the writer’s, over the bus', async () => {
    const tenantId = aTenantId();
    const publish = (events: readonly NewEvent[]) => publisher.publish(events);
    await publish(snapshot({ tenantId, number: 1 }, [ines, omar]));
    await publish(unchanged({ tenantId, number: 2 }, [ines, omar]));
    const types = await eventually(() => {
      const of = heard.filter((event) => event.tenantId === tenantId);
      expect(of.filter(({ type }) => type === PlanMade.type)).toHaveLength(2);
      return of.map(({ type }) => type);
    });
    expect(types.filter((type) => type === EmployeeAdded.type)).toHaveLength(2);
  });

  it('answers the gateway and nobody else', async () => {
    const sync = { tenantId: aTenantId(), number: 1 };
    for (const name of ['wethrive-writer', 'peoplehr-fetcher', 'somebody']) {
      const other = await clientOf(name);
      const page = {
        tenantId: sync.tenantId,
        syncId: syncIdOf(sync),
        limit: 10,
        cursor: '',
        groupId: '',
        personId: '',
      };
      const closing = { ...sync, syncId: syncIdOf(sync), status: 'cancelled', reason: '', actor: '' };
      await expect(other.getPlan(page)).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
      await expect(other.listProblems({ ...page, state: '' })).rejects.toMatchObject({
        code: status.PERMISSION_DENIED,
      });
      await expect(other.closeSync(closing)).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
      other.close();
    }
  });

  it('names what is wrong with a request', async () => {
    const sync = { tenantId: aTenantId(), number: 0 };
    await expect(close(sync)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    await expect(close({ ...sync, number: 1 }, 'done')).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  describe('closing a sync', () => {
    it('drops what has come of it and what comes later, and says so once', async () => {
      const sync = { tenantId: aTenantId(), number: 1 };
      await direct.deliver([started(sync), ...employeeRows(sync, [ines])]);
      expect(await close(sync, 'failed', 'timed-out')).toEqual({ outcome: 'closed' });
      expect(await close(sync)).toEqual({ outcome: 'closed' });
      await direct.deliver([...employeeRows(sync, [ines]), completed(sync, [ines])]);
      const said = await direct.said(sync.tenantId);
      expect(said).toMatchObject([
        {
          type: SyncClosed.type,
          syncId: syncIdOf(sync),
          actor: 'grace@tiles.example',
          data: { number: 1, status: 'failed', reason: 'timed-out' },
        },
      ]);
      expect(await direct.rows('SELECT 1 FROM staging WHERE tenant_id = $1', [sync.tenantId])).toEqual([]);
    });

    it('holds for a sync that is not known yet, and lets the next one through', async () => {
      const sync = { tenantId: aTenantId(), number: 1 };
      expect(await close(sync)).toEqual({ outcome: 'closed' });
      await direct.deliver(snapshot(sync, [ines]));
      expect(await direct.saidOf(sync.tenantId, SyncClosed)).toEqual([
        { number: 1, status: 'cancelled', reason: null },
      ]);
      await direct.deliver(snapshot({ ...sync, number: 2 }, [ines]));
      expect(await direct.saidOf(sync.tenantId, PlanMade)).toMatchObject([{ number: 2, itemCount: 1 }]);
    });

    it('comes too late when the plan is made', async () => {
      const sync = { tenantId: aTenantId(), number: 1 };
      await direct.deliver(snapshot(sync, [ines]));
      expect(await close(sync)).toEqual({ outcome: 'too-late' });
      expect(await direct.saidOf(sync.tenantId, SyncClosed)).toEqual([]);
    });

    it('says nothing of a sync whose fetch had failed by itself', async () => {
      const sync = { tenantId: aTenantId(), number: 1 };
      await direct.deliver(failed(sync));
      expect(await close(sync)).toEqual({ outcome: 'closed' });
      expect(await direct.said(sync.tenantId)).toEqual([]);
    });

    it('waits for the batch that is making the plan: one of the two wins, never both', async () => {
      for (let i = 0; i < 10; i++) {
        const tenantId = aTenantId();
        await direct.deliver(snapshot({ tenantId, number: 1 }, [ines]));
        const sync = { tenantId, number: 2 };
        const [, { outcome }] = await Promise.all([direct.deliver(snapshot(sync, [ines, omar])), close(sync)]);
        const planned = (await direct.saidOf(tenantId, PlanMade)).length - 1;
        const closed = (await direct.saidOf(tenantId, SyncClosed)).length;
        expect({ outcome, planned, closed }).toEqual(
          outcome === 'closed' ? { outcome, planned: 0, closed: 1 } : { outcome: 'too-late', planned: 1, closed: 0 },
        );
      }
    });
  });

  it('shows a plan page by page: leavers, changes, joiners', async () => {
    const tenantId = aTenantId();
    await direct.deliver(snapshot({ tenantId, number: 1 }, [ines, omar]));
    const sync = { tenantId, number: 2 };
    const rows = [{ ...ines, jobRole: null }, { ...omar, status: '2' }, anEmployee({ employeeId: 'PW3' })];
    await direct.deliver(snapshot(sync, rows));
    const first = await gateway.getPlan({ tenantId, syncId: syncIdOf(sync), limit: 2, cursor: '', groupId: '' });
    const [, plan] = await direct.saidOf(tenantId, PlanMade);
    expect(first).toMatchObject({ outcome: 'applying', itemCount: 3, hash: plan?.hash, heldBecause: [] });
    expect(first.items).toMatchObject([
      {
        kind: 'left',
        proof: 'leaver-status',
        name: 'Omar Reyes',
        employeeId: 'PW2',
        changes: [{ field: 'status', oldValue: '1', newValue: '2' }],
      },
      { kind: 'changed', proof: '', name: 'Ines Faulkner', changes: [{ field: 'jobRole', oldValue: ines.jobRole }] },
    ]);
    expect(first.items[1]?.changes[0]).not.toHaveProperty('newValue');
    const rest = await gateway.getPlan({
      tenantId,
      syncId: syncIdOf(sync),
      limit: 2,
      cursor: first.nextCursor,
      groupId: '',
    });
    expect(rest).toMatchObject({ items: [{ kind: 'joined', changes: [] }], nextCursor: '' });
  });

  it('knows no plan of another tenant, nor of a sync that has none', async () => {
    const sync = { tenantId: aTenantId(), number: 1 };
    await direct.deliver(snapshot(sync, [ines]));
    const ask = (tenantId: string, syncId: string) =>
      gateway.getPlan({ tenantId, syncId, limit: 0, cursor: '', groupId: '' });
    const notFound = { code: status.NOT_FOUND, reason: 'no-plan' };
    await expect(ask(aTenantId(), syncIdOf(sync))).rejects.toMatchObject(notFound);
    await expect(ask(sync.tenantId, derivedId('no such sync'))).rejects.toMatchObject(notFound);
  });

  it('lists problems page by page, of one sync or all, open or closed', async () => {
    const tenantId = aTenantId();
    const [first, second] = [
      { tenantId, number: 1 },
      { tenantId, number: 2 },
    ];
    await direct.deliver(
      snapshot(first, [
        { ...ines, email: null },
        { ...omar, email: 'omar at tiles' },
      ]),
    );
    await direct.deliver(
      snapshot(second, [ines, { ...omar, email: 'omar at tiles' }, anEmployee({ employeeId: 'PW3', status: '9' })]),
    );
    const list = (over: Partial<reconcilerV1.ListProblemsRequest>) =>
      gateway.listProblems({ tenantId, syncId: '', state: '', limit: 0, cursor: '', personId: '', ...over });
    const all = await list({});
    expect(all.problems).toMatchObject([
      { code: 'email-blank', employeeId: 'PW1', name: 'Ines Faulkner', syncId: syncIdOf(first) },
      { code: 'email-invalid', employeeId: 'PW2', received: 'omar at tiles', closedAt: '' },
      { code: 'unknown-status', employeeId: 'PW3', received: '9', syncId: syncIdOf(second) },
    ]);
    expect(all.problems[0]?.closedAt).not.toBe('');
    expect((await list({ state: 'open' })).problems.map(({ employeeId }) => employeeId)).toEqual(['PW2', 'PW3']);
    expect((await list({ syncId: syncIdOf(second) })).problems.map(({ employeeId }) => employeeId)).toEqual(['PW3']);
    const page = await list({ limit: 2 });
    expect(page.problems).toHaveLength(2);
    expect(await list({ limit: 2, cursor: page.nextCursor })).toMatchObject({
      problems: [{ employeeId: 'PW3' }],
      nextCursor: '',
    });
    expect(
      (await gateway.listProblems({ tenantId: aTenantId(), syncId: '', state: '', limit: 0, cursor: '', personId: '' }))
        .problems,
    ).toEqual([]);
  });

  describe('decides over the wire', () => {
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
    const about = { employeeId: '', personId: '', reason: '', actor };

    /** Six of twenty have left. */
    async function held() {
      const sync = { tenantId: aTenantId(), number: 2 };
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
      const wrong = { tenantId, syncId, hash: '0'.repeat(64), exclude: [], actor };
      await expect(gateway.approvePlan(wrong)).rejects.toMatchObject({
        code: status.FAILED_PRECONDITION,
        reason: 'plan-outdated',
      });
      await expect(gateway.approvePlan({ ...wrong, hash: 'yes' })).rejects.toMatchObject({
        code: status.INVALID_ARGUMENT,
      });
      const exclude = [plan.items[0]?.personId ?? ''];
      expect(await gateway.approvePlan({ tenantId, syncId, hash, exclude, actor })).toMatchObject({
        syncId,
        number: 2,
        state: 'approved',
        decidedBy: actor,
      });
      expect((await gateway.getPlan(page)).items.map(({ excluded }) => excluded)).toEqual([
        true,
        ...Array(5).fill(false),
      ]);
      await expect(gateway.rejectPlan({ tenantId, syncId, hash, actor })).rejects.toMatchObject({
        reason: 'already-decided',
      });
      const none = { tenantId, syncId: derivedId('no such sync'), hash, actor };
      await expect(gateway.rejectPlan(none)).rejects.toMatchObject({ code: status.NOT_FOUND, reason: 'no-plan' });
    });

    it('a case, and takes it back', async () => {
      const { tenantId, plan } = await held();
      const personId = plan.items[0]?.personId ?? '';
      const word = { ...about, tenantId, kind: 'leave-out', personId, reason: 'on the board' };
      const settled = await gateway.decide(word);
      expect(settled).toMatchObject({ kind: 'leave-out', personId, reason: 'on the board', decidedBy: actor });
      expect((await gateway.decide(word)).decisionId).toBe(settled.decisionId);
      const list = await gateway.listDecisions({ tenantId, personId: '', limit: 0, cursor: '' });
      expect(list.decisions).toEqual([settled]);
      await expect(gateway.decide({ ...word, reason: '' })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
      await expect(gateway.decide({ ...word, kind: 'missing-left' })).rejects.toMatchObject({ reason: 'no-such-case' });
      await expect(gateway.decide({ ...about, tenantId, kind: 'new-person', employeeId: 'PW1' })).rejects.toMatchObject(
        { reason: 'no-such-case' },
      );
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
      await expect(set({ daysBeforeStart: 1 }, { expectedVersion: 7 })).rejects.toMatchObject({
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
      expect(await gateway.importPeople({ tenantId, people: [ada, wrong], actor })).toEqual({
        imported: 0,
        unchanged: 0,
        errors: [{ line: 2, field: 'email', code: 'email-taken' }],
      });
      expect(await gateway.importPeople({ tenantId, people: [ada], actor })).toMatchObject({ imported: 1 });
      await direct.deliver(
        snapshot({ tenantId, number: 3 }, [...staff, anEmployee({ employeeId: 'PW30', email: null })]),
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

    it('for the gateway and nobody else', async () => {
      const { tenantId, plan } = await held();
      const { syncId, hash } = plan;
      const writer = await clientOf('wethrive-writer');
      const decided = { tenantId, syncId, hash, exclude: [], actor };
      const calls = [
        writer.approvePlan(decided),
        writer.rejectPlan(decided),
        writer.decide({ ...about, tenantId, kind: 'new-person', employeeId: 'PW1' }),
        writer.undoDecision({ tenantId, decisionId: syncId, actor }),
        writer.listDecisions({ tenantId, personId: '', limit: 0, cursor: '' }),
        writer.setAsideProblem({ tenantId, problemId: syncId, actor }),
        writer.getPolicy({ tenantId }),
        writer.setPolicy({ tenantId, policy: nothing, expectedVersion: 0, actor }),
        writer.previewScope({ tenantId, scope: undefined }),
        writer.importPeople({ tenantId, people: [], actor }),
        writer.explainPerson({ tenantId, personId: '', employeeId: 'PW1', email: '' }),
      ];
      const reason = expect.objectContaining({ code: status.PERMISSION_DENIED });
      expect(await Promise.allSettled(calls)).toEqual(calls.map(() => ({ status: 'rejected', reason })));
      writer.close();
    });
  });
});
