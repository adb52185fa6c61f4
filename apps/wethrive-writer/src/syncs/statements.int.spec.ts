import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { Logger } from 'typeorm';
import { employee, FakeReconciler, type Item } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';

const MANAGERS: Readonly<Record<string, string>> = { PW0: 'NOBODY', PW1: 'PW2', PW2: 'PW1' };

/** Counts what TypeORM sends; transactions' own statements included. */
class StatementCounter implements Logger {
  count = 0;
  logQuery(): void {
    this.count += 1;
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

describeReal('postgres')('the number of statements of a batch', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;
  const counter = new StatementCounter();

  beforeAll(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url);
    writer.dataSource.setOptions({ logging: ['query'], logger: counter });
  });

  afterAll(async () => {
    await writer.close();
    await database.drop();
  });

  const ids = (people: number) => Array.from({ length: people }, (_, n) => `PW${n}`);

  async function companies(tenants: number): Promise<FakeReconciler[]> {
    const reconcilers = Array.from({ length: tenants }, () => new FakeReconciler(aTenantId()));
    for (const reconciler of reconcilers) await writer.seats(reconciler.tenantId, 50);
    return reconcilers;
  }

  /** Statements for one batch with the same sync for each company. */
  async function spent(reconcilers: readonly FakeReconciler[], items: readonly Item[]): Promise<number> {
    const events = reconcilers.flatMap((reconciler) => reconciler.sync(items));
    counter.count = 0;
    await writer.handle(events);
    return counter.count;
  }

  /** Everybody reports to PW0, who reports to somebody unknown; PW1 and PW2 to each other. */
  const managed = (id: string) => employee(id, { reportsToEmployeeId: MANAGERS[id] ?? 'PW0' });

  const joiners = (people: number) => ids(people).map((id): Item => ({ joins: managed(id) }));

  /** A first load, then a sync with leavers, changes and joiners. */
  async function statements(tenants: number, people: number): Promise<[first: number, later: number]> {
    const reconcilers = await companies(tenants);
    const first = await spent(reconcilers, joiners(people));
    const mixed = ids(people).map((id, n): Item => {
      if (n % 3 === 0) return { leaves: managed(id) };
      if (n % 3 === 1) return { changes: { ...managed(id), jobRole: 'Designer' } };
      return { joins: managed(`N${id}`) };
    });
    return [first, await spent(reconcilers, mixed)];
  }

  it('is the same for 50 people and for 4,900, for one company and for forty', async () => {
    const few = await statements(1, 50);
    expect(few[0]).toBeGreaterThan(5);
    expect(few[1]).toBeLessThan(30);
    expect(await statements(1, 4_900)).toEqual(few);
    expect(await statements(40, 50)).toEqual(few);
  });

  it('is the same for an import of few and of many, in one event or in several', async () => {
    const imported = async (events: number, people: number): Promise<number> => {
      const [reconciler] = await companies(1);
      const list = ids(people).map((orgEmployeeId, n) => ({
        orgEmployeeId,
        status: n % 2 === 0 ? ('active' as const) : ('inactive' as const),
      }));
      const size = people / events;
      const batch = Array.from({ length: events }, (_, n) =>
        reconciler!.imports(...list.slice(n * size, (n + 1) * size)),
      );
      counter.count = 0;
      await writer.handle(batch);
      return counter.count;
    };
    const few = await imported(1, 10);
    expect(await imported(1, 1_000)).toBe(few);
    expect(await imported(4, 2_000)).toBe(few);
  });

  it('is the same few for a quiet night, however many companies sleep', async () => {
    // Begin, plans, pinned plans, open, events, commit.
    expect(await spent(await companies(1), [])).toBe(6);
    expect(await spent(await companies(200), [])).toBe(6);
  });

  it('grows by reading back in chunks only, when more than 5,000 people change at once', async () => {
    const few = await spent(await companies(1), joiners(50));
    const many = await spent(await companies(1), joiners(5_001));
    // One further chunk: a read and an append.
    expect(many - few).toBe(2);
  });
});
