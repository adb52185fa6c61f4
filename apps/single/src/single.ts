import { setTimeout as wait } from 'node:timers/promises';
import { startAudit } from '@people-sync/audit';
import { startCredentials } from '@people-sync/credentials';
import { startGateway } from '@people-sync/gateway';
import { busLacks, provisionBus } from '@people-sync/messaging';
import { startPeoplehrFetcher } from '@people-sync/peoplehr-fetcher';
import {
  ConfigError,
  type Environment,
  loadConfig,
  type RunningService,
  ServiceLogger,
  type ServiceName,
  StartError,
  StartGivenUpError,
} from '@people-sync/platform';
import { startReconciler } from '@people-sync/reconciler';
import { startWethriveWriter } from '@people-sync/wethrive-writer';
import { SingleManagement } from './management/single-management';
import { SingleConfig } from './single.config';
import { InnerAuthority } from './tokens/inner-authority';

const AGAIN_MS = 1_000;

type Start = (env: Environment, stop?: AbortSignal) => Promise<RunningService>;

/**
 * Every service in one process, on a PostgreSQL of yours and without Kafka: what the distributed form does, for small
 * installations. Several such processes share the work as several of each service do: nothing of it needs them to know
 * each other. Resolves when everything answers; health and metrics answer before.
 * @throws StartError, ConfigError with a sentence, StartGivenUpError if it is told to wait no longer; what had been
 * started is stopped again.
 */
export async function startSingle(
  env: Environment,
  stop: AbortSignal = new AbortController().signal,
): Promise<RunningService> {
  const config = loadConfig(SingleConfig, env);
  const bus = config.addressOf(config.DATABASE_URL, 'bus');
  if (bus === undefined) throw new ConfigError(['BUS_DATABASE_PASSWORD is missing']);
  const management = new SingleManagement();
  const opened: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    management.stop();
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    await management.listen(config.MANAGEMENT_PORT, config.MANAGEMENT_HOST);
    opened.push(() => management.close());
    const authority = await InnerAuthority.open(config.RUNTIME_DIR);
    opened.push(() => authority.close());
    await eventLog(bus, config, management, stop);
    const running = async (name: ServiceName, start: Start, more: Environment = {}): Promise<RunningService> => {
      const own = await authority.tokens.serviceEnvironment(name);
      const service = await start({ ...innerEnvironment(env, config, name, bus), ...own, ...more }, stop);
      opened.push(() => service.close());
      management.add(service);
      return service;
    };
    const credentials = await running('credentials', startCredentials);
    const writer = await running('wethrive-writer', startWethriveWriter);
    const reconciler = await running('reconciler', startReconciler);
    const fetcher = await running('peoplehr-fetcher', startPeoplehrFetcher, { CREDENTIALS_GRPC: credentials.grpc });
    const audit = await running('audit', startAudit, {
      RECONCILER_GRPC: reconciler.grpc,
      WRITER_GRPC: writer.grpc,
    });
    const gateway = await running('gateway', startGateway, {
      GRPC_HOST: env['GRPC_HOST'],
      GRPC_PORT: env['GRPC_PORT'],
      CREDENTIALS_GRPC: credentials.grpc,
      RECONCILER_GRPC: reconciler.grpc,
      WRITER_GRPC: writer.grpc,
      FETCHER_GRPC: fetcher.grpc,
      AUDIT_GRPC: audit.grpc,
    });
    management.started();
    return { name: 'single', http: gateway.http, grpc: gateway.grpc, management: management.address, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A service's variables are those of the distributed form, but for the ways inside the process. */
function innerEnvironment(env: Environment, config: SingleConfig, name: ServiceName, bus: string): Environment {
  return {
    ...env,
    DATABASE_URL: config.addressOf(config.DATABASE_URL, name),
    DATABASE_URL_FILE: undefined,
    DATABASE_PASSWORD: undefined,
    DATABASE_PASSWORD_FILE: undefined,
    BUS_DATABASE_URL: bus,
    BUS_DATABASE_URL_FILE: undefined,
    KAFKA_BROKERS: undefined,
    KAFKA_BROKERS_FILE: undefined,
    SERVICE_AUTH_JWKS_URL: undefined,
    SERVICE_AUTH_JWKS_BEARER_FILE: undefined,
    SERVICE_AUTH_SUBJECT_PREFIX: undefined,
    MANAGEMENT_HOST: '127.0.0.1',
    MANAGEMENT_PORT: '0',
    GRPC_HOST: '127.0.0.1',
    GRPC_PORT: '0',
  };
}

/** Makes the event log, or waits until somebody has. */
async function eventLog(
  bus: string,
  { MIGRATIONS, LOG_LEVEL }: SingleConfig,
  management: SingleManagement,
  stop: AbortSignal,
): Promise<void> {
  if (MIGRATIONS === 'run') {
    await provisionBus(bus).catch((cause: unknown) => {
      throw new StartError(
        'The event log cannot be made: check that the database in DATABASE_URL answers and has the schema bus (run provision).',
        { cause },
      );
    });
    return;
  }
  const logger = new ServiceLogger({ service: 'single', level: LOG_LEVEL });
  let told: string | undefined;
  for (;;) {
    const lacks = await busLacks(bus);
    management.waitsFor(lacks);
    if (lacks === undefined) return;
    if (lacks !== told) logger.warn(`waits for its event log. ${lacks}`, 'single');
    told = lacks;
    await wait(AGAIN_MS, undefined, { signal: stop }).catch((cause: unknown) => {
      throw new StartGivenUpError('It was stopped while it waited for its event log.', { cause });
    });
  }
}
