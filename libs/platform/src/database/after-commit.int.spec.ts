import { describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { afterCommit } from './after-commit';

describeReal('postgres')('what is told after a commit', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    await dataSource.query('CREATE TABLE rows (n int)');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const rows = async () => (await dataSource.query<unknown[]>('SELECT n FROM rows')).length;

  it('is told once what was done is there for others', async () => {
    const seen: Promise<number>[] = [];
    await dataSource.transaction(async (tx) => {
      await tx.query('INSERT INTO rows VALUES (1)');
      afterCommit(tx, () => void seen.push(rows()));
      await tx.transaction((inner) => inner.query('INSERT INTO rows VALUES (2)'));
      expect(seen).toEqual([]);
    });
    expect(await Promise.all(seen)).toEqual([2]);
    await dataSource.transaction((tx) => tx.query('INSERT INTO rows VALUES (3)'));
    expect(seen).toHaveLength(1);
  });

  it('is not told of what was rolled back, nor by the next transaction of that connection', async () => {
    let told = 0;
    const failing = dataSource.transaction((tx) => {
      afterCommit(tx, () => (told += 1));
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    await dataSource.transaction((tx) => tx.query('SELECT 1'));
    expect(told).toBe(0);
  });
});
