import { spawn } from 'node:child_process';
import { relative } from 'node:path';
import { startAudit } from '@people-sync/audit';
import { startCredentials } from '@people-sync/credentials';
import { startGateway } from '@people-sync/gateway';
import { answersWithin, type KafkaCluster, provisionBus, provisionTopics, TopicsError } from '@people-sync/messaging';
import { startPeoplehrFetcher } from '@people-sync/peoplehr-fetcher';
import {
  besideOf,
  type Environment,
  loadConfig,
  OneMachineAuthority,
  type PostgresUser,
  postgresUser,
  provisionSchemas,
  type RunningService,
  type ServiceName,
  serviceSchemas,
  StartError,
} from '@people-sync/platform';
import { startReconciler } from '@people-sync/reconciler';
import {
  consoleLink,
  demoTenant,
  ensureDemoTenant,
  type InstallationSecrets,
  installationSecrets,
} from '@people-sync/trial';
import { startWethriveWriter } from '@people-sync/wethrive-writer';
import { AllInOneConfig } from './all-in-one.config';
import { DataDirectory } from './data/data-directory';
import { startDemoPeopleHr } from './demo-peoplehr';
import { defaultFolder } from './data/default-folder';
import { LocalPostgres } from './postgres/local-postgres';
import { welcomeText } from './welcome';

/** Each service's own connections; the embedded log takes a few beside them. */
const POOL = '6';
const TOKEN_SECONDS = 30 * 24 * 3600;
const KAFKA_PATIENCE_MS = 30_000;

/** What has to be stopped, in the order of starting; it is stopped in the other. */
class Started {
  private readonly stops: (() => Promise<void>)[] = [];

  add(stop: () => Promise<void>): void {
    this.stops.push(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) await stop();
  }
}

/**
 * Every service in one process, on an embedded PostgreSQL and event log unless real ones are named, with the demo
 * company's PeopleHR unless a real one is named. Resolves when everything answers and `ready.json` is written.
 * @throws StartError or ConfigError with a sentence; what had been started is stopped again.
 */
