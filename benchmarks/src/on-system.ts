import {
  type ProcessName,
  provideTestDatabase,
  type RunningSystem,
  startReplicas,
  startSystem,
} from '@people-sync/testing';
import { connected } from './connected';
import type { Measured } from './measured-system';
import { PlatformDoor } from './platform-door';
import { SimulatedPeopleHr } from './simulated';
import { parentOf } from './usage';

const services = ['gateway', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer', 'audit'] as const;

/** The services that read and write employees. */
const stopped = ['reconciler', 'wethrive-writer'] as const;

/** What no customer may do in a bench, and everybody must. */
const unlimited = {
  gateway: { RATE_LIMIT_PER_MINUTE: '1000000000', CONNECTS_PER_MINUTE_OF_PLATFORM: '1000000000' },
  fetcher: { CALLS_PER_MINUTE: '1000000' },
};

/** In which processes PeopleSync runs. */
export type Form = 'distributed' | 'single';

/** A system, the processes of it that are measured, and those that read and write employees. */
interface Started {
  readonly system: RunningSystem;
  readonly names: readonly ProcessName[];
  readonly stopped: readonly ProcessName[];
  stop(): Promise<void>;
}

const started: Readonly<Record<Form, (env: Readonly<Record<string, string>>) => Promise<Started>>> = {
  distributed: async (env) => {
    const system = await startSystem({
      form: 'distributed',
      env: {
        ...Object.fromEntries(services.map((name) => [name, env])),
        gateway: { ...env, ...unlimited.gateway },
        'peoplehr-fetcher': { ...env, ...unlimited.fetcher },
      },
    });
    return { system, names: services, stopped, stop: () => system.stop() };
  },
  single: async (env) => {
    const { systems, stop } = await startReplicas(1, { ...env, ...unlimited.gateway, ...unlimited.fetcher });
    const [system] = systems;
    if (!system) throw new Error('there is one');
    return { system, names: ['single'], stopped: ['single'], stop };
  },
};

/**
 * A fresh system for a scenario, so that peaks of memory are its own.
 * @param heapMb how much heap each process' Node may keep, as a deployment derives it from its memory limit; without
 * it Node takes what the machine has before it cleans up
 * @param more what each process is told beside
 */
export async function onSystem<T>(
  heapMb: number | undefined,
  work: (system: Measured) => Promise<T>,
  { form = 'distributed', more = {} }: { readonly form?: Form; readonly more?: Readonly<Record<string, string>> } = {},
): Promise<T> {
  const heap = { ...more, ...(heapMb === undefined ? {} : { NODE_OPTIONS: `--max-old-space-size=${heapMb}` }) };
  const { system, names, stopped, stop } = await started[form](heap);
  const databases: { drop(): Promise<void> }[] = [];
  try {
    const peoplehr = new SimulatedPeopleHr(system.peoplehr);
    await peoplehr.unlimited();
    return await work({
      get processes() {
        return Object.fromEntries(names.map((name) => [name, system.pid(name)]));
      },
      door: new PlatformDoor(system.http, system.token),
      peoplehr,
      brokers: system.brokers,
      databaseUrl: system.databaseUrl,
      postmaster: await postmasterOf(system.databaseUrl),
      live: `${system.management}/health/live`,
      target: async (tenant) => ({
        http: system.http,
        grpc: system.grpc,
        tenant,
        token: await system.tokenFor({ subject: 'mallory@attacker.example', roles: ['peoplesync.admin'], tenant }),
      }),
      floorDatabase: async () => {
        const database = await provideTestDatabase();
        databases.push(database);
        return database.url;
      },
      whileStopped: async (task) => {
        for (const name of stopped) await system.terminate(name);
        const result = await task();
        for (const name of stopped) await system.restart(name);
        return result;
      },
    });
  } finally {
    await stop();
    for (const database of databases) await database.drop();
  }
}

async function postmasterOf(databaseUrl: string): Promise<number> {
  return connected(databaseUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return parentOf(rows[0]?.pid ?? 0);
  });
}
