import { livelyConnection, serverNotices } from '@people-sync/messaging';
import type { DataSource, ObjectLiteral } from 'typeorm';
import { StartError } from '../service/running-service';
import { MIGRATIONS_TABLE, type ServiceSchema } from './service-schema';
import { TracedDataSource } from './traced-data-source';
import { unheard } from './unheard';
import { unreachable } from './unreachable';

export type EntityClass = new (...args: never[]) => ObjectLiteral;

/** A statement may take this long. A nested-loop plan after a bulk load would else run for minutes, unseen. */
export const STATEMENT_TIMEOUT_MS = 60_000;

/**
 * Opens a pool on one service's schema.
 * @param answerMs how long an answer may take; undefined: as long as the statement.
 * @throws StartError with a sentence if the database does not answer.
 */
export async function connect(
  databaseUrl: string,
  { schema, entities, migrations }: ServiceSchema & { readonly entities: readonly EntityClass[] },
  poolSize: number,
  answerMs: number | undefined,
): Promise<DataSource> {
  const dataSource = new TracedDataSource(schema, {
    type: 'postgres',
    url: databaseUrl,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: MIGRATIONS_TABLE,
    synchronize: false,
    logging: false,
    logger: unheard,
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
    throw new StartError(unreachable(databaseUrl, cause), { cause });
  }
}
