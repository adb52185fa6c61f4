import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { Client } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { loadConfig } from '../config/load.config';
import { ServiceConfig } from '../config/service.config';
import { freePort } from '../service/free-port';
import { StartGivenUpError } from '../service/running-service';
import { startService } from '../service/start-service';
import { databaseModule } from './database.module';
import { migrateSchema } from './migrate';
import { provisionSchemas } from './provision-schemas';
import { schemaLacks } from './schema-lacks';

class Notes1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes (word text)');
    await runner.query(`INSERT INTO notes SELECT current_setting('search_path')`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notes');
  }
}

/** What services saw in their last shutdown hook, where relays and consumers still write. */
const seenAtShutdown: string[] = [];

@Injectable()
class Drain implements OnApplicationShutdown {
  constructor(private readonly dataSource: DataSource) {}
  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.query('SELECT 1');
    seenAtShutdown.push('the database is still open while work drains');
  }
}

/** Of the next version. */
class Authors1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE notes ADD COLUMN author text');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE notes DROP COLUMN author');
  }
}

/** Cannot be applied to what is there. */
class Lengths1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE lengths (length int)');
    await runner.query('INSERT INTO lengths SELECT word::int FROM notes');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE lengths');
  }
}

const moduleWith = (schema: string, migrations = [Notes1764000000000]) => {
  @Module({
    imports: [databaseModule({ schema, entities: [], migrations })],
    providers: [Drain],
  })
  class SampleModule {}
  return SampleModule;
};

const start = (schema: string, databaseUrl: string, extra: Record<string, string> = {}, stop?: AbortSignal) =>
  startService({
    name: schema,
    module: moduleWith(schema),
    stop,
    config: loadConfig(ServiceConfig, {
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'silent',
      MANAGEMENT_PORT: '0',
      ...extra,
    }),
  });

const as = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

