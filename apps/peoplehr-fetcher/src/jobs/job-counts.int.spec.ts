import { Meters, ScrapeDatabase } from '@people-sync/platform';
import { describeReal, expositionIn, provideTestDatabase, type TestDatabase, valuesOf } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { Jobs1764000000100 } from '../migrations/1764000000100-jobs';
import { JobCounts } from './job-counts';

describeReal('postgres')('what a Prometheus is told of reads of PeopleHR', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let scrapes: ScrapeDatabase;

  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [Jobs1764000000100],
    }).initialize();
    await dataSource.runMigrations();
    scrapes = new ScrapeDatabase({ url: database.url, schema: 'public' });
  });
  afterAll(async () => {
    await scrapes.close();
    await dataSource.destroy();
    await database.drop();
  });

  const told = async () => {
    const meters = new Meters();
    new JobCounts(meters, scrapes);
    return expositionIn(await meters.registry.metrics());
  };
  /** Asked for so many minutes ago, due in so many. */
  const job = (tenant: string, state: string, askedAgo: number, dueIn: number | null) =>
    dataSource.query(
      `INSERT INTO jobs (tenant_id, number, sync_id, mode, trigger, erased, requested_at, state, due_at)
       VALUES ($1, 1, gen_random_uuid(), 'apply', 'manual', '{}', now() - $3 * interval '1 minute', $2,
               now() + $4 * interval '1 minute')`,
      [tenant, state, askedAgo, dueIn],
    );

  it('is how many are due, paused, running and abandoned, and how old the oldest is; not what is done', async () => {
    await job('a', 'waiting', 5, -1);
    await job('b', 'waiting', 50, -1);
    await job('c', 'waiting', 70, 10);
    await job('d', 'running', 3, 1);
    await job('e', 'running', 90, -2);
    await job('f', 'done', 900, null);
    const numbers = await told();
    const of = (state: string) => [
      valuesOf(numbers, 'peoplesync_fetch_jobs', { state })[0],
      Math.round((valuesOf(numbers, 'peoplesync_fetch_jobs_seconds', { state })[0] ?? NaN) / 60),
    ];
    expect(Object.fromEntries(['due', 'paused', 'running', 'abandoned'].map((state) => [state, of(state)]))).toEqual({
      due: [2, 50],
      paused: [1, 70],
      running: [1, 3],
      abandoned: [1, 90],
    });
  });

  it('is 0 in every state when nothing is to be read', async () => {
    await dataSource.query(`UPDATE jobs SET state = 'done', due_at = NULL`);
    expect(valuesOf(await told(), 'peoplesync_fetch_jobs')).toEqual([0, 0, 0, 0]);
    expect(valuesOf(await told(), 'peoplesync_fetch_jobs_seconds')).toEqual([0, 0, 0, 0]);
  });
});
