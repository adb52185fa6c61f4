import { type AddressInfo, connect, createServer } from 'node:net';
import { topics } from '@people-sync/contracts';
import { aTenantId, describeReal, kafkaBrokers, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { check, provision } from './provision';

const SCHEMAS = ['gateway', 'credentials', 'fetcher', 'reconciler', 'writer', 'audit'];

describeReal('postgres', 'kafka')('preparing database and Kafka', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  let rolePrefix: string;

  beforeEach(async () => {
    database = await provideTestDatabase();
    // Roles belong to the whole server.
    rolePrefix = `${new URL(database.url).pathname.slice(1)}_`;
    env = {
      ADMIN_DATABASE_URL: database.url,
      ROLE_PREFIX: rolePrefix,
      ...Object.fromEntries(SCHEMAS.map((name) => [`${name.toUpperCase()}_DATABASE_PASSWORD`, `of-${name}`])),
      KAFKA_BROKERS: kafkaBrokers().join(','),
      KAFKA_TOPIC_PREFIX: `${aTenantId()}.`,
      DATABASE_PATIENCE_MS: '0',
    };
  });
  afterEach(async () => {
    await asAdmin(async (client) => {
      for (const name of SCHEMAS) {
        const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [rolePrefix + name]);
        if (rowCount === 0) continue;
        await client.query(`DROP OWNED BY "${rolePrefix}${name}" CASCADE`);
        await client.query(`DROP ROLE "${rolePrefix}${name}"`);
      }
    });
    await database.drop();
  });

  async function asAdmin(work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await work(client).finally(() => client.end());
  }

  it('makes what services need, also when it runs twice at once, and again without a change', async () => {
    await Promise.all([provision(env), provision(env)]);
    expect(await check(env)).toEqual([]);
    const said = await provision(env);
    expect(said).toContain(`the database has the schema gateway of the role ${rolePrefix}gateway`);
    expect(said).toContain('the schema gateway has its tables');
    expect(await check(env)).toEqual([]);
    await asAdmin(async (client) => {
      const { rows } = await client.query(
        'SELECT DISTINCT schemaname AS schema, tableowner AS owner FROM pg_tables WHERE schemaname = ANY($1) ORDER BY 1',
        [[...SCHEMAS, 'audit_keys']],
      );
      const owners = SCHEMAS.map((schema) => ({ schema, owner: rolePrefix + schema }));
      const keys = { schema: 'audit_keys', owner: `${rolePrefix}audit` };
      expect(rows).toEqual([...owners, keys].sort((one, other) => (one.schema < other.schema ? -1 : 1)));
    });
  });

  it('makes a part alone, with no more configuration than that part needs', async () => {
    const of = (...names: RegExp[]) =>
      Object.fromEntries(Object.entries(env).filter(([name]) => names.some((one) => one.test(name))));
    const database = of(/DATABASE/, /ROLE/);
    await provision(database, ['database']);
    expect(await check(database, ['database'])).toEqual([]);
    expect(await check(database, ['migrations'])).toEqual(
      [...SCHEMAS, 'audit_keys'].map((schema) => `The schema ${schema} has no tables yet: run provision.`),
    );
    // The tables are made by their owners: no administrator is needed.
    const owners = new URL(database['ADMIN_DATABASE_URL'] ?? '');
    owners.username = owners.password = '';
    const tables = { ...database, ADMIN_DATABASE_URL: owners.toString() };
    await Promise.all([provision(tables, ['migrations']), provision(tables, ['migrations'])]);
    expect(await check(tables, ['migrations'])).toEqual([]);
    const topicsAlone = of(/^KAFKA/);
    expect(await check(topicsAlone, ['topics'])).toEqual([expect.stringContaining('peoplesync.requests is missing')]);
    await provision(topicsAlone, ['topics']);
    expect(await check(topicsAlone, ['topics'])).toEqual([]);
    expect(await check(env)).toEqual([]);
  });

  it('names the migrations that are missing, and leaves a newer schema alone', async () => {
    await provision(env);
    await asAdmin(async (client) => {
      await client.query(`DELETE FROM writer.schema_migrations WHERE name LIKE 'DroppedChanges%'`);
      await client.query(`INSERT INTO gateway.schema_migrations (timestamp, name) VALUES (9, 'OfTheNextVersion9')`);
    });
    expect(await check(env)).toEqual([
      expect.stringMatching(
        /^The schema writer is older than this program, it lacks DroppedChanges\d+: run provision\.$/,
      ),
    ]);
  });

  it('says before what it would make, and makes nothing then', async () => {
    const faults = await check(env);
    expect(await check(env)).toEqual(faults);
    for (const name of SCHEMAS) {
      expect(faults).toContain(`the role ${rolePrefix}${name} is missing`);
      expect(faults).toContain(`the schema ${name} is missing`);
    }
    for (const { name } of topics) expect(faults.at(-1)).toContain(`${env['KAFKA_TOPIC_PREFIX']}${name} is missing`);
  });

  it('says which role is not as it was left, and mends it', async () => {
    await provision(env);
    await asAdmin(async (client) => {
      await client.query(`ALTER ROLE "${rolePrefix}gateway" NOLOGIN`);
      await client.query(`REVOKE CONNECT ON DATABASE "${database.url.split('/').at(-1)}" FROM "${rolePrefix}writer"`);
      await client.query(`GRANT USAGE ON SCHEMA writer TO "${rolePrefix}fetcher"`);
      await client.query('ALTER SCHEMA reconciler OWNER TO CURRENT_USER');
      await client.query('GRANT CREATE ON SCHEMA public TO PUBLIC');
    });
    const faults = await check(env);
    expect(faults).toEqual([
      expect.stringMatching(/^the role \S+gateway may not log in$/),
      expect.stringMatching(/^the schema reconciler belongs to \S+ instead of \S+reconciler$/),
      expect.stringMatching(/^the role \S+fetcher can see the schema writer$/),
      'everybody may create tables in the schema public',
      expect.stringMatching(/^the role \S+writer cannot log in to this database with its password$/),
    ]);
    await provision(env);
    expect(await check(env)).toEqual([]);
  });

  it('refuses a topic whose settings would lose events, and leaves it as it is', async () => {
    await provision(env);
    const topic = `${env['KAFKA_TOPIC_PREFIX']}peoplesync.changes`;
    const admin = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: ConfigResourceTypes.TOPIC,
          name: topic,
          configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
        },
      ],
    });
    await admin.disconnect();
    await expect(provision(env)).rejects.toThrow(`${topic} has cleanup.policy=compact instead of delete`);
    expect(await check(env)).toEqual([expect.stringContaining(`${topic} has cleanup.policy=compact`)]);
  });

  it('waits for a database that is starting too, or cut off for a moment', async () => {
    const real = new URL(database.url);
    const port = Number(real.port);
    let cut = 0;
    const way = createServer((client) => {
      client.on('error', () => undefined);
      if (cut++ < 2) return client.destroy();
      const server = connect(port, real.hostname);
      server.on('error', () => undefined);
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
    real.port = String((way.address() as AddressInfo).port);
    const there = { ...env, ADMIN_DATABASE_URL: real.toString() };
    await expect(provision(there, ['database'])).rejects.toThrow('does not answer');
    await provision({ ...there, DATABASE_PATIENCE_MS: '60000' }, ['database']);
    expect(cut).toBeGreaterThan(2);
    await new Promise((resolve) => way.close(resolve));
    expect(await check(env, ['database'])).toEqual([]);
  });

  it.each([
    ['a database that is away', { ADMIN_DATABASE_URL: 'postgres://somebody:c4n4ry@127.0.0.1:1/people' }, 'PostgreSQL'],
    ['brokers that are away', { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_PATIENCE_MS: '300' }, 'does not answer'],
    ['a password that is missing', { WRITER_DATABASE_PASSWORD: '' }, 'WRITER_DATABASE_PASSWORD is missing'],
    [
      'brokers that nobody names',
      { KAFKA_BROKERS: '', ROLE_PREFIX: '-' },
      /ROLE_PREFIX must be.*; KAFKA_BROKERS is missing/,
    ],
  ])('says in one sentence, without a secret, that it cannot go on for %s', async (_what, wrong, sentence) => {
    const going = provision({ ...env, ...wrong });
    await expect(going).rejects.toThrow(sentence);
    await expect(going).rejects.not.toThrow('c4n4ry');
  });
});
