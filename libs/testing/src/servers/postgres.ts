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

/** A server that a test may also stop and start again. */
export interface EmbeddedPostgres extends TestServer {
  /** As an operator stops it: every session is ended, and what was committed stays. */
  halt(): Promise<void>;
  /** On the same port, with the same data. */
  start(): Promise<void>;
}

/** PostgreSQL out of npm. Runs as the user `postgres` when we are root; that user is made if it is missing. */
export async function embeddedPostgres(): Promise<EmbeddedPostgres> {
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
    const start = (port: number): Promise<void> => launch({ program: postgres, folder, owner, started }, port);
    const port = await againIfPortsAreTaken(async () => {
      const [free = 0] = await freePorts(1);
      await start(free);
      return free;
    });
    return {
      how: 'embedded',
      address: addressOn(port),
      halt: () => started.end(),
      start: () => start(port),
      stop: () => started.stop(),
    };
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

/** What the server runs from; its data are below the folder. */
interface Cluster {
  readonly program: string;
  readonly folder: string;
  readonly owner: PostgresUser;
  readonly started: StartedServers;
}

const addressOn = (port: number): string => `postgres://postgres@127.0.0.1:${port}/postgres`;

async function launch({ program, folder, owner, started }: Cluster, port: number): Promise<void> {
  const data = join(folder, 'data');
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
  await waitFor('PostgreSQL', START_MS, () => asksPostgres(addressOn(port)), {
    ended: () => hasEnded(server),
    log: () => readFile(log, 'utf8'),
  });
}
