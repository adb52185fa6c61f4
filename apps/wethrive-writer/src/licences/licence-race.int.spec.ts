import type { NewEvent } from '@people-sync/contracts';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';

/** A tenant's licences beside what its people really are, at one moment. */
interface Moment {
  readonly seats: number;
  readonly active: number;
  readonly waiting: number;
  readonly reallyActive: number;
  readonly reallyWaiting: number;
}

describeReal('postgres')('licences, with one seat left and everybody at it at once', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;
  let watcher: WriterUnderTest;

  beforeAll(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url, 8);
    watcher = await WriterUnderTest.open(database.url, 1);
  });

  afterAll(async () => {
    await watcher.close();
    await writer.close();
    await database.drop();
  });

  const look = async (tenantId: string): Promise<Moment> => {
    const [moment] = await watcher.dataSource.query<Moment[]>(
      `SELECT l.seats::int, l.active::int, l.waiting::int, p.active::int AS "reallyActive", p.waiting::int AS "reallyWaiting"
       FROM licences l CROSS JOIN LATERAL (
         SELECT count(*) FILTER (WHERE status = 'active') AS active, count(*) FILTER (WHERE status = 'waiting') AS waiting
         FROM people WHERE tenant_id = l.tenant_id) p
       WHERE l.tenant_id = $1`,
      [tenantId],
    );
    if (!moment) throw new Error('no licences');
    return moment;
  };

  const isSound = ({ seats, active, waiting, reallyActive, reallyWaiting }: Moment): boolean =>
    active === reallyActive && waiting === reallyWaiting && active <= seats && (waiting === 0 || active === seats);

  it('are never over and never idle at any moment, whoever comes first: syncs, imports, seats, a zombie', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const reconciler = new FakeReconciler(aTenantId());
      const { tenantId } = reconciler;
      await writer.seats(tenantId, 4);
      await writer.handle(reconciler.sync(['PW1', 'PW2', 'PW3'].map((id) => ({ joins: employee(id) }))));
      expect(await look(tenantId)).toMatchObject({ seats: 4, active: 3, waiting: 0 });

      // What the group's member gets, and, with the same places, a member that was taken for dead.
      const stream: NewEvent[] = [
        ...reconciler.sync([{ joins: employee('N1') }, { joins: employee('N2') }]),
        reconciler.imports({ orgEmployeeId: 'T1' }, { orgEmployeeId: 'T2', status: 'inactive' }),
        ...reconciler.sync([{ leaves: employee('PW1') }, { joins: employee('N3') }]),
      ];
      await writer.dataSource.query('DELETE FROM consumer_progress');
      const others = [
        reconciler.sync([{ joins: employee('M1', { startDate: '2020-02-02' }) }]),
        reconciler.sync([{ joins: employee('M2') }, { leaves: employee('PW2') }]),
        [reconciler.imports({ orgEmployeeId: 'T3' }, { orgEmployeeId: 'T4' })],
        [reconciler.imports({ orgEmployeeId: 'T5' })],
        reconciler.sync([{ changes: employee('PW3', { jobRole: 'Designer' }) }]),
      ];
      const tasks = [
        () => writer.take(stream, 1),
        () => writer.take(stream, 1),
        ...others.map((events) => () => writer.handle(events)),
        // Only ever more: with fewer, nobody is evicted, and more may be active than there are seats.
        () => writer.seats(tenantId, 5).then(() => writer.seats(tenantId, 6)),
      ];
      let running = true;
      const moments: Moment[] = [];
      const watch = async (): Promise<void> => {
        while (running) moments.push(await look(tenantId));
      };
      const watching = watch();
      // Every turn begins with somebody else.
      const order = tasks.map((_, n) => tasks[(n + turn) % tasks.length]!);
      await Promise.all(order.map((task) => task())).finally(() => (running = false));
      await watching;
      moments.push(await look(tenantId));
      expect(moments.filter((moment) => !isSound(moment))).toEqual([]);
      expect(moments.at(-1)).toMatchObject({ seats: 6, active: 6, waiting: 4 });
      const numbers = (await writer.versions(tenantId)).map((version) => version.changeNo);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      const staged = await writer.dataSource.query<unknown[]>('SELECT 1 FROM staged_changes WHERE tenant_id = $1', [
        tenantId,
      ]);
      expect(staged).toEqual([]);
    }
  });
});
