import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { partitionOf, provisionBus } from '@people-sync/messaging';
import {
  grpcClient,
  type GrpcClient,
  GrpcError,
  messagingV1,
  OneMachineAuthority,
  type RunningService,
  writerV1,
} from '@people-sync/platform';
import {
  aTenantId,
  describeReal,
  eventually,
  keepsRules,
  peopleRules,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { BusUnderTest } from './bus.testkit';
import { employee, FakeReconciler } from './fake-reconciler.testkit';
import { startWethriveWriter } from './index';

type Writer = GrpcClient<writerV1.WriterClient>;

const noFilter = {
  status: '',
  search: '',
  team: '',
  asOf: '',
  cursor: '',
  location: '',
  department: '',
  manager: '',
  reportsTo: '',
  sort: '',
};

describeReal('postgres')('the writer as a running service', () => {
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let service: RunningService;
  let gateway: Writer;
  let bus: BusUnderTest;
  let logFile: string;

  const clientOf = async (name: string): Promise<Writer> =>
    grpcClient<writerV1.WriterClient>(
      { package: 'peoplesync.writer.v1', service: writerV1.WRITER_SERVICE_NAME },
      service.grpc ?? '',
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile(name) },
    );

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    const directory = await mkdtemp(join(tmpdir(), 'writer-'));
    authority = await OneMachineAuthority.open(directory);
    logFile = join(directory, 'writer.log');
    service = await startWethriveWriter({
      ...(await authority.serviceEnvironment('wethrive-writer')),
      DATABASE_URL: database.url,
      BUS_DATABASE_URL: database.url,
      MANAGEMENT_PORT: '0',
      LOG_LEVEL: 'trace',
      LOG_FILE: logFile,
    });
    gateway = await clientOf('gateway');
    bus = await BusUnderTest.open(database.url);
  });

  afterAll(async () => {
    gateway.close();
    await bus.close();
    await service.close();
    authority.close();
    await database.drop();
  });

  /** What the writer has put onto the bus about a tenant. */
  async function said(tenantId: string): Promise<string[]> {
    const { rows } = await bus.sql.query<{ value: string }>(
      `SELECT value FROM bus_record WHERE topic = 'peoplesync.people' AND key = $1 ORDER BY record_offset`,
      [tenantId],
    );
    return rows.map(({ value }) => /peoplesync\.([a-z.-]+)\.v\d+"/.exec(value)?.[1] ?? value);
  }

  /** A company with these people, applied through the bus. */
  async function company(ids: readonly string[], seats?: number): Promise<FakeReconciler> {
    const reconciler = new FakeReconciler(aTenantId());
    const { tenantId } = reconciler;
    await gateway.setLicences({ tenantId, seats, actor: 'grace' });
    await bus.send(reconciler.sync(ids.map((id) => ({ joins: employee(id) }))));
    await eventually(async () => expect(await said(tenantId)).toContain('sync.applied'));
    return reconciler;
  }

  const refusal = async (call: Promise<unknown>) =>
    call.then(
      () => 'answered',
      (error: unknown) => (error instanceof GrpcError ? [status[error.code], error.reason] : error),
    );

  describe('to the gateway', () => {
    let stranger: Writer;
    beforeAll(async () => (stranger = await clientOf('somebody')));
    afterAll(() => stranger.close());
    keepsRules(peopleRules, () => ({
      gateway,
      stranger,
      newTenant: () => aTenantId(),
      company: async (size) => {
        const ids = Array.from({ length: size }, (_, i) => `PW${i}`);
        const reconciler = await company(ids);
        return { tenantId: reconciler.tenantId, personIds: ids.map((id) => reconciler.personId(id)) };
      },
    }));
  });

  it('takes a sync from the bus, shows its people to the gateway, and says on the bus what it did', async () => {
    const { tenantId } = await company(['PW1', 'PW2']);
    expect(await said(tenantId)).toEqual([
      'licences.changed',
      'person.added',
      'person.added',
      'licences.changed',
      'sync.applied',
    ]);
    const { people, total, nextCursor } = await gateway.listPeople({ tenantId, ...noFilter, limit: 10 });
    expect([total, nextCursor]).toEqual([2, '']);
    expect(people[0]).toMatchObject({ name: 'Ada PW1', email: 'pw1@northwind.example', status: 'active', version: 1 });
    expect(Object.keys(people[0]!)).not.toContain('unit');
  });

  it('shows one person with their history, newest first, and a company’s changes from any number on', async () => {
    const reconciler = await company(['PW1', 'PW2']);
    const { tenantId } = reconciler;
    await bus.send(
      reconciler.sync([{ changes: employee('PW1', { email: 'ada@northwind.example', jobRole: 'Designer' }) }]),
    );
    const personId = reconciler.personId('PW1');
    await eventually(async () => expect((await gateway.getPerson({ tenantId, personId })).team).toBe('Designer'));
    const newest = await gateway.getPersonHistory({ tenantId, personId, limit: 1, cursor: '' });
    expect(newest.versions).toEqual([
      expect.objectContaining({
        kind: 'updated',
        changeNumber: 3,
        changed: ['email', 'team'],
        oldEmail: 'pw1@northwind.example',
      }),
    ]);
    const older = await gateway.getPersonHistory({ tenantId, personId, limit: 10, cursor: newest.nextCursor });
    expect([older.versions.map((version) => version.kind), older.nextCursor]).toEqual([['added'], '']);
    const changes = await gateway.listPeopleChanges({ tenantId, after: 1, limit: 0 });
    expect(changes.changes.map((change) => change.changeNumber)).toEqual([2, 3]);
  });

  it('pages with a cursor, and refuses one that was altered or is of another list', async () => {
    const { tenantId } = await company(['PW1', 'PW2', 'PW3']);
    const list = (over: Partial<writerV1.ListPeopleRequest>) =>
      gateway.listPeople({ tenantId, ...noFilter, limit: 2, ...over });
    const { nextCursor: cursor } = await list({});
    const rest = await list({ cursor });
    expect([rest.people.map((person) => person.orgEmployeeId), rest.nextCursor]).toEqual([['PW3'], '']);
    const altered = (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1);
    const invalid = ['INVALID_ARGUMENT', 'invalid-request'];
    expect(await refusal(list({ cursor: altered }))).toEqual(invalid);
    expect(await refusal(list({ cursor, status: 'active' }))).toEqual(invalid);
    expect(await refusal(list({ cursor, tenantId: 'somebody-else' }))).toEqual(invalid);
    for (const over of [{ limit: 0 }, { limit: 501 }, { status: 'gone' }, { asOf: 'yesterday' }, { tenantId: '' }]) {
      expect(await refusal(list(over))).toEqual(invalid);
    }
  });

  it('gives licences: unlimited when none is named, unknown until they were set', async () => {
    const { tenantId } = await company(['PW1', 'PW2', 'PW3'], 2);
    expect(await gateway.getLicences({ tenantId })).toMatchObject({ seats: 2, active: 2, waiting: 1 });
    expect(await gateway.setLicences({ tenantId, actor: 'grace' })).toMatchObject({ active: 3, waiting: 0 });
    expect((await gateway.getLicences({ tenantId })).seats).toBeUndefined();
    expect(await refusal(gateway.getLicences({ tenantId: 'nobody' }))).toEqual(['NOT_FOUND', 'not-found']);
    const negative = gateway.setLicences({ tenantId, seats: -1, actor: '' });
    expect(await refusal(negative)).toEqual(['INVALID_ARGUMENT', 'invalid-request']);
  });

  it('shows whom people report to, and who never came from PeopleHR', async () => {
    const reconciler = new FakeReconciler(aTenantId());
    const { tenantId } = reconciler;
    await gateway.setLicences({ tenantId, seats: 2, actor: 'grace' });
    await bus.send([
      reconciler.imports({ orgEmployeeId: 'T1', name: 'Tess Trustee' }),
      ...reconciler.sync([
        { joins: employee('PW1', { reportsToEmployeeId: 'T1' }) },
        { joins: employee('PW2', { reportsToEmployeeId: 'PW1' }) },
      ]),
    ]);
    await eventually(async () => expect(await said(tenantId)).toContain('sync.applied'));
    const [one, two, trustee] = ['PW1', 'PW2', 'T1'].map((id) => reconciler.personId(id));
    const { people } = await gateway.listPeople({ tenantId, ...noFilter, limit: 10 });
    expect(people.map(({ personId, reportsTo, notFromPeoplehr }) => [personId, reportsTo, notFromPeoplehr])).toEqual([
      [one, trustee, false],
      [two, one, false],
      [trustee, undefined, true],
    ]);
    expect(await gateway.getPerson({ tenantId, personId: trustee! })).toMatchObject({
      ...{ notFromPeoplehr: true, unit: 'Alpha' },
    });
    expect((await gateway.getPerson({ tenantId, personId: one! })).reportsTo).toBe(trustee);
    const imported = Date.parse((await gateway.getPerson({ tenantId, personId: trustee! })).updatedAt);
    await bus.send(reconciler.sync([{ changes: employee('T1') }]));
    await eventually(async () =>
      expect((await gateway.getPerson({ tenantId, personId: trustee! })).notFromPeoplehr).toBe(false),
    );
    const asOf = new Date(imported).toISOString();
    const past = await gateway.listPeople({ tenantId, ...noFilter, asOf, limit: 10 });
    expect(past.people.find((person) => person.personId === trustee)).toMatchObject({ notFromPeoplehr: true });
    const { versions } = await gateway.getPersonHistory({ tenantId, personId: trustee!, limit: 10, cursor: '' });
    expect(versions.map((version) => [version.kind, version.person?.notFromPeoplehr])).toEqual([
      ['updated', false],
      ['imported', true],
    ]);
    expect(await gateway.listFilterValues({ tenantId })).toEqual({
      ...{ teams: ['Engineer'], locations: ['Leeds'], departments: ['Products'], managers: ['Grace Hill'] },
      ...{ teamCount: 1, locationCount: 1, departmentCount: 1, managerCount: 1 },
    });
  });

  it('lists problems with managers a page at a time, and sets one aside', async () => {
    const reconciler = new FakeReconciler(aTenantId());
    const { tenantId } = reconciler;
    await gateway.setLicences({ tenantId, actor: 'grace' });
    const sync = reconciler.sync([
      { joins: employee('PW1', { reportsToEmployeeId: 'PW7' }) },
      { joins: employee('PW2', { reportsToEmployeeId: 'PW8' }) },
      { joins: employee('PW3', { reportsToEmployeeId: 'PW8', reportsTo: null }) },
    ]);
    await bus.send(sync);
    await eventually(async () => expect(await said(tenantId)).toContain('sync.applied'));
    const list = (over: Partial<writerV1.ListProblemsRequest> = {}) =>
      gateway.listProblems({ tenantId, state: 'open', limit: 1, cursor: '', syncId: '', ...over });
    const first = await list();
    const second = await list({ cursor: first.nextCursor });
    expect([first.nextCursor, second.nextCursor]).toEqual([expect.stringMatching(/^\d+$/), '']);
    const told = { code: 'manager-unknown', personId: '', name: 'Grace Hill', closedAt: '', setAsideAt: '' };
    expect([...first.problems, ...second.problems]).toMatchObject([
      { ...told, affected: 1 },
      { ...told, affected: 2 },
    ]);
    const { problemId, syncId } = first.problems[0]!;
    const aside = () => gateway.setAsideProblem({ tenantId, problemId, actor: 'grace' });
    expect((await aside()).setAsideAt).not.toBe('');
    // Once more it says nothing.
    await aside();
    const asideSaid = async () => (await said(tenantId)).filter((type) => type === 'problem.set-aside');
    await eventually(async () => expect(await asideSaid()).toEqual(['problem.set-aside']));
    expect((await list()).problems.map((problem) => problem.affected)).toEqual([2]);
    expect((await list({ state: 'set-aside' })).problems.map((problem) => problem.problemId)).toEqual([problemId]);
    expect((await list({ state: '', syncId, limit: 0 })).problems).toHaveLength(2);
    expect((await list({ state: '', syncId: reconciler.personId('PW1') })).problems).toEqual([]);
    const notFound = ['NOT_FOUND', 'not-found'];
    expect(await refusal(gateway.setAsideProblem({ tenantId: 'somebody-else', problemId, actor: '' }))).toEqual(
      notFound,
    );
    for (const over of [{ state: 'closed' }, { limit: 1001 }, { cursor: 'x' }, { syncId: 'x' }]) {
      expect(await refusal(list(over))).toEqual(['INVALID_ARGUMENT', 'invalid-request']);
    }
  });

  it('names the circle with a manager who reports to themselves, as it is now', async () => {
    const reconciler = new FakeReconciler(aTenantId());
    const { tenantId } = reconciler;
    await gateway.setLicences({ tenantId, actor: 'grace' });
    await bus.send(
      reconciler.sync([
        { joins: employee('PW1', { reportsToEmployeeId: 'PW2' }) },
        { joins: employee('PW2', { reportsToEmployeeId: 'PW1' }) },
        { joins: employee('PW3', { reportsToEmployeeId: 'PW9' }) },
      ]),
    );
    const list = async (state: string) =>
      (await gateway.listProblems({ tenantId, state, limit: 0, cursor: '', syncId: '' })).problems
        .map(({ name, circle, circleGoesOn }) => [name, circle, circleGoesOn])
        .sort();
    const unknown = ['Grace Hill', [], false];
    await eventually(async () =>
      expect(await list('open')).toEqual([
        ['Ada PW1', ['Ada PW2', 'Ada PW1'], false],
        ['Ada PW2', ['Ada PW1', 'Ada PW2'], false],
        unknown,
      ]),
    );
    await bus.send(reconciler.sync([{ changes: employee('PW2') }]));
    await eventually(async () => expect(await list('open')).toEqual([unknown]));
    expect(await list('')).toEqual([['Ada PW1', [], false], ['Ada PW2', [], false], unknown]);
  });

  it('shows another company’s person to nobody', async () => {
    const reconciler = await company(['PW1']);
    const other = { tenantId: 'somebody-else', personId: reconciler.personId('PW1') };
    const notFound = ['NOT_FOUND', 'not-found'];
    expect(await refusal(gateway.getPerson(other))).toEqual(notFound);
    expect(await refusal(gateway.getPersonHistory({ ...other, limit: 1, cursor: '' }))).toEqual(notFound);
  });

  it('answers the gateway and no other service', async () => {
    const fetcher = await clientOf('peoplehr-fetcher');
    expect(await refusal(fetcher.getLicences({ tenantId: 'nobody' }))).toEqual(['PERMISSION_DENIED', 'forbidden']);
    fetcher.close();
  });

  it('writes no name and no address into its log', async () => {
    await company(['PW1']);
    const log = await readFile(logFile, 'utf8');
    expect(log).toContain('wethrive-writer');
    expect(log).not.toContain('northwind.example');
    expect(log).not.toContain('Ada PW');
  });

  describe('events of a company that cannot be taken', () => {
    type Parking = GrpcClient<messagingV1.ParkingClient>;
    const TOPIC = 'peoplesync.changes';
    let parking: Parking;

    const parkingOf = async (name: string): Promise<Parking> =>
      grpcClient<messagingV1.ParkingClient>(
        { package: 'peoplesync.messaging.v1', service: messagingV1.PARKING_SERVICE_NAME },
        service.grpc ?? '',
        { SERVICE_TOKEN_FILE: await authority.serviceTokenFile(name) },
      );
    const streamOf = async (tenantId: string) =>
      (await parking.listParked({ limit: 0, cursor: '' })).streams.find((one) => one.tenantId === tenantId);

    beforeAll(async () => {
      parking = await parkingOf('gateway');
    });
    afterAll(() => parking.close());

    /** A record that nobody can read. */
    async function torn(key: string): Promise<void> {
      await bus.sql.query(
        `WITH place AS (
           UPDATE bus_stream SET next_offset = next_offset + 1 WHERE topic = $1 AND partition = $2
           RETURNING topic, partition, next_offset - 1
         )
         INSERT INTO bus_record (topic, partition, record_offset, key, value) SELECT *, $3, '{"torn' FROM place`,
        [TOPIC, partitionOf(key), key],
      );
      await bus.sql.query(`SELECT pg_notify('peoplesync_bus', '')`);
    }

    it('are told with the reason, tried again, and left out by somebody; then what waited behind them is taken', async () => {
      const reconciler = await company(['PW1']);
      const { tenantId } = reconciler;
      await torn(tenantId);
      await bus.send(reconciler.sync([{ joins: employee('PW2') }]));
      await eventually(async () => expect((await streamOf(tenantId))?.waiting).toBeGreaterThan(2));
      expect(await streamOf(tenantId)).toMatchObject({ topic: TOPIC, code: 'broken-json' });
      const stream = { topic: TOPIC, tenantId, actor: 'grace' };
      expect(await refusal(parking.retryParked(stream))).toEqual(['FAILED_PRECONDITION', 'still-parked']);
      expect(await refusal(parking.skipParked({ ...stream, actor: '' }))).toEqual([
        'INVALID_ARGUMENT',
        'invalid-request',
      ]);
      expect(await parking.skipParked(stream)).toEqual({ skipped: 1, flows: true });
      await eventually(async () =>
        expect((await gateway.listPeople({ tenantId, ...noFilter, limit: 10 })).total).toBe(2),
      );
      expect(await streamOf(tenantId)).toBeUndefined();
      for (const again of [parking.retryParked(stream), parking.skipParked(stream)]) {
        expect(await refusal(again)).toEqual(['NOT_FOUND', 'not-found']);
      }
      const said = (await readFile(logFile, 'utf8'))
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      expect(said).toContainEqual(
        expect.objectContaining({ tenant: tenantId, topic: TOPIC, skipped: 1, msg: 'grace had a record left out' }),
      );
    });

    it('are listed page by page', async () => {
      const tenants = [aTenantId(), aTenantId(), aTenantId()].sort();
      for (const tenantId of tenants) await torn(tenantId);
      await eventually(async () => expect(await Promise.all(tenants.map(streamOf))).not.toContain(undefined));
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await parking.listParked({ limit: 1, cursor });
        seen.push(...page.streams.map(({ tenantId }) => tenantId));
        cursor = page.nextCursor;
      } while (cursor !== '');
      expect(seen.filter((tenantId) => tenants.includes(tenantId))).toEqual(tenants);
      expect(await refusal(parking.listParked({ limit: 501, cursor: '' }))).toEqual([
        'INVALID_ARGUMENT',
        'invalid-request',
      ]);
    });

    it('are the gateway’s to see, and nobody else’s', async () => {
      const other = await parkingOf('reconciler');
      const stream = { topic: TOPIC, tenantId: 'northwind', actor: 'grace' };
      const calls = [other.listParked({ limit: 0, cursor: '' }), other.retryParked(stream), other.skipParked(stream)];
      // All are listened to at once: which of them is refused first does not matter.
      for (const refused of await Promise.all(calls.map(refusal))) {
        expect(refused).toEqual(['PERMISSION_DENIED', 'forbidden']);
      }
      other.close();
    });
  });
});
