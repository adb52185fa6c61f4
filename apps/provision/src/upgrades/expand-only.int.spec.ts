import { describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { migrateSchema, migrationName, MIGRATIONS_TABLE } from '@people-sync/platform';
import { Client } from 'pg';
import { schemas } from '../schemas';
import { baseline } from './baseline.testkit';
import { brokenFor } from './catalogue.testkit';
import { readCatalogue } from './read-catalogue.testkit';

const names = schemas.map(({ schema }) => schema);

describeReal('postgres')('an upgrade of the tables', () => {
  let database: TestDatabase;
  const read = () => readCatalogue(database.url, names, MIGRATIONS_TABLE);

  beforeEach(async () => {
    database = await provideTestDatabase();
    for (const service of schemas) {
      const known = Object.keys(baseline.migrations[service.schema] ?? {});
      const migrations = service.migrations.filter((migration) => known.includes(migrationName(migration)));
      expect(migrations).toHaveLength(known.length);
      await migrateSchema(database.url, { ...service, migrations });
    }
  });
  afterEach(() => database.drop());

  it('leaves all that the version before reads and writes, and refuses no row that it writes', async () => {
    const before = await read();
    expect(before.columns.size).toBeGreaterThan(200);
    expect(before.rules.size).toBeGreaterThan(30);
    for (const service of schemas) await migrateSchema(database.url, service);
    expect(brokenFor(before, await read()).filter((said) => !baseline.allowed.includes(said))).toEqual([]);
  });

  it.each([
    ['ALTER TABLE gateway.syncs DROP COLUMN status CASCADE', 'gateway.syncs.status is gone'],
    ['ALTER TABLE fetcher.jobs RENAME COLUMN mode TO manner', 'fetcher.jobs.mode is gone'],
    ['DROP TABLE writer.people CASCADE', 'writer.people.email is gone'],
    ['ALTER TABLE fetcher.jobs ALTER COLUMN number TYPE integer', 'fetcher.jobs.number was bigint and is integer'],
    ['ALTER TABLE fetcher.jobs ALTER COLUMN actor SET NOT NULL', 'fetcher.jobs.actor may not be null any more'],
    ['ALTER TABLE fetcher.jobs ALTER COLUMN attempt DROP DEFAULT', 'fetcher.jobs.attempt has to be given now'],
    ['ALTER TABLE fetcher.jobs ADD COLUMN more text NOT NULL', 'fetcher.jobs.more is new and has to be given'],
    [`ALTER TABLE fetcher.jobs ADD CHECK (mode <> 'odd')`, `fetcher.jobs CHECK ((mode <> 'odd'::text)) is new`],
    ['ALTER TABLE fetcher.jobs DROP CONSTRAINT jobs_pkey', 'fetcher.jobs PRIMARY KEY (tenant_id) is gone'],
    ['CREATE UNIQUE INDEX ON fetcher.jobs (number)', 'fetcher.jobs UNIQUE INDEX btree (number) is new'],
  ])('is told to be a break where it does %s', async (statement, sentence) => {
    const before = await read();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
    expect(brokenFor(before, await read())).toContain(sentence);
  });
});
