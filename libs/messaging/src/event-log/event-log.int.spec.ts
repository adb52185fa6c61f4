import { newEvent, SyncClosed } from '@people-sync/contracts';
import { aTenantId, describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { DataSource, EntityManager } from 'typeorm';
import { openDatabase, request as event, somebodyWaits } from '../messaging.testkit';
import { EventTextError, EventTooLargeError, MAX_EVENT_BYTES } from '../transport/event-check';
import { EventPublisher } from '../transport/event-publisher';
import type { EventTransport } from '../transport/event-transport';
import { EventLog } from './event-log';

describeReal('postgres')('the event log', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const log = new EventLog();

  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = await openDatabase(database.url);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('gives positions without gaps, in commit order, though eight writers share streams and some roll back', async () => {
    const tenants = Array.from({ length: 6 }, aTenantId);
    let committed = 0;
    const writer = async (w: number): Promise<void> => {
      for (let n = 1; n <= 25; n++) {
        const events = tenants.filter((_, i) => (i + n + w) % 3 !== 0).map((tenant) => event(tenant, n));
        const rollback = (n + w) % 5 === 0;
        await dataSource
          .transaction(async (tx) => {
            await log.append(tx, events);
            if (rollback) throw new Error('rolled back');
          })
          .then(() => (committed += events.length))
          .catch((error: unknown) => {
            if (!rollback) throw error;
          });
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, w) => writer(w)));
    const rows = await dataSource.query<{ rows: string; last: string; stream: string }[]>(
      `SELECT count(*) AS rows, max(l.position) AS last, s.position AS stream
       FROM event_log l JOIN event_stream s USING (topic, partition) GROUP BY l.topic, l.partition, s.position`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect([row.last, row.stream]).toEqual([row.rows, row.rows]);
    expect(rows.reduce((sum, row) => sum + Number(row.rows), 0)).toBe(committed);
  });

  it('files events of several topics in one statement, each in the order given', async () => {
    const tenant = aTenantId();
    const closed = newEvent(
      SyncClosed,
      { source: '/t', tenantId: tenant },
      { number: 1, status: 'cancelled', reason: null },
    );
    await dataSource.transaction((tx) => log.append(tx, [event(tenant, 1), closed, event(tenant, 2)]));
    const rows = await dataSource.query<{ topic: string; value: string }[]>(
      'SELECT topic, value FROM event_log WHERE key = $1 ORDER BY topic, position',
      [tenant],
    );
    expect(rows.map((row) => row.topic)).toEqual(['peoplesync.changes', 'peoplesync.requests', 'peoplesync.requests']);
    expect(rows.slice(1).map((row) => /"number":(\d)/.exec(row.value)?.[1])).toEqual(['1', '2']);
  });

  describe('read beyond the last number while a transaction is open that began earlier', () => {
    type Numbered = { number: string; name: string };

    /** Two writers, the first commits last; what a reader gets that looks after each commit. */
    const readWhileOpen = async (
      write: (tx: EntityManager, name: string) => Promise<unknown>,
      read: (after: number) => Promise<Numbered[]>,
    ): Promise<string[]> => {
      const seen: string[] = [];
      let cursor = 0;
      const look = async (): Promise<void> => {
        for (const row of await read(cursor)) {
          seen.push(row.name);
          cursor = Number(row.number);
        }
      };
      const [first, second] = [dataSource.createQueryRunner(), dataSource.createQueryRunner()];
      await first.startTransaction();
      await second.startTransaction();
      await write(first.manager, 'first');
      let committed = false;
      const other = write(second.manager, 'second')
        .then(() => second.commitTransaction())
        .then(() => (committed = true));
      await eventually(async () => expect(committed || (await somebodyWaits(dataSource))).toBe(true));
      await look();
      await first.commitTransaction();
      await other;
      await look();
      await Promise.all([first.release(), second.release()]);
      return seen;
    };

    it('misses nothing', async () => {
      const tenant = aTenantId();
      await dataSource.transaction((tx) => log.append(tx, [{ ...event(tenant, 1), json: '{"writer":"before"}' }]));
      const seen = await readWhileOpen(
        (tx, name) => log.append(tx, [{ ...event(tenant, 1), json: `{"writer":"${name}"}` }]),
        (after) =>
          dataSource.query<Numbered[]>(
            `SELECT position AS number, value::json->>'writer' AS name FROM event_log
             WHERE key = $1 AND position > $2 ORDER BY position`,
            [tenant, after],
          ),
      );
      expect(seen).toEqual(['before', 'first', 'second']);
    });

    it('would miss the first writer with a sequence instead of the counter (negative control)', async () => {
      await dataSource.query('CREATE TABLE naive (number bigserial, name text)');
      const seen = await readWhileOpen(
        (tx, name) => tx.query('INSERT INTO naive (name) VALUES ($1)', [name]),
        (after) => dataSource.query<Numbered[]>('SELECT * FROM naive WHERE number > $1 ORDER BY number', [after]),
      );
      expect(seen).toEqual(['second']);
    });
  });

  it('refuses an event that no broker would take, before it could hold up those behind it', async () => {
    const large = { ...event(aTenantId(), 1), json: 'x'.repeat(MAX_EVENT_BYTES + 1) };
    await expect(dataSource.transaction((tx) => log.append(tx, [large]))).rejects.toThrow(EventTooLargeError);
  });

  it.each(['NUL\0', 'half a character \ud83c', 'C1 \u0085'])(
    'refuses an event with a text that no reader could store: %j',
    async (text) => {
      const made = event(aTenantId(), 1);
      const odd = { ...made, json: JSON.stringify({ ...(JSON.parse(made.json) as object), subject: text }) };
      await expect(dataSource.transaction((tx) => log.append(tx, [odd]))).rejects.toThrow(EventTextError);
      const nowhere: EventTransport = {
        kind: 'embedded',
        publish: () => Promise.resolve(new Map()),
        ends: () => Promise.resolve(new Map()),
        newest: () => Promise.resolve(undefined),
        close: () => Promise.resolve(),
      };
      const options = { service: 'x', groupId: 'x', emits: true, consumes: false };
      const publisher = new EventPublisher(nowhere, options);
      await expect(publisher.publish([odd])).rejects.toThrow(EventTextError);
    },
  );
});
