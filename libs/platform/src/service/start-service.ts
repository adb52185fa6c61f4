import 'reflect-metadata';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BatchStrategy } from '@people-sync/messaging';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Callers } from '../auth/callers';
import { buildOf, ownVersion } from '../build/build';
import { refuseMixedTokens } from '../auth/own-token';
import { type ServiceConfig, UserFacingConfig } from '../config/service.config';
import { type GrpcDoor, grpcDoor } from '../grpc/grpc.server';
import type { GrpcPackage } from '../grpc/loader';
import type { MessageLimits } from '../grpc/messages/message-limits';
import { drain } from '../http/drain';
import { HttpDoor, type HttpPatience } from '../http/http.server';
import { HealthChecks } from '../health/health-checks';
import { listenForManagement, type ManagementHandler, managementHandler } from '../health/management.server';
import { ProblemFilter } from '../http/problem.filter';
import { hearErrors } from '../http/server-errors';
import { ServiceLogger } from '../logging/service-logger';
import { logLines } from '../metrics/log-lines';
import type { Meters } from '../metrics/meters';
import { serviceMeters } from '../metrics/service-meters';
import { ServiceTracing } from '../tracing/service-tracing';
import { ClosingLast } from './closing-last';
import { freePort } from './free-port';
import { PlatformModule } from './platform.module';
import { runningInstance } from './running-instance';
import { type RunningService, StartError } from './running-service';
import { StartStop } from './start-stop';

/** What to start. */
export interface ServiceOptions {
  /** As in logs, tokens and metrics, e.g. `peoplehr-fetcher`. */
  readonly name: string;
  readonly module: Type<unknown> | DynamicModule;
  /** Checked by loadConfig. A UserFacingConfig makes the doors ask for people's tokens, else for services'. */
  readonly config: ServiceConfig;
  /** Gives up a start that waits, for its schema; a running service is stopped by `close`. */
  readonly stop?: AbortSignal | undefined;
  /** Offered on GRPC_HOST:GRPC_PORT with health. */
  readonly grpc?: {
    readonly package: GrpcPackage | GrpcPackage[];
    /** Of the methods that take more than 16 kB or a long list. */
    readonly limits?: MessageLimits;
  };
  /** True if the app has `@EventBatch` handlers: they begin to get events when everything else is up. */
  readonly consumes?: boolean;
  readonly http?: {
    readonly port: number;
    readonly host: string;
    /** For tests: how long the server waits for whom. */
    readonly patience?: Partial<HttpPatience>;
    /** Before routes exist: static files, OpenAPI, helmet. Bodies are none of it: see `@TakesBody`. */
    configure?(app: NestExpressApplication): void | Promise<void>;
  };
}

@Module({})
class ServiceRoot {}

/**
 * Starts one service: the management port, so that health can say what the start waits for, then database and
 * migrations, then HTTP and gRPC, then event consumers. Several services may run in one process.
 * @throws StartError or ConfigError with the sentence to show; whatever had been opened is closed again.
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { name, config, http } = options;
  if (config instanceof UserFacingConfig) await refuseMixedTokens(config);
  const meters = serviceMeters(name, buildOf(config.BUILD_REVISION));
  const onLine = logLines(meters);
  const logger = new ServiceLogger({
    service: name,
    instance: config.INSTANCE_NAME,
    level: config.LOG_LEVEL,
    file: config.LOG_FILE,
    onLine,
  });
  const health = new HealthChecks();
  const hasDoors = options.grpc !== undefined || http !== undefined;
  const closing = new ClosingLast();
  const stop = new StartStop(options.stop);
  const service = { name, version: ownVersion(), instance: runningInstance() };
  const tracing = ServiceTracing.of(config, service, logger);
  if (tracing) closing.add(() => tracing.close());
  const { tracer } = tracing ?? {};
  const platform = PlatformModule.of({ config, logger, health, meters, closing, stop, tracer, hasDoors });
  const root = { module: ServiceRoot, imports: [platform, options.module] };
  const door = new HttpDoor(http?.patience);
  const nest = { logger, abortOnError: false, bodyParser: false };
  const answer = managementHandler(health, meters.registry);
  const management = await managementPort(answer, config);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class only by name
  const app = await NestFactory.create<NestExpressApplication>(root, door, nest).catch(async (error: unknown) => {
    await closing.close();
    end(management);
    throw error;
  });
  const opened: Opened = {
    app,
    logger,
    health,
    meters,
    closing,
    management,
    graceMs: config.SHUTDOWN_GRACE_MS,
    drainMs: drainOf(config),
  };
  try {
    if (http && !management) answerBeside(app, answer);
    app.disable('x-powered-by');
    await http?.configure?.(app);
    const grpc = options.grpc ? await connectGrpc(opened, options.grpc, config) : undefined;
    const consumer = options.consumes
      ? app.connectMicroservice({ strategy: app.get(BatchStrategy, { strict: false }).create() })
      : undefined;
    await app.init();
    await grpc?.listen();
    if (http) await listenForHttp(app, http, logger);
    await consumer?.listen();
    health.started();
  } catch (error) {
    await close(opened);
    throw error;
  }
  logger.log('started', 'startService');
  const httpAddress = http ? addressOf(opened.app.getHttpServer()) : undefined;
  let closed: Promise<void> | undefined;
  return {
    name,
    http: httpAddress,
    grpc: opened.door?.url,
    management: opened.management ? addressOf(opened.management) : httpAddress,
    close: () => (closed ??= close(opened)),
  };
}

/** What has to be closed again. */
interface Opened {
  readonly app: NestExpressApplication;
  readonly logger: ServiceLogger;
  readonly health: HealthChecks;
  readonly meters: Meters;
  readonly closing: ClosingLast;
  readonly graceMs: number;
  readonly drainMs: number;
  readonly management: Server | undefined;
  door?: GrpcDoor;
}