export async function startAllInOne(env: Environment): Promise<RunningService> {
  const config = loadConfig(AllInOneConfig, env);
  const started = new Started();
  try {
    return await start(config, started, env);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function start(config: AllInOneConfig, started: Started, env: Environment): Promise<RunningService> {
  const { PEOPLESYNC_DATA_DIR: named, DATABASE_URL } = config;
  const user = DATABASE_URL === undefined ? await postgresUser() : {};
  const isNamed = env['PEOPLESYNC_DATA_DIR'] !== undefined;
  const directory = await DataDirectory.claim(isNamed ? named : await defaultFolder(named, user));
  started.add(() => directory.release());
  const secrets = await installationSecrets(directory.file('secrets.json'), [...Object.keys(serviceSchemas), 'bus']);
  const authority = await OneMachineAuthority.open(directory.file('authority'));
  started.add(() => {
    authority.close();
    return Promise.resolve();
  });
  const bus = await database(config, directory, secrets, started, user);
  const simulator = config.PEOPLEHR_BASE_URL === undefined ? await startDemoPeopleHr(config.SIMULATOR_PORT) : undefined;
  if (simulator) started.add(() => simulator.close());
  const peoplehr = config.PEOPLEHR_BASE_URL ?? simulator?.url ?? '';

  // A service's own variables (how often it tries again, how much it may hold) may be given too.
  const environment = async (service: ServiceName, more: Environment = {}): Promise<Environment> => ({
    ...env,
    MANAGEMENT_PORT: undefined,
    ...(await authority.serviceEnvironment(service)),
    DATABASE_URL: bus.urls[serviceSchemas[service]],
    DATABASE_POOL_SIZE: POOL,
    KAFKA_BROKERS: config.KAFKA_BROKERS,
    BUS_DATABASE_URL: config.KAFKA_BROKERS === undefined ? bus.urls['bus'] : undefined,
    LOG_LEVEL: config.LOG_LEVEL,
    LOG_FILE: directory.file('peoplesync.log'),
    GRPC_PORT: '0',
    // Nobody else would make its tables.
    MIGRATIONS: 'run',
    ...more,
  });
  const running = async (service: Promise<RunningService>): Promise<RunningService> => {
    const up = await service;
    started.add(() => up.close());
    return up;
  };
  const credentials = await running(
    startCredentials(await environment('credentials', { KEYRING: secrets.keyring, PEOPLEHR_BASE_URL: peoplehr })),
  );
  const writer = await running(startWethriveWriter(await environment('wethrive-writer')));
  const reconciler = await running(startReconciler(await environment('reconciler')));
  const fetcher = await running(
    startPeoplehrFetcher(
      await environment('peoplehr-fetcher', {
        CREDENTIALS_GRPC: credentials.grpc,
        PEOPLEHR_BASE_URL: peoplehr,
        DIGEST_KEY: secrets.digestKey,
      }),
    ),
  );
  const audit = await running(
    startAudit(
      await environment('audit', {
        PERSON_KEYRING: secrets.personKeyring,
        SIGNING_KEYS: secrets.signingKeys,
        TOKEN_KEY: secrets.tokenKey,
        LOG_ORIGIN: 'people-sync.localhost',
        RECONCILER_GRPC: reconciler.grpc,
        WRITER_GRPC: writer.grpc,
      }),
    ),
  );
  const gateway = await running(
    startGateway(
      await environment('gateway', {
        ...authority.userEnvironment(),
        GRPC_REFLECTION: env['GRPC_REFLECTION'] ?? 'true',
        HTTP_PORT: String(config.PORT),
        GRPC_PORT: String(config.GRPC_PORT),
        CREDENTIALS_GRPC: credentials.grpc,
        RECONCILER_GRPC: reconciler.grpc,
        WRITER_GRPC: writer.grpc,
        FETCHER_GRPC: fetcher.grpc,
        AUDIT_GRPC: audit.grpc,
      }),
    ),
  );
  const http = gateway.http ?? '';
  const grpc = gateway.grpc ?? '';
  const token = await authority.userToken(
    { subject: 'wethrive-platform', roles: ['peoplesync.platform'] },
    TOKEN_SECONDS,
  );
  await ensureDemoTenant(http, token);
  await directory.writeReady({ http, grpc, peoplehr, token, tenant: demoTenant });
  const beside = relative(process.cwd(), directory.file('ready.json'));
  const readyFile = beside.startsWith('..') ? directory.file('ready.json') : beside;
  const link = await consoleLink(http, token);
  const demoKey = simulator?.demoKey;
  process.stdout.write(welcomeText({ http, grpc, peoplehr, link, demoKey, readyFile, data: directory.path }));
  // Each link opens once: the printed one stays good.
  if (config.OPEN_BROWSER) openBrowser(await consoleLink(http, token));
  return { name: 'PeopleSync', http, grpc, close: () => started.stop() };
}

/** The database with a schema and a role per service, and the way events take. */
async function database(
  config: AllInOneConfig,
  directory: DataDirectory,
  secrets: InstallationSecrets,
  started: Started,
  user: PostgresUser,
): Promise<{ urls: Readonly<Record<string, string>> }> {
  let admin = config.DATABASE_URL;
  if (admin === undefined) {
    const postgres = await LocalPostgres.start(directory.file('postgres'), secrets.postgresPassword, user);
    started.add(() => postgres.stop());
    admin = postgres.url;
  }
  const owners = [...Object.entries(serviceSchemas), ['bus', 'bus']].map(([service = '', schema = '']) => ({
    role: `peoplesync_${schema}`,
    schema,
    beside: besideOf(schema),
    password: secrets.rolePasswords[service] ?? '',
  }));
  const urls = await provisionSchemas(admin, owners).catch((cause: unknown) => {
    throw new StartError(
      'The PostgreSQL in DATABASE_URL does not answer, or this user may not make schemas and roles in it.',
      { cause },
    );
  });
  const { kafkaCluster } = config;
  if (kafkaCluster) await topicsOf(kafkaCluster, config.KAFKA_TOPIC_PREFIX);
  else await provisionBus(urls['bus'] ?? '');
  return { urls };
}

/** Makes the topics, if the brokers answer. */
async function topicsOf(cluster: KafkaCluster, prefix: string): Promise<void> {
  try {
    await answersWithin(KAFKA_PATIENCE_MS, cluster, (retries) => provisionTopics(cluster, prefix, undefined, retries));
  } catch (error) {
    if (!(error instanceof TopicsError)) throw error;
    throw new StartError(`${error.message} Start it, or leave KAFKA_BROKERS out.`, { cause: error });
  }
}

/** Best effort: without a desktop nothing happens, and the link is printed anyway. */
function openBrowser(link: string): void {
  const command = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(command, [link], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
