import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { EventLog } from '../event-log/event-log';
import { eventLogTable } from '../event-log/event-log-table';
import { openDatabase, request } from '../messaging.testkit';
import { maintainDailyPartitions } from './daily-partitions';

const DAY_MS = 24 * 60 * 60 * 1000;

describeReal('postgres')('the days of the event log', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let client: Client;
  const now = Date.now();
  const nameOf = (time: number) => `event_log_${new Date(time).toISOString().slice(0, 10).replaceAll('-', '')}`;
  const maintain = (days: number) => maintainDailyPartitions(client, eventLogTable, now + days * DAY_MS);
  const days = async (): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'event_log'::regclass ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  };
  const rows = async () => (await client.query('SELECT 1 FROM event_log')).rowCount;
  const append = () =>
    dataSource.transaction((tx) => new EventLog().append(tx, [request(aTenantId(), 1), request(aTenantId(), 2)]));
  const publish = () =>
    client.query(
      'UPDATE relay_cursor c SET position = s.position FROM event_stream s WHERE (s.topic, s.partition) = (c.topic, c.partition)',
    );

  beforeEach(async () => {
    database = await provideTestDatabase();
    dataSource = await openDatabase(database.url);
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterEach(async () => {
    await client.end();
    await dataSource.destroy();
    await database.drop();
  });

  it('are there from the first append on, and made ahead', async () => {
    expect(await days()).toEqual([...[0, 1, 2, 3].map((ahead) => nameOf(now + ahead * DAY_MS)), 'event_log_rest']);
    await maintain(1);
    expect(await days()).toContain(nameOf(now + 4 * DAY_MS));
    await append();
    expect((await client.query('SELECT 1 FROM event_log_rest')).rowCount).toBe(0);
  });

  it('go after seven days, but never before the relay has passed them', async () => {
    await append();
    await maintain(8);
    expect(await rows()).toBe(2);
    await publish();
    await maintain(7);
    expect(await rows()).toBe(2);
    await maintain(8);
    expect(await rows()).toBe(0);
    expect(await days()).not.toContain(nameOf(now));
  });

  it('that nobody made are cleared the same way', async () => {
    for (const name of await days()) if (name !== 'event_log_rest') await client.query(`DROP TABLE ${name}`);
    await append();
    await maintain(0);
    expect(await days()).not.toContain(nameOf(now));
    await maintain(8);
    expect(await rows()).toBe(2);
    await publish();
    await maintain(8);
    expect(await rows()).toBe(0);
  });

  it('are left alone while somebody reads them, and writers do not wait for long', async () => {
    await append();
    await publish();
    await dataSource.transaction(async (tx) => {
      await tx.query(`SELECT * FROM ${nameOf(now)}`);
      await maintain(8);
      expect(await days()).toContain(nameOf(now));
    });
    await maintain(8);
    expect(await days()).not.toContain(nameOf(now));
  });
});
