import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, OneMachineAuthority } from '@people-sync/platform';
import { freePorts } from '../servers/free-ports';
import { StartedServers } from '../servers/started-servers';
import { serverFolder, sweep } from '../servers/sweep';
import { answersOk } from './answers-ok';
import { auditSecrets } from './audit-secrets';
import type { Containers } from './containers';
import { hostOf, instancesOf, namesEnvironment } from './instances';
import { type Addresses, type ProcessName, RunningSystem, type ServiceName, services } from './running-system';
import { type SystemDatabase, systemDatabase } from './system-database';
import { type SystemKafka, systemKafka } from './system-kafka';
import { type ProcessPlan, SystemProcess } from './system-process';

const TOKEN_SECONDS = 24 * 3600;

/** Environment that a test adds to a process', by its name; a service's is its twin's too. */
export type MoreEnvironment = Partial<Record<ProcessName, Environment>>;

/** In containers tables are made by `provision`; on the host's network nobody outside may reach them. */
const inContainer: Environment = {
  MIGRATIONS: 'wait',
  HTTP_HOST: '127.0.0.1',
  GRPC_HOST: '127.0.0.1',
  MANAGEMENT_HOST: '127.0.0.1',
};

/** Which distributed system. */
export interface DistributedOptions {
  readonly more: MoreEnvironment;
  readonly from: string | undefined;
  readonly containers: Containers | undefined;
  readonly twins: boolean;
}

/** Every service and the simulator as a process of its own, on real PostgreSQL and Kafka. */
export async function startDistributed(options: DistributedOptions): Promise<RunningSystem> {
  const { containers, twins } = options;
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
    const where = { isProvisioned: containers === undefined, isOwn: twins };
    const database = await systemDatabase(where);
    undo.push(() => database.drop());
    const kafka = await systemKafka(where);
    undo.push(() => kafka.release());
    const ports = await portsOf();
    const parts = { ...options, folder, authority, database, kafka, ports, started };
    const { processes, addresses } = await plan(parts);
    const { own, brokers } = kafka;
    const provision = { ...database.provisionEnvironment, KAFKA_BROKERS: brokers.join(',') };
    if (containers) undo.push(() => containers.remove());
    const starting = [...processes.values()]
      .filter((process) => containers !== undefined || process.isThere)
      .map((process) => process.start());
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
      postgres: database.own,
      provision,
      started,
    });
  });
}

/** Fixed for the life of a system, so that a restarted service is found where it was; twins have the same ones. */
interface Ports {
  readonly http: number;
  readonly peoplehr: number;
  readonly grpc: Readonly<Record<ServiceName, number>>;
  readonly management: Readonly<Record<ServiceName, number>>;
}

async function portsOf(): Promise<Ports> {
  const [http = 0, peoplehr = 0, ...rest] = await freePorts(2 + 2 * services.length, '0.0.0.0');
  const next = (): Record<ServiceName, number> => {
    const named = services.map((service) => [service, rest.shift() ?? 0] as const);
    return Object.fromEntries(named) as Record<ServiceName, number>;
  };
  return { http, peoplehr, grpc: next(), management: next() };
}

interface Parts extends DistributedOptions {
  readonly folder: string;
  readonly authority: OneMachineAuthority;
  readonly database: SystemDatabase;
  readonly kafka: SystemKafka;
  readonly ports: Ports;
  readonly started: StartedServers;
}

async function plan({ folder, from, twins, authority, database, kafka, ports, more, started, containers }: Parts) {
  const peoplehr = `http://127.0.0.1:${ports.peoplehr}`;
  const grpc = (service: ServiceName): string => `${hostOf(service, twins)}:${ports.grpc[service]}`;
  const own: Record<ServiceName, Environment> = {
    credentials: { KEYRING: `k1:${randomBytes(32).toString('base64')}`, PEOPLEHR_BASE_URL: peoplehr },
    'wethrive-writer': {},
    reconciler: {},
    audit: {
      ...auditSecrets(),
      RECONCILER_GRPC: grpc('reconciler'),
      WRITER_GRPC: grpc('wethrive-writer'),
    },
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
      AUDIT_GRPC: grpc('audit'),
    },
  };
  const processes = new Map<ProcessName, SystemProcess>();
  const add = (process: Omit<ProcessPlan, 'folder' | 'command' | 'ready'>, probe: string): void => {
    const ready = (): Promise<void> => answersOk(probe);
    const { name, env } = process;
    const command = containers?.command(name, { ...env, ...inContainer }, join(folder, 'authority'));
    processes.set(name, new SystemProcess({ ...process, folder, command, ready }, started));
  };
  const simulator = 'peoplehr-simulator';
  const simulated = { PORT: String(ports.peoplehr), ...more[simulator] };
  add({ name: simulator, env: simulated }, `${peoplehr}/_simulator/companies`);
  const tokens = new Map<ServiceName, Environment>();
  for (const service of services) tokens.set(service, await authority.serviceEnvironment(service));
  for (const { name, service, host } of instancesOf(twins)) {
    const env = {
      ...tokens.get(service),
      ...namesEnvironment(twins),
      DATABASE_URL: database.urlOf(service),
      KAFKA_BROKERS: kafka.brokers.join(','),
      GRPC_HOST: host,
      GRPC_PORT: String(ports.grpc[service]),
      MANAGEMENT_HOST: host,
      MANAGEMENT_PORT: String(ports.management[service]),
      HTTP_HOST: host,
      ...own[service],
      ...more[service],
      ...more[name],
    };
    const http = service === 'gateway' ? `http://${host}:${ports.http}` : undefined;
    const management = `http://${host}:${ports.management[service]}`;
    add(
      { name, app: service, from, http, management, grpc: `${host}:${ports.grpc[service]}`, env },
      `${management}/health/ready`,
    );
  }
  const managementOf = (service: ServiceName) => [service, `http://127.0.0.1:${ports.management[service]}`] as const;
  const managements = Object.fromEntries(services.map(managementOf)) as Record<ServiceName, string>;
  const platform = { subject: 'wethrive-platform', roles: ['peoplesync.platform'] as const };
  const addresses: Addresses = {
    http: `http://127.0.0.1:${ports.http}`,
    grpc: `127.0.0.1:${ports.grpc.gateway}`,
    management: managements.gateway,
    managements,
    peoplehr,
    token: await authority.userToken(platform, TOKEN_SECONDS),
    databaseUrl: database.url,
  };
  return { processes, addresses };
}