/** A port of its own, if one is configured. */
async function managementPort(
  answer: ManagementHandler,
  { MANAGEMENT_PORT, MANAGEMENT_HOST }: ServiceConfig,
): Promise<Server | undefined> {
  if (MANAGEMENT_PORT === undefined) return undefined;
  return listenForManagement(answer, MANAGEMENT_PORT, MANAGEMENT_HOST);
}

/** On the HTTP port, before whatever else is there. */
function answerBeside(app: NestExpressApplication, answer: ManagementHandler): void {
  app.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (!answer(request, response)) next();
  });
}

function end(server: Server | undefined): void {
  server?.close();
  server?.closeAllConnections();
}

async function connectGrpc(opened: Opened, grpc: NonNullable<ServiceOptions['grpc']>, config: ServiceConfig) {
  const port = config.GRPC_PORT === 0 ? await freePort(config.GRPC_HOST) : config.GRPC_PORT;
  const { app, logger } = opened;
  const problems = new ProblemFilter(logger);
  const door = grpcDoor({
    packages: [grpc.package].flat(),
    limits: grpc.limits ?? {},
    url: `${config.GRPC_HOST}:${port}`,
    reflects: config.GRPC_REFLECTION,
    callers: app.get(Callers),
    arrivalMs: config.GRPC_ARRIVAL_MS,
    silenceMs: config.GRPC_SILENCE_MS,
    answerTo: (error) => problems.grpcAnswer(error),
  });
  opened.door = door;
  const microservice = app.connectMicroservice(door.options, { inheritAppConfig: true });
  return {
    listen: async () => {
      try {
        await microservice.listen();
      } catch (cause) {
        throw isPortTaken(cause) ? portTaken('GRPC_PORT', door.url, cause) : cause;
      }
    },
  };
}

async function listenForHttp(
  app: NestExpressApplication,
  http: NonNullable<ServiceOptions['http']>,
  logger: ServiceLogger,
): Promise<void> {
  try {
    await app.listen(http.port, http.host);
    const server: Server = app.getHttpServer();
    hearErrors(server, (error) => logger.warn('a connection could not be taken', error, 'startService'));
  } catch (cause) {
    throw isPortTaken(cause) ? portTaken('PORT', `${http.host}:${http.port}`, cause) : cause;
  }
}

const drainOf = (config: ServiceConfig): number => (config instanceof UserFacingConfig ? config.HTTP_DRAIN_MS : 0);

/** Not ready first; callers are sent elsewhere; then no new calls, running ones get their time; consumers drain; the database closes last. */
async function close({ app, health, meters, closing, door, management, graceMs, drainMs }: Opened): Promise<void> {
  health.stop();
  door?.stopServing();
  const httpServer: Server = app.getHttpServer();
  let cut: NodeJS.Timeout | undefined;
  try {
    await drain(httpServer, drainMs);
    cut = setTimeout(() => {
      door?.cut();
      httpServer.closeAllConnections();
    }, graceMs);
    await app.close();
  } finally {
    clearTimeout(cut);
    await closing.close();
    end(management);
    meters.registry.clear();
  }
}

const isPortTaken = (error: unknown): boolean => error instanceof Error && error.message.includes('EADDRINUSE');

const portTaken = (variable: string, where: string, cause: unknown): StartError =>
  new StartError(`${where} cannot be used: another program has this port. Set ${variable} to a free one.`, { cause });

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a TCP port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
