import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { DataSource } from 'typeorm';
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

  it('between two statements of a transaction is the database being away, whichever comes next', async () => {
    const cut = dataSource.transaction(async (tx) => {
      const [session] = await tx.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
      await dataSource.query('SELECT pg_terminate_backend($1)', [session?.pid]);
      // It is noticed at some time before the next statement.
      await eventually(() => Promise.resolve(expect(tx.queryRunner?.isReleased).toBe(true)));
      await tx.query('SELECT 1');
    });
    const error: unknown = await cut.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(Error);
    expect(isDatabaseAway(error)).toBe(true);
  });
});