describeReal('postgres')("a service's database", () => {
  let database: { url: string; drop(): Promise<void> };
  beforeAll(async () => {
    database = await provideTestDatabase();
  });
  afterAll(() => database.drop());

  it('is migrated once in its own schema, also when two processes start at once with one connection each', async () => {
    const one = { DATABASE_POOL_SIZE: '1' };
    const both = await Promise.all([start('twice', database.url, one), start('twice', database.url, one)]);
    const ready = await fetch(`${both[0].management}/health/ready`);
    expect(ready.status).toBe(200);
    await Promise.all(both.map((service) => service.close()));
    const { rows } = await as(database.url, (client) => client.query('SELECT word FROM twice.notes'));
    expect(rows).toEqual([{ word: 'twice' }]);
  });

  it('stays open until the last shutdown hook has run, and closes once however often the stop is asked for', async () => {
    const service = await start('closing', database.url);
    await Promise.all([service.close(), service.close()]);
    expect(seenAtShutdown).toContain('the database is still open while work drains');
    const { rows } = await as(database.url, (client) =>
      client.query(`SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = 'peoplesync-closing'`),
    );
    expect(rows).toEqual([{ open: 0 }]);
  });

  it('is what readiness tells of when it goes away', async () => {
    const lost = await provideTestDatabase();
    const service = await start('losing', lost.url);
    const server = new URL(lost.url);
    const name = server.pathname.slice(1);
    server.pathname = '/postgres';
    await as(server.toString(), async (client) => {
      await client.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    });
    const ready = await fetch(`${service.management}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'unavailable', failing: ['database'] });
    expect((await fetch(`${service.management}/health/live`)).status).toBe(200);
    await service.close();
    await lost.drop();
  });

  it('is named in one sentence, without its password, when it does not answer', async () => {
    const away = 'postgres://somebody:c4n4ry@127.0.0.1:1/people';
    await expect(start('away', away)).rejects.toThrow('The database people on 127.0.0.1:1 does not answer');
    await expect(start('away', away)).rejects.not.toThrow('c4n4ry');
  });
});

describeReal('postgres')('a schema that somebody else makes', () => {
  let database: { url: string; drop(): Promise<void> };
  const waits = { MIGRATIONS: 'wait' };
  const made = (schema: string, ...migrations: (typeof Notes1764000000000)[]) =>
    migrateSchema(database.url, { schema, migrations });
  beforeEach(async () => {
    database = await provideTestDatabase();
  });
  afterEach(() => database.drop());

  it('is waited for: the service lives, says what is missing, and is up once it is there', async () => {
    const port = await freePort('127.0.0.1');
    const asked = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/health/${path}`);
      return [response.status, await response.json()];
    };
    const starting = start('later', database.url, { ...waits, MANAGEMENT_PORT: String(port) });
    const waiting = {
      status: 'unavailable',
      failing: ['starting'],
      waitingFor: 'The schema later has no tables yet: run provision.',
    };
    await eventually(async () => expect(await asked('started')).toEqual([503, waiting]));
    expect(await asked('ready')).toEqual([503, waiting]);
    expect(await asked('live')).toEqual([200, { status: 'ok' }]);
    const { rows } = await as(database.url, (client) =>
      client.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'later'`),
    );
    expect(rows).toEqual([]);
    await made('later', Notes1764000000000);
    const service = await starting;
    expect(await asked('started')).toEqual([200, { status: 'ok' }]);
    expect(await asked('ready')).toEqual([200, { status: 'ok' }]);
    await service.close();
  });

  it('is waited for while it is older than the program, and fine when it is newer', async () => {
    await made('rolling', Notes1764000000000);
    const next = { schema: 'rolling', migrations: [Notes1764000000000, Authors1765000000000] };
    expect(await schemaLacks(database.url, next)).toContain('it lacks Authors1765000000000');
    await migrateSchema(database.url, next);
    expect(await schemaLacks(database.url, next)).toBeUndefined();
    // The version before, on the new schema, whichever way it is started.
    for (const extra of [waits, { MIGRATIONS: 'run' }]) await (await start('rolling', database.url, extra)).close();
    expect(await schemaLacks(database.url, next)).toBeUndefined();
  });

  it('is no longer waited for when the stop is asked for, and nothing stays open', async () => {
    const port = await freePort('127.0.0.1');
    const stop = new AbortController();
    const starting = start('never', database.url, { ...waits, MANAGEMENT_PORT: String(port) }, stop.signal);
    const givenUp = expect(starting).rejects.toBeInstanceOf(StartGivenUpError);
    const live = `http://127.0.0.1:${port}/health/live`;
    await eventually(async () => expect((await fetch(live)).status).toBe(200));
    stop.abort();
    await givenUp;
    await expect(fetch(live)).rejects.toThrow();
  });

  it('is waited for also while the database, or its role, is not there yet', async () => {
    const service = { schema: 'x', migrations: [Notes1764000000000] };
    const away = 'postgres://somebody:c4n4ry@127.0.0.1:1/people';
    expect(await schemaLacks(away, service)).toContain('The database people on 127.0.0.1:1 does not answer');
    const nobody = new URL(database.url);
    [nobody.username, nobody.password] = ['nobody_yet', 'c4n4ry'];
    const said = await schemaLacks(nobody.toString(), service);
    expect(said).toContain('refuses the name or password');
    expect(said).not.toContain('c4n4ry');
  });

  it('stays as it was when a migration fails, which is named without what people wrote', async () => {
    await made('fails', Notes1764000000000);
    await as(database.url, (client) => client.query(`INSERT INTO fails.notes VALUES ('c4n4ry')`));
    const written = jest.spyOn(process.stdout, 'write');
    const console = jest.spyOn(globalThis.console, 'log');
    const going = made('fails', Notes1764000000000, Lengths1765000000000);
    await expect(going).rejects.toThrow('The schema fails stays as it was: Lengths1765000000000 meets values');
    await expect(going).rejects.not.toThrow('c4n4ry');
    expect([...written.mock.calls, ...console.mock.calls].flat().join()).not.toContain('invalid input');
    jest.restoreAllMocks();
    const { rows } = await as(database.url, (client) =>
      client.query(`SELECT to_regclass('fails.lengths') AS lengths, (SELECT count(*)::int FROM fails.notes) AS notes`),
    );
    expect(rows).toEqual([{ lengths: null, notes: 2 }]);
    await (await start('fails', database.url, waits)).close();
  });
});

