import { type NewEvent, syncIdIn, withPosition } from '@people-sync/contracts';
import { BatchContext, ParkedTenants, partitionOf, type RawRecord } from '@people-sync/messaging';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';
import { SettleSyncDto } from './settling.dto';

const TOPIC = 'peoplesync.changes';

/** What may be wrong with an event on its way. */
const damages: Readonly<Record<string, (event: NewEvent) => Buffer>> = {
  'no JSON any more': ({ json }) => Buffer.from(json.slice(0, -9)),
  'of a version that is newer than this program': ({ json }) => Buffer.from(json.replace('.v1"', '.v2"')),
};

describeReal('postgres')('an event that an operator leaves out', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;
  let parked: ParkedTenants;
  let reconciler: FakeReconciler;
  let tenantId: string;
  let next: number;

  beforeAll(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url);
    parked = new ParkedTenants(writer.dataSource);
  });

  afterAll(async () => {
    await writer.close();
    await database.drop();
  });

  beforeEach(async () => {
    // Each company has the stream for itself.
    await writer.dataSource.query('DELETE FROM consumer_progress');
    next = 1;
    reconciler = new FakeReconciler(aTenantId());
    tenantId = reconciler.tenantId;
    await writer.seats(tenantId, null);
    await take(reconciler.sync(['PW1', 'PW2'].map((id) => ({ joins: employee(id) }))));
  });

  /** Through the consumer; `damaged` tells of which event another record comes. */
  async function take(events: readonly NewEvent[], damaged: Record<number, (event: NewEvent) => Buffer> = {}) {
    const records = events.map((event, index): RawRecord => {
      const whole = withPosition(event.json, 1, next + index);
      const damage = damaged[index];
      const value = damage ? damage({ ...event, json: whole }) : Buffer.from(whole);
      return { offset: next + index, key: event.key, value };
    });
    next += events.length;
    const partition = partitionOf(tenantId);
    const origin = { topic: TOPIC, partition, attempt: 1, highWatermark: next, live: () => true };
    await writer.changes.take(records, new BatchContext([origin]));
  }

  const skip = () => parked.skip(TOPIC, tenantId, writer.changes.consumption, 'grace');
  const waits = async () =>
    (await writer.dataSource.query<unknown[]>('SELECT FROM parked_streams WHERE tenant_id = $1', [tenantId])).length >
    0;
  const said = async (name: string) => (await writer.events(tenantId)).filter((event) => event.name === name);
  const applied = async () => (await said('sync.applied')).map(({ data }) => data['number']);
  const dropped = async () => (await said('changes.dropped')).map(({ syncId, data }) => ({ syncId, ...data }));
  const staged = () =>
    writer.dataSource.query<unknown[]>('SELECT FROM staged_changes WHERE tenant_id = $1', [tenantId]);

  const changes = [
    { changes: employee('PW1', { jobRole: 'Designer' }) },
    { leaves: employee('PW2') },
    { joins: employee('PW3') },
  ];

  // PlanMade, three people, ChangesCompleted.
  it.each([0, 1, 2, 3, 4].flatMap((at) => Object.keys(damages).map((damage): [number, string] => [at, damage])))(
    'takes its whole sync with it, and the next one brings it all: event %i, %s',
    async (at, damage) => {
      const sync = reconciler.sync(changes);
      await take(sync, { [at]: damages[damage]! });
      expect(await waits()).toBe(true);
      while (await waits()) await skip();
      expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'PW2 active']);
      expect(await staged()).toEqual([]);
      expect((await dropped()).map(({ syncId }) => syncId)).toEqual([syncIdIn(Buffer.from(sync[0]!.json), tenantId)]);
      expect(await applied()).toEqual([1]);
      // As the reconciler says it then: anew, and with the numbers that follow.
      await take(reconciler.sync(changes));
      expect(await waits()).toBe(false);
      expect(await applied()).toEqual([1, 3]);
      expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'PW2 inactive', 'PW3 active']);
      expect((await writer.table(tenantId)).get('PW1')?.team).toBe('Designer');
    },
  );

  it('harms no sync that stands in the table already', async () => {
    const [first] = await said('sync.applied');
    const before = await writer.statuses(tenantId);
    const record = { tenantId, event: undefined, syncId: first?.syncId, actor: 'grace' };
    await writer.dataSource.transaction((tx) => writer.changes.consumption.leaveOut!(tx, record));
    expect(await dropped()).toEqual([]);
    expect(await writer.statuses(tenantId)).toEqual(before);
    await take(reconciler.sync(changes));
    expect(await applied()).toEqual([1, 2]);
  });

  it('brings in whoever a dropped sync was to bring, by whatever is said of them next', async () => {
    await take(reconciler.sync([{ leaves: employee('PW2') }]));
    const lost = reconciler.sync([
      { joins: employee('PW3') },
      { rejoins: employee('PW2') },
      { joins: employee('PW4') },
    ]);
    await take(lost, { 1: damages['no JSON any more']! });
    await skip();
    // The reconciler had not heard of it when it planned this.
    await take(
      reconciler.sync([
        { changes: employee('PW2', { jobRole: 'Designer' }) },
        { changes: employee('PW3', { jobRole: 'Designer' }) },
        { leaves: employee('PW4') },
      ]),
    );
    expect(await waits()).toBe(false);
    expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'PW2 active', 'PW3 active']);
    expect((await said('sync.applied')).at(-1)?.data).toMatchObject({ counts: { joined: 1, rejoined: 1, left: 0 } });
  });

  it('excuses no number that it did not take with it', async () => {
    await take(reconciler.sync(changes), { 1: damages['no JSON any more']! });
    await skip();
    reconciler.sync([{ changes: employee('PW1', { jobRole: 'Lost' }) }]);
    await take(reconciler.sync([{ changes: employee('PW1', { jobRole: 'Next' }) }]));
    expect(await waits()).toBe(true);
    expect(await applied()).toEqual([1]);
  });

  it('takes an import with it, and names whom the import was to bring', async () => {
    const imported = reconciler.imports({ orgEmployeeId: 'T1', email: 'pw1@northwind.example' });
    await take([imported]);
    expect(await waits()).toBe(true);
    await skip();
    expect(await dropped()).toEqual([{ syncId: undefined, number: null, people: [reconciler.personId('T1')] }]);
    expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'PW2 active']);
    await take(reconciler.sync(changes));
    expect(await applied()).toEqual([1, 2]);
  });

  it('takes an approved plan with it', async () => {
    const held = reconciler.held(1);
    await take([held.made]);
    await take(held.approved([{ leaves: employee('PW1') }]), { 0: damages['no JSON any more']! });
    while (await waits()) await skip();
    expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'PW2 active']);
    expect(await dropped()).toHaveLength(1);
  });

  describe('and the question what became of a sync', () => {
    const ask = (syncId: string) =>
      writer.settling.settleSync(Object.assign(new SettleSyncDto(), { tenantId, syncId }));
    const idOf = ([event]: readonly NewEvent[]): string => syncIdIn(Buffer.from(event!.json), tenantId)!;

    it('is answered with what SyncApplied said, if it is applied', async () => {
      const sync = reconciler.sync([...changes, { joins: employee('PW5', { reportsToEmployeeId: 'PW9' }) }], {
        problems: 2,
      });
      await take(sync);
      const [, told] = await said('sync.applied');
      const { number: _, ...same } = told!.data;
      expect(await ask(idOf(sync))).toMatchObject({ outcome: 'applied', ...same });
    });

    it('is answered with wait, as long as its events may come', async () => {
      const sync = reconciler.sync(changes);
      expect(await ask(idOf(sync))).toMatchObject({ outcome: 'waiting' });
      await take(sync.slice(0, 3));
      expect(await ask(idOf(sync))).toMatchObject({ outcome: 'waiting' });
      expect(await dropped()).toEqual([]);
      await take(sync.slice(3));
      expect(await ask(idOf(sync))).toMatchObject({ outcome: 'applied' });
    });

    it('drops it, if all that there was of it was left out and could not be read', async () => {
      const quiet = reconciler.sync([]);
      await take(quiet, { 0: damages['no JSON any more']! });
      await skip();
      expect(await dropped()).toEqual([]);
      expect(await ask(idOf(quiet))).toMatchObject({ outcome: 'dropped' });
      expect(await dropped()).toMatchObject([{ syncId: idOf(quiet) }]);
      expect(await ask(idOf(quiet))).toMatchObject({ outcome: 'dropped' });
      expect(await ask(idOf(reconciler.sync([])))).toMatchObject({ outcome: 'waiting' });
    });
  });
});
