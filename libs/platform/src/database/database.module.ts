import { createHash } from 'node:crypto';
import { livelyConnection, serverNotices } from '@people-sync/messaging';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { getRepositoryToken } from '@nestjs/typeorm';
import { DataSource, type EntityTarget, type MigrationInterface, MigrationExecutor, type ObjectLiteral } from 'typeorm';
import { ServiceConfig } from '../config/service.config';
import { HealthChecks } from '../health/health-checks';
import { ClosingLast } from '../service/closing-last';
import { StartError } from '../service/running-service';

type EntityClass = new (...args: never[]) => ObjectLiteral;
type MigrationClass = new () => MigrationInterface;

/** A service's own part of the database. */
export interface DatabaseOptions {
  /** Its schema: where everything it creates goes, and the only one on the search path. */
  readonly schema: string;
  readonly entities: readonly EntityClass[];
  /** Applied at start in the order of their time stamps, one transaction each; two processes wait for each other. */
  readonly migrations: readonly MigrationClass[];
  /** The service's configuration; that of `startService` if not given. */
  readonly config?: ServiceConfig;
}

/** A statement may take this long. A nested-loop plan after a bulk load would else run for minutes, unseen. */
const STATEMENT_TIMEOUT_MS = 60_000;

@Module({})
export class DatabaseModule {}

/**
 * Gives the app its TypeORM `DataSource` and `@InjectRepository(entity)`, and readiness a check called `database`.
 * It closes when all shutdown hooks have run.
 * The start fails with a sentence if the database does not answer or the schema may not be used.
 */
export function databaseModule(options: DatabaseOptions): DynamicModule {
  const dataSource: Provider = {
    provide: DataSource,
    inject: [ServiceConfig, HealthChecks, ClosingLast],
    useFactory: async (config: ServiceConfig, health: HealthChecks, closing: ClosingLast) => {
      const opened = await openDatabase(options, options.config ?? config);
      closing.add(() => opened.destroy());
      health.add('database', async () => {
        await opened.query('SELECT 1');
      });
      return opened;
    },
  };
  const repositories: Provider[] = options.entities.map((entity) => ({
    provide: getRepositoryToken(entity),
    inject: [DataSource],
    useFactory: (opened: DataSource) => opened.getRepository(target(entity)),
  }));
  return {
    module: DatabaseModule,
    global: true,
    providers: [dataSource, ...repositories],
    exports: [DataSource, ...options.entities.map((entity) => getRepositoryToken(entity))],
  };
}

const target = (entity: EntityClass): EntityTarget<ObjectLiteral> => entity;

/**
 * A statement's answer that is later than its timeout by this much comes from a machine that is gone. The limit is the
 * connection's, so migrations, which may take long, have one of their own.
 */
const ANSWER_MS = STATEMENT_TIMEOUT_MS + 5_000;

/** Connects, makes the schema if the role may, and applies what is missing of the migrations. */
async function openDatabase(options: DatabaseOptions, config: ServiceConfig): Promise<DataSource> {
  const migrating = await connect(options, config, 1, undefined);
  try {
    await migrate(migrating, options.schema);
  } finally {
    await migrating.destroy();
  }
  return connect(options, config, config.DATABASE_POOL_SIZE, ANSWER_MS);
}

async function connect(
  options: DatabaseOptions,
  config: ServiceConfig,
  poolSize: number,
  answerMs: number | undefined,
): Promise<DataSource> {
  const { schema } = options;
  const dataSource = new DataSource({
    type: 'postgres',
    url: config.DATABASE_URL,
    entities: [...options.entities],
    migrations: [...options.migrations],
    migrationsTableName: 'schema_migrations',
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize,
    connectTimeoutMS: 10_000,
    applicationName: `peoplesync-${schema}`,
    extra: {
      ...livelyConnection,
      options: `-c search_path=${schema} -c statement_timeout=${STATEMENT_TIMEOUT_MS} ${serverNotices}`,
      query_timeout: answerMs,
    },
  });
  try {
    return await dataSource.initialize();
  } catch (cause) {
    throw new StartError(unreachable(config.DATABASE_URL, cause), { cause });
  }
}

/** On one connection, under a lock of the schema's own, so that a pool of one suffices and two starts do not collide. */
async function migrate(dataSource: DataSource, schema: string): Promise<void> {
  const lock = createHash('sha256').update(`peoplesync-migrations:${schema}`).digest().readInt32BE(0);
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query(`SET statement_timeout = '15min'`);
    await runner.query('SELECT pg_advisory_lock($1, 20481)', [lock]);
    await ensureSchema(runner.query.bind(runner), schema);
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'each';
    await executor.executePendingMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1, 20481)', [lock]).catch(() => undefined);
    await runner.release();
  }
}

async function ensureSchema(query: (sql: string, values?: unknown[]) => Promise<unknown>, schema: string) {
  const found = await query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (Array.isArray(found) && found.length > 0) return;
  try {
    await query(`CREATE SCHEMA "${schema}"`);
  } catch (cause) {
    throw new StartError(`The schema ${schema} does not exist and this role may not create it: provision it first.`, {
      cause,
    });
  }
}

/** Host and database, never user or password. */
function unreachable(databaseUrl: string, cause: unknown): string {
  const url = new URL(databaseUrl);
  const where = `${decodeURIComponent(url.pathname.slice(1))} on ${url.hostname}:${url.port || '5432'}`;
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  const why =
    code === '28P01' || code === '28000'
      ? 'refuses the name or password in DATABASE_URL'
      : code === '3D000'
        ? 'does not exist'
        : 'does not answer';
  return `The database ${where} ${why}${typeof code === 'string' ? ` (${code})` : ''}: check DATABASE_URL.`;
}
