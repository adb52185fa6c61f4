import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  besideOf,
  type Environment,
  OneMachineAuthority,
  provisionSchemas,
  serviceSchemas,
} from '@people-sync/platform';
import { Client, escapeIdentifier } from 'pg';
import { provideTestDatabase } from '../real';
import { freePorts } from '../servers/free-ports';
import { StartedServers } from '../servers/started-servers';
import { serverFolder, sweep } from '../servers/sweep';
import { answersOk } from './answers-ok';
import { auditSecrets } from './audit-secrets';
import { type Addresses, RunningSystem } from './running-system';
import { SystemProcess } from './system-process';

const TOKEN_SECONDS = 24 * 3600;

/** Several `single` processes on one database, each seen as a system of its own. */
export interface Replicas {
  readonly systems: readonly RunningSystem[];
  /** Ends all of them. @throws if one had ended by itself, or does not stop cleanly. */
  stop(): Promise<void>;
}

/** Starts `count` of what the image's `single` starts, on a database with their roles, and a simulated PeopleHR. */
export async function startReplicas(count: number, more: Environment = {}): Promise<Replicas> {
  await sweep('system');
  const folder = await serverFolder('system');
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const started = new StartedServers(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });
  return started.orStop(async () => {
    const authority = await OneMachineAuthority.open(join(folder, 'authority'));
    const database = await databaseWithRoles();
    undo.push(database.drop);
    const [peoplehrPort = 0, ...ports] = await freePorts(1 + 3 * count);
    const peoplehr = `http://127.0.0.1:${peoplehrPort}`;
    const simulator = new SystemProcess(
      {
        name: 'peoplehr-simulator',
        folder,
        env: { PORT: String(peoplehrPort) },
        ready: () => answersOk(`${peoplehr}/_simulator/companies`),
      },
      started,
    );
    await simulator.start();
    const platform = { subject: 'wethrive-platform', roles: ['peoplesync.platform'] as const };
    const token = await authority.userToken(platform, TOKEN_SECONDS);
    const secrets = {
      KEYRING: `k1:${randomBytes(32).toString('base64')}`,
      DIGEST_KEY: randomBytes(32).toString('base64'),
      ...auditSecrets(),
    };
    const replica = async (n: number): Promise<RunningSystem> => {
      const [http = 0, grpc = 0, management = 0] = ports.slice(3 * n, 3 * n + 3);
      const own = join(folder, `single-${n}`);
      await mkdir(own);
      const env = {
        ...{ ...database.env, ...secrets, ...authority.userEnvironment(), PEOPLEHR_BASE_URL: peoplehr },
        ...{ HTTP_PORT: String(http), GRPC_PORT: String(grpc), MANAGEMENT_PORT: String(management) },
        ...more,
      };
      const address = `http://127.0.0.1:${management}`;
      const ready = (): Promise<void> => answersOk(`${address}/health/ready`);
      const process = new SystemProcess({ name: 'single', folder: own, env, ready }, started);
      await process.start();
      const addresses = {
        ...{
          http: `http://127.0.0.1:${http}`,
          grpc: `127.0.0.1:${grpc}`,
          management: address,
          managements: allAt(address),
        },
        ...{ peoplehr, token, databaseUrl: database.url },
      };
      return RunningSystem.of({
        form: 'embedded',
        processes: new Map([['single', process] as const, ['peoplehr-simulator', simulator] as const]),
        authority,
        addresses: () => Promise.resolve(addresses),
        brokers: [],
        kafka: undefined,
        started,
      });
    };
    const systems = await Promise.all(Array.from({ length: count }, (_, n) => replica(n)));
    return {
      systems,
      stop: async () => {
        for (const system of systems) await system.terminateAll();
        await Promise.all(systems.map((system) => system.stop()));
      },
    };
  });
}

/** One port answers for all services of a process. */
const allAt = (address: string): Addresses['managements'] => ({
  gateway: address,
  credentials: address,
  'peoplehr-fetcher': address,
  reconciler: address,
  'wethrive-writer': address,
  audit: address,
});

/** A database with a role and a schema for each service and for the event log, and the variables that say so. */
async function databaseWithRoles() {
  const { url, drop } = await provideTestDatabase();
  // Roles belong to the whole server.
  const prefix = `${new URL(url).pathname.slice(1)}_`;
  const schemas = [...Object.values(serviceSchemas), 'bus'];
  const owners = schemas.map((schema) => ({
    schema,
    beside: besideOf(schema),
    role: prefix + schema,
    password: `of-${schema}`,
  }));
  await provisionSchemas(url, owners);
  const passwords = owners.map(({ schema, password }) => [`${schema.toUpperCase()}_DATABASE_PASSWORD`, password]);
  return {
    url,
    env: { DATABASE_URL: url, ROLE_PREFIX: prefix, ...(Object.fromEntries(passwords) as Record<string, string>) },
    drop: async () => {
      await drop();
      const client = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
      await client.connect();
      const roles = owners.map(({ role }) => escapeIdentifier(role)).join(', ');
      await client.query(`DROP ROLE IF EXISTS ${roles}`).finally(() => client.end());
    },
  };
}