describeReal('postgres')('provisioning', () => {
  let database: { url: string; drop(): Promise<void> };
  const suffix = `${process.pid}_${Date.now()}`;
  const owners = [
    { role: `ps_one_${suffix}`, schema: 'one' },
    { role: `ps_two_${suffix}`, schema: 'two' },
  ];
  beforeAll(async () => {
    database = await provideTestDatabase();
  });
  afterAll(async () => {
    await as(database.url, async (client) => {
      for (const { role } of owners) {
        await client.query(`DROP OWNED BY "${role}" CASCADE`);
        await client.query(`DROP ROLE "${role}"`);
      }
    });
    await database.drop();
  });

  it('gives each service a schema that no other service can read, and may run again', async () => {
    await provisionSchemas(database.url, owners);
    const urls = await provisionSchemas(database.url, owners);
    const service = await start('one', urls['one'] ?? '');
    await service.close();
    await as(urls['one'] ?? '', async (client) => {
      const { rows } = await client.query('SELECT word FROM notes');
      expect(rows).toEqual([{ word: 'one' }]);
      await expect(client.query('CREATE TABLE public.stray (x int)')).rejects.toThrow(/permission denied/);
      await expect(client.query('CREATE SCHEMA stray')).rejects.toThrow(/permission denied/);
    });
    await as(urls['two'] ?? '', async (client) => {
      await expect(client.query('SELECT word FROM one.notes')).rejects.toThrow(/permission denied/);
      await expect(client.query('SELECT word FROM notes')).rejects.toThrow(/does not exist/);
    });
  });

  it('gives a service a second schema beside its own, which no other service can read either', async () => {
    const withTwo = owners.map((owner, n) => (n === 0 ? { ...owner, beside: ['one_keys'] } : owner));
    const urls = await provisionSchemas(database.url, withTwo);
    await as(urls['one'] ?? '', (client) => client.query('CREATE TABLE one_keys.notes (word text)'));
    await as(urls['two'] ?? '', async (client) => {
      await expect(client.query('SELECT word FROM one_keys.notes')).rejects.toThrow(/permission denied/);
    });
  });

  it('keeps a given password, so that running services keep their address', async () => {
    const [first] = owners;
    const given = [{ ...first!, password: "it's a long: p@ssword/?" }];
    const before = await provisionSchemas(database.url, given);
    const after = await provisionSchemas(database.url, given);
    expect(after).toEqual(before);
    await as(after['one'] ?? '', (client) => client.query('SELECT 1'));
  });

  it('lets a service in whose password is apart from its address', async () => {
    const [first] = owners;
    const password = "it's a long: p@ssword/?#%";
    const { one: whole = '' } = await provisionSchemas(database.url, [{ ...first!, password }]);
    const address = new URL(whole);
    address.password = '';
    const service = await start('one', address.toString(), { DATABASE_PASSWORD: password });
    await service.close();
  });

  it('needs no superuser: whoever owns the database and may make roles and databases is enough', async () => {
    const admin = `ps_admin_${suffix}`;
    const own = await provideTestDatabase();
    const name = new URL(own.url).pathname.slice(1);
    const theirs = owners.map(({ role, schema }) => ({ role: `${role}_own`, schema }));
    await as(own.url, async (client) => {
      await client.query(`CREATE ROLE "${admin}" LOGIN CREATEROLE CREATEDB PASSWORD 'theirs'`);
      await client.query(`ALTER DATABASE "${name}" OWNER TO "${admin}"`);
    });
    const address = new URL(own.url);
    address.username = admin;
    address.password = 'theirs';
    await provisionSchemas(address.toString(), theirs);
    const urls = await provisionSchemas(address.toString(), theirs);
    const service = await start('one', urls['one'] ?? '');
    await service.close();
    await own.drop();
    await as(database.url, async (client) => {
      for (const { role } of theirs) await client.query(`DROP ROLE "${role}"`);
      await client.query(`DROP ROLE "${admin}"`);
    });
  });

  it('does not start a service whose schema nobody made, and says so', async () => {
    const urls = await provisionSchemas(database.url, owners);
    await expect(start('three', urls['two'] ?? '')).rejects.toThrow('The schema three does not exist');
  });
});
