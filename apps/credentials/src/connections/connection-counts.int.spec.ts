import { KeyringEncryption, Meters, ScrapeDatabase } from '@people-sync/platform';
import { describeReal, expositionIn, provideTestDatabase, type TestDatabase, valuesOf } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { Connections1764000000000 } from '../migrations/1764000000000-connections';
import { ConnectionCounts } from './connection-counts';

describeReal('postgres')('what a Prometheus is told of stored keys', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let scrapes: ScrapeDatabase;
  const encryption = new KeyringEncryption([
    { id: 'new', key: Buffer.alloc(32, 1) },
    { id: 'old', key: Buffer.alloc(32, 2) },
    { id: 'oldest', key: Buffer.alloc(32, 3) },
  ]);

  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [Connections1764000000000],
    }).initialize();
    await dataSource.runMigrations();
    scrapes = new ScrapeDatabase({ url: database.url, schema: 'public' });
  });
  afterAll(async () => {
    await scrapes.close();
    await dataSource.destroy();
    await database.drop();
  });

  const connection = (tenant: string, state: string, kek: string | null) =>
    dataSource.query(
      `INSERT INTO connections VALUES ($1, gen_random_uuid(), 1, $2, CASE WHEN $2 = 'broken' THEN 'invalid-api-key' END,
         '7', 'Acme Ltd', '1234', now(), $3, CASE WHEN $3::text IS NOT NULL THEN '\\x00'::bytea END,
         CASE WHEN $3::text IS NOT NULL THEN '\\x00'::bytea END)`,
      [tenant, state, kek],
    );

  it('is how many each key wraps, 0 for one that may go, and one that KEYRING lacks; and whose keys are refused', async () => {
    await connection('a', 'connected', 'new');
    await connection('b', 'connected', 'old');
    await connection('c', 'broken', 'lost');
    await connection('d', 'disconnected', null);
    const meters = new Meters();
    new ConnectionCounts(meters, scrapes, encryption);
    const numbers = expositionIn(await meters.registry.metrics());
    const keys = numbers.samples.filter(({ name }) => name === 'peoplesync_stored_keys');
    expect(Object.fromEntries(keys.map(({ labels, value }) => [labels['key_id'], value]))).toEqual({
      new: 1,
      old: 1,
      oldest: 0,
      lost: 1,
    });
    expect(valuesOf(numbers, 'peoplesync_connections', { state: 'connected' })).toEqual([2]);
    expect(valuesOf(numbers, 'peoplesync_connections', { state: 'broken' })).toEqual([1]);
  });
});
