import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { eventually } from '../eventually';
import { describeReal, kafkaBrokers, provideTestDatabase } from '../real';
import { providePostgres } from './provide';
import { isAlive, sweep } from './sweep';

const testing = join(__dirname, '../../dist');

async function select<T>(url: string, sql: string): Promise<T | undefined> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ value: T }>(sql)).rows[0]?.value;
  } finally {
    await client.end();
  }
}

describeReal('postgres', 'kafka')('the servers of a test run', () => {
  it('are a PostgreSQL 18 and a Kafka that names its broker', async () => {
    const database = await provideTestDatabase();
    expect(await select(database.url, 'SELECT version() AS value')).toMatch(/^PostgreSQL 18\./);
    await database.drop();

    const admin = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { brokers, controller } = await admin.describeCluster();
    await admin.disconnect();
    expect(brokers.map(({ host, port }) => `${host}:${port}`)).toEqual(expect.arrayContaining(kafkaBrokers()));
    expect(controller).toBe(brokers[0]?.nodeId);
  });

  it('give each suite a database of its own, in which it may make roles, and which is gone after drop', async () => {
    const [one, other] = await Promise.all([provideTestDatabase(), provideTestDatabase()]);
    await select(one.url, 'CREATE TABLE mine()');
    expect(await select(other.url, "SELECT to_regclass('mine') AS value")).toBeNull();
    expect(await select(one.url, 'SELECT rolsuper AS value FROM pg_roles WHERE rolname = current_user')).toBe(true);
    await Promise.all([one.drop(), other.drop()]);
    await expect(select(one.url, 'SELECT 1 AS value')).rejects.toThrow('does not exist');
  });
});

describe('a given server', () => {
  it('that does not answer fails the run instead of being replaced', async () => {
    const before = process.env['TEST_DATABASE_URL'];
    process.env['TEST_DATABASE_URL'] = 'postgres://nobody:c4n4ry@127.0.0.1:1/none';
    try {
      const error: unknown = await providePostgres().catch((cause: unknown) => cause);
      expect(String(error)).toContain('the given PostgreSQL does not answer');
      expect(String(error)).not.toContain('c4n4ry');
    } finally {
      process.env['TEST_DATABASE_URL'] = before;
    }
  });
});

describeReal('postgres')('a run below a home that only its owner may enter', () => {
  it('has its own PostgreSQL all the same, also as root, and leaves nothing behind', async () => {
    const home = mkdtempSync(join(tmpdir(), 'only owner-'));
    chmodSync(home, 0o700);
    const program = `
      const { asksPostgres, embeddedPostgres } = require('${testing}/servers/postgres');
      (async () => {
        const server = await embeddedPostgres();
        await asksPostgres(server.address).finally(() => server.stop());
        console.log(server.address);
      })();`;
    try {
      const env = { ...process.env, HOME: home, TMPDIR: home };
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: home, env });
      expect(stdout).toMatch(/^postgres:\/\/postgres@127\.0\.0\.1:\d+\/postgres\n$/);
      expect(readdirSync(home)).toEqual([]);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describeReal('postgres')('a run that is killed', () => {
  it('leaves nothing behind once the next one has begun', async () => {
    const program = `require('${testing}/servers/postgres').embeddedPostgres().then((s) => console.log(s.address))`;
    const run = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const address = await new Promise<string>((resolve) => run.stdout.once('data', (line) => resolve(String(line))));
    expect(await select(address.trim(), 'SELECT 1 AS value')).toBe(1);
    const folder = folderOf(run.pid ?? 0) ?? '';
    const server = Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);

    run.kill('SIGKILL');
    await new Promise((resolve) => run.once('exit', resolve));
    await sweep('postgres');

    expect(existsSync(folder)).toBe(false);
    await eventually(() => expect(isAlive(server)).toBe(false));
  });
});

function folderOf(owner: number): string | undefined {
  const name = readdirSync(tmpdir()).find((entry) => entry.startsWith(`peoplesync-postgres-${owner}-`));
  return name === undefined ? undefined : join(tmpdir(), name);
}
