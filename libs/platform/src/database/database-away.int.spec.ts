import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { isDatabaseAway } from './database-away';

describeReal('postgres')('a session that the database ends', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it.each<[string, (tx: EntityManager) => Promise<unknown>]>([
    ['a statement', (tx) => tx.query('SELECT 1')],
    ['the commit', () => Promise.resolve()],
  ])('between two statements is the database being away, told by what comes next: %s', async (_what, next) => {
    const cut = dataSource.transaction(async (tx) => {
      const [session] = await tx.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
      await dataSource.query('SELECT pg_terminate_backend($1)', [session?.pid]);
      // It is noticed at some time before the next statement.
      await eventually(() => {
        expect(tx.queryRunner?.isReleased).toBe(true);
        return Promise.resolve();
      });
      await next(tx);
    });
    const error: unknown = await cut.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(Error);
    expect(isDatabaseAway(error)).toBe(true);
  });
});
