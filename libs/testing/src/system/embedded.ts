import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OneMachineAuthority } from '@people-sync/platform';
import { StartedServers } from '../servers/started-servers';
import { endProcessesOf, serverFolder, sweep } from '../servers/sweep';
import { answersOk } from './answers-ok';
import type { MoreEnvironment } from './distributed';
import { type Addresses, RunningSystem, services } from './running-system';
import { SystemProcess } from './system-process';

/** What `npm start` starts: one process with its own PostgreSQL, event log and simulator, in a temporary folder. */
export async function startEmbedded(more: MoreEnvironment): Promise<RunningSystem> {
  await sweep('system');
  const folder = await serverFolder('system');
  // PostgreSQL runs as another user when we are root, and must be able to pass.
  await chmod(folder, 0o711);
  const started = new StartedServers(async () => {
    // Its PostgreSQL outlives a killed process, on purpose.
    await endProcessesOf(folder);
    await rm(folder, { recursive: true, force: true });
  });
  return started.orStop(async () => {
    const data = join(folder, 'data');
    const env = { PEOPLESYNC_DATA_DIR: data, PORT: '0', GRPC_PORT: '0', ...more['all-in-one'] };
    // A killed one leaves its ready.json: what it names must answer, and that nobody does.
    const ready = async (): Promise<void> => answersOk(`${(await readyFile(data)).http}/health/ready`);
    const process = new SystemProcess({ name: 'all-in-one', folder, env, ready }, started);
    await process.start();
    const authority = await OneMachineAuthority.open(join(data, 'authority'));
    return RunningSystem.of({
      form: 'embedded',
      processes: new Map([['all-in-one', process]]),
      authority,
      addresses: async () => {
        const ready = await readyFile(data);
        const managements = Object.fromEntries(
          services.map((service) => [service, ready.http]),
        ) as Addresses['managements'];
        return { ...ready, management: ready.http, managements, databaseUrl: await databaseUrl(data) };
      },
      brokers: [],
      kafka: undefined,
      started,
    });
  });
}

type ReadyFile = Omit<Addresses, 'databaseUrl' | 'management' | 'managements'>;

async function readyFile(data: string): Promise<ReadyFile> {
  return JSON.parse(await readFile(join(data, 'ready.json'), 'utf8')) as ReadyFile;
}

/** As the owner of its PostgreSQL, whose port is the fourth line of the server's own file. */
async function databaseUrl(data: string): Promise<string> {
  const secrets = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as { postgresPassword: string };
  const port = (await readFile(join(data, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[3] ?? '';
  return `postgres://postgres:${secrets.postgresPassword}@127.0.0.1:${port}/postgres`;
}
