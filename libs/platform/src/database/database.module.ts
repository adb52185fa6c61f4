import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { getRepositoryToken } from '@nestjs/typeorm';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { ServiceConfig } from '../config/service.config';
import { HealthChecks } from '../health/health-checks';
import { ServiceLogger } from '../logging/service-logger';
import { ClosingLast } from '../service/closing-last';
import { StartStop } from '../service/start-stop';
import { connect, type EntityClass, STATEMENT_TIMEOUT_MS } from './connect';
import { DatabaseWatch } from './database-watch';
import { migrateSchema } from './migrate';
import { schemaThere } from './schema-wait';
import { ScrapeDatabase } from './scrape-database';
import type { ServiceSchema } from './service-schema';

/** A service's own part of the database. */
export interface DatabaseOptions extends ServiceSchema {
  readonly entities: readonly EntityClass[];
  /** Further schemas of the same role, made with it: what is backed up apart. Statements name them. */
  readonly beside?: readonly ServiceSchema[];
  /** The service's configuration; that of `startService` if not given. */
  readonly config?: ServiceConfig;
}

@Module({})
export class DatabaseModule {}

/**
 * A statement's answer that is later than its timeout by this much comes from a machine that is gone. The limit is the
 * connection's, so migrations, which may take long, have one of their own.
 */
const ANSWER_MS = STATEMENT_TIMEOUT_MS + 5_000;

/**
 * Gives the app its TypeORM `DataSource` and `@InjectRepository(entity)`, and readiness a check called `database`.
 * It closes when all shutdown hooks have run. By MIGRATIONS the schema is brought to this version first, or waited for.
 * The start fails with a sentence if the database does not answer or the schema may not be used.
 */
export function databaseModule(options: DatabaseOptions): DynamicModule {
  const dataSource: Provider = {
    provide: DataSource,
    inject: [ServiceConfig, HealthChecks, ClosingLast, ServiceLogger, StartStop],
    useFactory: async (
      ofService: ServiceConfig,
      health: HealthChecks,
      closing: ClosingLast,
      logger: ServiceLogger,
      { signal }: StartStop,
    ) => {
      const { MIGRATIONS, databaseUrl, DATABASE_POOL_SIZE } = options.config ?? ofService;
      for (const schema of [options, ...(options.beside ?? [])]) {
        if (MIGRATIONS === 'wait') await schemaThere(databaseUrl, schema, health, logger, signal);
        else await migrateSchema(databaseUrl, schema);
      }
      const opened = await connect(databaseUrl, options, DATABASE_POOL_SIZE, ANSWER_MS);
      closing.add(() => opened.destroy());
      health.add('database', async () => {
        await opened.query('SELECT 1');
      });
      return opened;
    },
  };
  const scrapes: Provider = {
    provide: ScrapeDatabase,
    inject: [ServiceConfig, ClosingLast],
    useFactory: (config: ServiceConfig, closing: ClosingLast) => {
      const opened = new ScrapeDatabase({
        url: (options.config ?? config).DATABASE_URL,
        schema: options.schema,
      });
      closing.add(() => opened.close());
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
    providers: [dataSource, scrapes, DatabaseWatch, ...repositories],
    exports: [DataSource, ScrapeDatabase, ...options.entities.map((entity) => getRepositoryToken(entity))],
  };
}

const target = (entity: EntityClass): EntityTarget<ObjectLiteral> => entity;
