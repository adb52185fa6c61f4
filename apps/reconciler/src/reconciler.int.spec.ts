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
  decidingRules,
  describeReal,
  eventually,
  keepsRules,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { staff } from './company.testkit';
import { startReconciler } from './index';
import { snapshot, started, employeeRows, completed, syncIdOf, unchanged, failed } from './fetched.testkit';
import { ReconcilerTestkit } from './reconciler.testkit';

/** What stands on the other side of the topics: the fetcher, who publishes, and the writer, who reads. By id: an event may come again. */
const heard = new Map<string, AnyEvent>();
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
      if (decoded.ok) heard.set(decoded.event.id, decoded.event);
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

  describe('to the gateway', () => {
    let stranger: Client;
    beforeAll(async () => (stranger = await clientOf('somebody')));
    afterAll(() => stranger.close());
    keepsRules(decidingRules, () => ({
      gateway,
      stranger,
      newTenant: () => aTenantId(),
      waitingPlan: async () => {
        const tenantId = aTenantId();
        const people = staff(anEmployee, 20);
        await direct.deliver(snapshot({ tenantId, number: 1 }, people));
        const sync = { tenantId, number: 2 };
        await direct.deliver(snapshot(sync, [...people, ...staff(anEmployee, 11, 100)]));
        const [, plan] = await direct.saidOf(tenantId, PlanMade);
        return { tenantId, syncId: syncIdOf(sync), hash: plan?.hash ?? '' };
      },
    }));
  });

  it('turns the fetcher’s events into the writer’s, over the bus', async () => {
    const tenantId = aTenantId();
    const publish = (events: readonly NewEvent[]) => publisher.publish(events);
    await publish(snapshot({ tenantId, number: 1 }, [ines, omar]));
    await publish(unchanged({ tenantId, number: 2 }, [ines, omar]));
    const types = await eventually(() => {
      const of = [...heard.values()].filter((event) => event.tenantId === tenantId);
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
      const ended = { outcome: 'closed', status: 'failed', reason: 'timed-out' };
      expect(await close(sync, 'failed', 'timed-out')).toEqual(ended);
      // Whoever wishes otherwise later hears how it has ended.
      expect(await close(sync, 'cancelled')).toEqual(ended);
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
      expect(await close(sync)).toEqual({ outcome: 'closed', status: 'cancelled', reason: '' });
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
      expect(await close(sync)).toEqual({ outcome: 'too-late', status: '', reason: '' });
      expect(await direct.saidOf(sync.tenantId, SyncClosed)).toEqual([]);
    });

    it('says nothing more of a sync whose fetch had failed by itself, and tells why it had', async () => {
      const sync = { tenantId: aTenantId(), number: 1 };
      await direct.deliver(failed(sync));
      expect(await close(sync)).toEqual({ outcome: 'closed', status: 'failed', reason: 'unavailable' });
      expect(await direct.said(sync.tenantId)).toMatchObject([{ type: SyncClosed.type, data: { status: 'failed' } }]);
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
});
