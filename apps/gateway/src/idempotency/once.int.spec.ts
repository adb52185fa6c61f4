import { messagingMigrations } from '@people-sync/messaging';
import { ServiceLogger } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { Syncs1764000000000 } from '../migrations/1764000000000-syncs';
import { Answer } from './answer';
import { IdempotencyKeysRepository } from './idempotency-keys.repository';
import { Once } from './once';

describeReal('postgres')('a call that names itself, when the database goes away in the middle', () => {
  let database: { url: string; drop(): Promise<void> };
  let dataSource: DataSource;
  let keys: IdempotencyKeysRepository;
  let once: Once;
  let tenantId: string;
  /** When each run of the work was told that the call was first made: what it makes is named by that. */
  let made: (Date | undefined)[];

  beforeAll(async () => {
    database = await provideTestDatabase();
    const migrations = [...messagingMigrations, Syncs1764000000000];
    dataSource = new DataSource({ type: 'postgres', url: database.url, migrations });
    await dataSource.initialize();
    await dataSource.runMigrations();
    await dataSource.query('CREATE TABLE refusals (tenant_id text)');
    await dataSource.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF EXISTS (SELECT FROM refusals r WHERE r.tenant_id = NEW.tenant_id)
         THEN RAISE EXCEPTION 'terminating connection'; END IF;
         RETURN NEW;
       END $$`,
    );
    await dataSource.query(
      `CREATE TRIGGER refuse BEFORE UPDATE ON idempotency_keys FOR EACH ROW WHEN (NEW.claimed_at = OLD.claimed_at)
       EXECUTE FUNCTION refuse()`,
    );
    const logger = new ServiceLogger({ service: 'gateway', level: 'silent', file: undefined });
    keys = new IdempotencyKeysRepository(dataSource);
    once = new Once(keys, logger);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => {
    tenantId = aTenantId();
    made = [];
  });

  const answer = new Answer('started', 202);
  const call = (after: () => void = () => undefined) =>
    once.run({ tenantId, subject: 'ada', key: 'k1', request: ['start'] }, (first) => {
      made.push(first);
      after();
      return Promise.resolve(answer);
    });
  const answersAreLost = () => dataSource.query('INSERT INTO refusals VALUES ($1)', [tenantId]);
  const answersAreKept = () => dataSource.query('DELETE FROM refusals');

  it('is answered though its answer could not be stored, and is not made anew meanwhile', async () => {
    await answersAreLost();
    expect(await call()).toEqual(answer);
    const rows = await dataSource.query<{ answer: unknown }[]>(
      'SELECT answer FROM idempotency_keys WHERE tenant_id = $1',
      [tenantId],
    );
    expect(rows).toEqual([{ answer: null }]);
  });

  it('is the same call when it is taken over after that: what it made is found', async () => {
    await answersAreLost();
    await call();
    await answersAreKept();
    await dataSource.query(
      `UPDATE idempotency_keys SET claimed_at = now() - interval '2 minutes' WHERE tenant_id = $1`,
      [tenantId],
    );
    expect(await call()).toEqual(answer);
    expect(made).toHaveLength(2);
    expect(made[1]).toEqual(made[0]);
  });

  it('is stored a moment later when the database is back', async () => {
    jest.spyOn(keys, 'keep').mockRejectedValueOnce(new Error('Connection terminated unexpectedly'));
    expect(await call()).toEqual(answer);
    expect(await call()).toEqual(answer);
    expect(made).toHaveLength(1);
  });

  it('is the same call when nobody knows whether it was made: the next try finds what it did', async () => {
    const lost = () => {
      throw new Error('Connection terminated unexpectedly');
    };
    await expect(call(lost)).rejects.toThrow('Connection terminated');
    expect(await call()).toEqual(answer);
    expect(made).toHaveLength(2);
    expect(made[1]).toEqual(made[0]);
    expect(await call()).toEqual(answer);
    expect(made).toHaveLength(2);
  });

  it('tells its own fault, not that of storing it', async () => {
    await answersAreLost();
    const fault = () => {
      throw new Error('the deed failed');
    };
    await expect(call(fault)).rejects.toThrow('the deed failed');
  });
});
