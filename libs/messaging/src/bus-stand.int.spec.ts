import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { DataSource } from 'typeorm';
import { EventLog } from './event-log/event-log';
import { openDatabase, request, storedStand } from './messaging.testkit';

describeReal('postgres')('what waits in a service’s schema', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const log = new EventLog();

  beforeEach(async () => {
    database = await provideTestDatabase();
    dataSource = await openDatabase(database.url);
  });

  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const append = (tenant: string, count: number) =>
    dataSource.transaction((tx) =>
      log.append(
        tx,
        Array.from({ length: count }, (_, i) => request(tenant, i + 1)),
      ),
    );

  it('is nothing at first', async () => {
    expect(await storedStand(dataSource, 'g')).toEqual({
      unpublished: 0,
      unpublishedSeconds: 0,
      places: [],
      parked: { tenants: 0, streams: 0, records: 0, bytes: 0, shed: 0, seconds: 0 },
    });
  });

  it('is told with the age of the oldest event that is not published, also while no relay runs', async () => {
    const [a, b] = [aTenantId(), aTenantId()];
    await append(a, 3);
    await dataSource.query(`UPDATE event_log SET created_at = created_at - interval '2 hours'`);
    await append(b, 2);
    const { unpublished, unpublishedSeconds } = await storedStand(dataSource, 'g');
    expect(unpublished).toBe(5);
    expect(Math.round(unpublishedSeconds / 3600)).toBe(2);
    // The old ones are published: what is left is new.
    await dataSource.query(
      `UPDATE relay_cursor c SET position = 3 FROM event_log l
        WHERE l.topic = c.topic AND l.partition = c.partition AND l.key = $1`,
      [a],
    );
    const later = await storedStand(dataSource, 'g');
    expect(later.unpublished).toBe(2);
    expect(later.unpublishedSeconds).toBeLessThan(3600);
  });

  it('counts a tenant once whose streams of several topics are parked, with the age of the first', async () => {
    await dataSource.query(
      `INSERT INTO parked_streams (topic, tenant_id, code, reason, parked_at, waiting, bytes, shed) VALUES
         ('one', 'acme', 'unreadable', 'x', now() - interval '3 hours', 5, 50, 1),
         ('two', 'acme', 'unreadable', 'x', now(), 2, 20, 0),
         ('two', 'bolt', 'unreadable', 'x', now(), 1, 10, 0)`,
    );
    const { parked } = await storedStand(dataSource, 'g');
    expect(parked).toMatchObject({ tenants: 2, streams: 3, records: 8, bytes: 80, shed: 1 });
    expect(Math.round(parked.seconds / 3600)).toBe(3);
  });
});
