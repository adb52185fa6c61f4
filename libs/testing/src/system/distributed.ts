import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, OneMachineAuthority } from '@people-sync/platform';
import { freePorts } from '../servers/free-ports';
import { StartedServers } from '../servers/started-servers';
import { serverFolder, sweep } from '../servers/sweep';
import { answersOk } from './answers-ok';
import type { Containers } from './containers';
import { type Addresses, type ProcessName, RunningSystem, type ServiceName, services } from './running-system';
import { type SystemDatabase, systemDatabase } from './system-database';
import { type SystemKafka, systemKafka } from './system-kafka';
import { SystemProcess } from './system-process';

const TOKEN_SECONDS = 24 * 3600;

/** Environment that a test adds to a process', by its name. */
export type MoreEnvironment = Partial<Record<ProcessName, Environment>>;

/** In containers tables are made by `provision`; on the host's network nobody outside may reach them. */
const inContainer: Environment = {
  MIGRATIONS: 'wait',
  HTTP_HOST: '127.0.0.1',
  GRPC_HOST: '127.0.0.1',
  MANAGEMENT_HOST: '127.0.0.1',
};

/** Every service and the simulator as a process of its own, on real PostgreSQL and Kafka. */
export async function startDistributed(
  more: MoreEnvironment,
  from?: string,
  containers?: Containers,
): Promise<RunningSystem> {
  await sweep('system');
  const folder = await serverFolder('system');
  const undo: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const started = new StartedServers(async () => {
    const failed: unknown[] = [];
    for (const step of undo.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failed.push(error);
      }
    }
    if (failed.length > 0) throw failed[0];
  });
  return started.orStop(async () => {
    const authority = await OneMachineAuthority.open(join(folder, 'authority'));
    undo.push(() => authority.close());
    const database = await systemDatabase(containers === undefined);
    undo.push(() => database.drop());
    const kafka = await systemKafka(containers === undefined);
    undo.push(() => kafka.release());
    const ports = await portsOf();
    const parts = { folder, from, authority, database, kafka, ports, more, started, containers };
    const { processes, addresses } = await plan(parts);
    const { own, brokers } = kafka;
    const provision = { ...database.provisionEnvironment, KAFKA_BROKERS: brokers.join(',') };
    if (containers) undo.push(() => containers.remove());
    const starting = [...processes.values()].map((process) => process.start());
    if (containers) {
      await containers.mayRead(join(folder, 'authority'));
      // The services wait for it.
      starting.push(containers.once('provision', provision));
    }
    await Promise.all(starting);
    return RunningSystem.of({
      form: 'distributed',
      processes,
      authority,
      addresses: () => Promise.resolve(addresses),
      brokers,
      kafka: own,
      provision,
      started,
    });
  });
}

/** Fixed for the life of a system, so that a restarted service is found where it was. */
interface Ports {
  readonly http: number;
  readonly peoplehr: number;
  readonly grpc: Readonly<Record<ServiceName, number>>;
  readonly management: Readonly<Record<ServiceName, number>>;
}

async function portsOf(): Promise<Ports> {
  const [http = 0, peoplehr = 0, ...rest] = await freePorts(2 + 2 * services.length);
  const next = (): Record<ServiceName, number> => {
    const named = services.map((service) => [service, rest.shift() ?? 0] as const);
    return Object.fromEntries(named) as Record<ServiceName, number>;
  };
  return { http, peoplehr, grpc: next(), management: next() };
}

interface Parts {
  readonly folder: string;
  readonly from: string | undefined;
  readonly authority: OneMachineAuthority;
  readonly database: SystemDatabase;
  readonly kafka: SystemKafka;
  readonly ports: Ports;
  readonly more: MoreEnvironment;
  readonly started: StartedServers;
  readonly containers: Containers | undefined;
}

async function plan({ folder, from, authority, database, kafka, ports, more, started, containers }: Parts) {
  const peoplehr = `http://127.0.0.1:${ports.peoplehr}`;
  const grpc = (service: ServiceName): string => `127.0.0.1:${ports.grpc[service]}`;
  const own: Record<ServiceName, Environment> = {
    credentials: { KEYRING: `k1:${randomBytes(32).toString('base64')}`, PEOPLEHR_BASE_URL: peoplehr },
    'wethrive-writer': {},
    reconciler: {},
    'peoplehr-fetcher': {
      CREDENTIALS_GRPC: grpc('credentials'),
      PEOPLEHR_BASE_URL: peoplehr,
      DIGEST_KEY: randomBytes(32).toString('base64'),
    },
    gateway: {
      ...authority.userEnvironment(),
      HTTP_PORT: String(ports.http),
      CREDENTIALS_GRPC: grpc('credentials'),
      RECONCILER_GRPC: grpc('reconciler'),
      WRITER_GRPC: grpc('wethrive-writer'),
      FETCHER_GRPC: grpc('peoplehr-fetcher'),
    },
  };
  const processes = new Map<ProcessName, SystemProcess>();
  const add = (name: ProcessName, env: Environment, probe: string, program?: string): void => {
    const ready = (): Promise<void> => answersOk(probe);
    const all = { ...env, ...more[name] };
    const command = containers?.command(name, { ...all, ...inContainer }, join(folder, 'authority'));
    processes.set(name, new SystemProcess({ name, folder, from: program, command, env: all, ready }, started));
  };
  add('peoplehr-simulator', { PORT: String(ports.peoplehr) }, `${peoplehr}/_simulator/companies`);
  for (const service of services) {
    const shared = {
      ...(await authority.serviceEnvironment(service)),
      DATABASE_URL: database.urlOf(service),
      KAFKA_BROKERS: kafka.brokers.join(','),
      GRPC_PORT: String(ports.grpc[service]),
      MANAGEMENT_PORT: String(ports.management[service]),
    };
    add(service, { ...shared, ...own[service] }, `http://127.0.0.1:${ports.management[service]}/health/ready`, from);
  }
  const managementOf = (service: ServiceName) => [service, `http://127.0.0.1:${ports.management[service]}`] as const;
  const managements = Object.fromEntries(services.map(managementOf)) as Record<ServiceName, string>;
  const platform = { subject: 'wethrive-platform', roles: ['peoplesync.platform'] as const };
  const addresses: Addresses = {
    http: `http://127.0.0.1:${ports.http}`,
    grpc: grpc('gateway'),
    management: managements.gateway,
    managements,
    peoplehr,
    token: await authority.userToken(platform, TOKEN_SECONDS),
    databaseUrl: database.url,
  };
  return { processes, addresses };
}
