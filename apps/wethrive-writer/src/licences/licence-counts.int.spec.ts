import { Meters, ScrapeDatabase } from '@people-sync/platform';
import {
  aTenantId,
  describeReal,
  expositionIn,
  provideTestDatabase,
  type TestDatabase,
  valuesOf,
} from '@people-sync/testing';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';
import { LicenceCounts } from './licence-counts';

describeReal('postgres')('what a Prometheus is told of licences', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;
  let scrapes: ScrapeDatabase;

  beforeAll(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url, 2);
    scrapes = new ScrapeDatabase({ url: database.url, schema: 'writer' });
  });
  afterAll(async () => {
    await scrapes.close();
    await writer.close();
    await database.drop();
  });

  const told = async () => {
    const meters = new Meters();
    new LicenceCounts(meters, scrapes);
    return expositionIn(await meters.registry.metrics());
  };

  it('is nothing at first: 0, not absent', async () => {
    const numbers = await told();
    for (const state of ['seats', 'active', 'waiting']) {
      expect(valuesOf(numbers, 'peoplesync_licences', { state })).toEqual([0]);
    }
  });

  it('is the sum over all companies, and of how many somebody waits', async () => {
    for (const [seats, people] of [
      [2, 3],
      [10, 1],
      [null, 2],
    ] as const) {
      const reconciler = new FakeReconciler(aTenantId());
      await writer.seats(reconciler.tenantId, seats);
      const joins = Array.from({ length: people }, (_, index) => ({ joins: employee(`PW${index}`) }));
      await writer.handle(reconciler.sync(joins));
    }
    const numbers = await told();
    expect(valuesOf(numbers, 'peoplesync_licences', { state: 'seats' })).toEqual([12]);
    expect(valuesOf(numbers, 'peoplesync_licences', { state: 'active' })).toEqual([5]);
    expect(valuesOf(numbers, 'peoplesync_licences', { state: 'waiting' })).toEqual([1]);
    expect(valuesOf(numbers, 'peoplesync_licences_short_tenants')).toEqual([1]);
  });
});
