import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { chown, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresPrograms, type PostgresUser, postgresUser } from '@people-sync/platform';
import { Client } from 'pg';
import { againIfPortsAreTaken, freePorts } from './free-ports';
import { mortal } from './mortal';
import { serverFolder, sweep } from './sweep';
import { hasEnded, StartedServers } from './started-servers';
import type { TestServer } from './test-server';
import { waitFor } from './wait-for';

const run = promisify(execFile);
/** One that ends by itself is not waited for: the machine may be busy. */
const START_MS = 300_000;

/** Fast and forgetful: a test server's data end with it. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  timezone: 'UTC',
};

/** As the server's command line takes them. */
export const postgresFlags = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** PostgreSQL out of npm. Runs as the user `postgres` when we are root; that user is made if it is missing. */
export async function embeddedPostgres(): Promise<TestServer> {
  await sweep('postgres');
  const owner = await postgresUser();
  const { initdb, postgres } = await postgresPrograms(owner);
  const folder = await serverFolder('postgres');
  const started = new StartedServers(() => rm(folder, { recursive: true, force: true }));
  return started.orStop(async () => {
    const data = join(folder, 'data');
    if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
    await run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
      ...owner,
      cwd: '/',
    });
    const address = await againIfPortsAreTaken(() => launch(postgres, folder, data, owner, started));
    return { how: 'embedded', address, stop: () => started.stop() };
  });
}

/** Answers `SELECT 1`. @throws with the reason if it does not. */
export async function asksPostgres(address: string): Promise<void> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function launch(
  program: string,
  folder: string,
  data: string,
  owner: PostgresUser,
  started: StartedServers,
): Promise<string> {
  const [port = 0] = await freePorts(1);
  const own = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const log = join(folder, 'postgres.log');
  const out = openSync(log, 'w');
  const server = spawn(...mortal(program, [...own, ...postgresFlags]), {
    ...owner,
    cwd: '/',
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  started.add(server, 'SIGINT');
  const address = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await waitFor('PostgreSQL', START_MS, () => asksPostgres(address), {
    ended: () => hasEnded(server),
    log: () => readFile(log, 'utf8'),
  });
  return address;
}
