import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { employee, FakeReconciler, type Item } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';

jest.setTimeout(3_600_000);

describeReal('postgres')('licences', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;

  beforeAll(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url, 12);
  });

  afterAll(async () => {
    await writer.close();
    await database.drop();
  });

  /** Five joiners who started in the order PW5, PW4, PW3, PW2, PW1. */
  const five: Item[] = [1, 2, 3, 4, 5].map((n) => ({ joins: employee(`PW${n}`, { startDate: `2020-01-1${9 - n}` }) }));

  async function company(seats: number | null | 'not told', items: readonly Item[]): Promise<FakeReconciler> {
    const reconciler = new FakeReconciler(aTenantId());
    if (seats !== 'not told') await writer.seats(reconciler.tenantId, seats);
    await writer.handle(reconciler.sync(items));
    return reconciler;
  }

  const use = async (tenantId: string) => {
    const licence = await writer.licences.find(writer.dataSource.manager, tenantId);
    return licence && { seats: licence.seats, active: licence.active, waiting: licence.waiting };
  };

  const lastEvents = async (tenantId: string, count: number) =>
    (await writer.events(tenantId)).slice(-count).map((event) => event.name);

  it('go to those who started first; the others wait', async () => {
    const { tenantId } = await company(3, five);
    expect(await writer.statuses(tenantId)).toEqual([
      'PW1 waiting',
      'PW2 waiting',
      'PW3 active',
      'PW4 active',
      'PW5 active',
    ]);
    expect(await use(tenantId)).toEqual({ seats: 3, active: 3, waiting: 2 });
    const last = (await writer.events(tenantId)).at(-1);
    expect(last?.data['counts']).toMatchObject({ joined: 3, waiting: 2 });
  });

  it('go by employee id, by code unit, among those who started on the same day, and last to unknown days', async () => {
    const ids = ['b', 'B', 'a', 'Z'];
    const { tenantId } = await company(3, [
      { joins: employee('A', { startDate: null, email: 'first@northwind.example' }) },
      ...ids.map((id, index) => ({ joins: employee(id, { email: `p${index}@northwind.example` }) })),
    ]);
    expect(await writer.statuses(tenantId)).toEqual(['A waiting', 'B active', 'Z active', 'a active', 'b waiting']);
  });

  it('that a leaver frees are given to the next one waiting in the same sync', async () => {
    const reconciler = await company(3, five);
    const { tenantId } = reconciler;
    await writer.handle(reconciler.sync([{ leaves: employee('PW4') }]));
    expect(await writer.statuses(tenantId)).toEqual([
      'PW1 waiting',
      'PW2 active',
      'PW3 active',
      'PW4 inactive',
      'PW5 active',
    ]);
    expect(await lastEvents(tenantId, 4)).toEqual([
      'person.deactivated',
      'person.added',
      'licences.changed',
      'sync.applied',
    ]);
  });

  it('are one line for those who wait and those who join: who started earlier comes first', async () => {
    const reconciler = await company(3, five);
    const veteran = employee('PW9', { startDate: '2001-01-01' });
    await writer.handle(reconciler.sync([{ leaves: employee('PW4') }, { joins: veteran }]));
    expect(await writer.statuses(reconciler.tenantId)).toEqual(
      expect.arrayContaining(['PW9 active', 'PW1 waiting', 'PW2 waiting']),
    );
  });

  it('are needed by a rejoiner as well, who is then reactivated when one comes free', async () => {
    const reconciler = await company(3, five);
    const { tenantId } = reconciler;
    await writer.handle(reconciler.sync([{ leaves: employee('PW3', { startDate: '2020-01-16' }) }]));
    await writer.handle(reconciler.sync([{ rejoins: employee('PW3', { startDate: '2024-09-01' }) }]));
    expect(await writer.statuses(tenantId)).toEqual(expect.arrayContaining(['PW3 waiting', 'PW2 active']));
    await writer.seats(tenantId, 5);
    expect(await lastEvents(tenantId, 3)).toEqual(['person.added', 'person.reactivated', 'licences.changed']);
  });

  it('that are added go to those who wait at once, without another sync', async () => {
    const { tenantId } = await company(3, five);
    await writer.seats(tenantId, 4);
    expect(await writer.statuses(tenantId)).toEqual(expect.arrayContaining(['PW1 waiting', 'PW2 active']));
    expect(await use(tenantId)).toEqual({ seats: 4, active: 4, waiting: 1 });
    const granted = (await writer.versions(tenantId)).at(-1);
    expect(granted).toMatchObject({ kind: 'added', syncId: null, sourceVersion: null, changed: ['status'] });
    await writer.seats(tenantId, null);
    expect(await use(tenantId)).toEqual({ seats: null, active: 5, waiting: 0 });
  });

  it('that are taken away evict nobody, and nobody joins until enough have left', async () => {
    const reconciler = await company(3, five);
    const { tenantId } = reconciler;
    await writer.seats(tenantId, 1);
    expect(await use(tenantId)).toEqual({ seats: 1, active: 3, waiting: 2 });
    await writer.handle(reconciler.sync([{ leaves: employee('PW3') }, { leaves: employee('PW4') }]));
    expect(await use(tenantId)).toEqual({ seats: 1, active: 1, waiting: 2 });
  });

  it('that were never told let nobody in; everybody waits until they are', async () => {
    const { tenantId } = await company('not told', five);
    expect(await use(tenantId)).toBeUndefined();
    expect(await writer.statuses(tenantId)).toContain('PW5 waiting');
    await writer.seats(tenantId, 10);
    expect(await use(tenantId)).toEqual({ seats: 10, active: 5, waiting: 0 });
  });

  it('are not waited for any more by somebody who leaves, and changes reach those who wait', async () => {
    const reconciler = await company(3, five);
    const { tenantId } = reconciler;
    const changed = employee('PW2', { startDate: '2020-01-17', jobRole: 'Designer' });
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }, { changes: changed }]));
    expect((await writer.table(tenantId)).get('PW2')).toMatchObject({ status: 'waiting', team: 'Designer' });
    expect((await writer.table(tenantId)).get('PW1')).toMatchObject({ status: 'inactive' });
    expect(await use(tenantId)).toEqual({ seats: 3, active: 3, waiting: 1 });
    await writer.handle(reconciler.sync([{ rejoins: employee('PW1') }]));
    await writer.seats(tenantId, 5);
    const kinds = (await writer.versions(tenantId)).filter((version) => version.orgEmployeeId === 'PW1');
    expect(kinds.map((version) => version.kind)).toEqual(['waiting', 'deactivated', 'waiting', 'added']);
  });

  it('say nothing when the same number is set again', async () => {
    const { tenantId } = await company(3, five);
    const before = await writer.everything(tenantId);
    await writer.seats(tenantId, 3);
    expect(await writer.everything(tenantId)).toEqual(before);
  });

  it('are never given twice, never left free, and never taken from anybody, whatever happens in whichever order', async () => {
    const ids = ['PW1', 'PW2', 'PW3', 'PW4', 'PW5', 'PW6'];
    const step = fc.oneof(
      fc.record({ seats: fc.option(fc.integer({ min: 0, max: 6 })) }),
      fc.record({ toggled: fc.subarray(ids, { minLength: 1 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const reconciler = await company(2, [{ joins: employee('PW0') }]);
        const { tenantId } = reconciler;
        const here = new Map<string, boolean>();
        for (const one of steps) {
          const before = await writer.table(tenantId);
          if ('seats' in one) await writer.seats(tenantId, one.seats);
          else {
            const items = one.toggled.map((id): Item => {
              const present = here.get(id);
              here.set(id, present !== true);
              if (present === undefined) return { joins: employee(id) };
              return present ? { leaves: employee(id) } : { rejoins: employee(id) };
            });
            await writer.handle(reconciler.sync(items));
          }
          const after = [...(await writer.table(tenantId)).values()];
          const count = (status: string) => after.filter((person) => person.status === status).length;
          const now = (await use(tenantId))!;
          expect(now).toMatchObject({ active: count('active'), waiting: count('waiting') });
          const seats = now.seats ?? Infinity;
          const stayed = after.filter(
            (person) => person.status === 'active' && before.get(person.orgEmployeeId!)?.status === 'active',
          );
          expect(now.active).toBeLessThanOrEqual(Math.max(seats, stayed.length));
          if (now.waiting > 0) expect(now.active).toBeGreaterThanOrEqual(seats);
          for (const [id, person] of before) {
            const evicted =
              person.status === 'active' && after.some((p) => p.orgEmployeeId === id && p.status === 'waiting');
            expect(evicted).toBe(false);
          }
        }
      }),
      { numRuns: propertyRuns(15) },
    );
  });

  it('hold under eight connections at once, setting seats and applying syncs', async () => {
    const reconciler = await company(3, five);
    const { tenantId } = reconciler;
    const syncs = Array.from({ length: 12 }, (_, n) =>
      reconciler.sync([
        { joins: employee(`N${n}a`, { startDate: '2022-02-02' }) },
        { joins: employee(`N${n}b`, { startDate: '2022-02-03' }) },
      ]),
    );
    const raise = Array.from({ length: 12 }, (_, n) => 4 + n);
    const tasks = [
      ...syncs.map((events) => () => writer.handle(events)),
      ...raise.map((seats) => () => writer.seats(tenantId, seats)),
    ];
    const lane = async (first: number) => {
      for (let at = first; at < tasks.length; at += 8) await tasks[at]!();
    };
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(lane));
    await writer.seats(tenantId, 15);
    expect(await use(tenantId)).toEqual({ seats: 15, active: 15, waiting: 14 });
    const numbers = (await writer.versions(tenantId)).map((version) => version.changeNo);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const told = (await writer.events(tenantId)).filter((event) => event.name === 'licences.changed');
    let active = 0;
    for (const { data } of told) {
      // The lanes lower seats as well, which evicts nobody: but nobody may come in above the seats of the moment.
      if (Number(data['active']) > active) expect(Number(data['active'])).toBeLessThanOrEqual(Number(data['seats']));
      active = Number(data['active']);
    }
  });
});
