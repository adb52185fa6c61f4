import { createHash } from 'node:crypto';
import { DataSource, MigrationExecutor, QueryFailedError } from 'typeorm';
import { StartError } from '../service/running-service';
import { connect } from './connect';
import type { ServiceSchema } from './service-schema';
import { codeOf } from './unreachable';

/**
 * Brings a schema to the version that was built into this program, as the role in the address, which owns it; makes the
 * schema if that role may. Waits for others that do the same. Leaves a newer schema as it is.
 * @throws StartError with a sentence; the migration that failed has left nothing.
 */
export async function migrateSchema(databaseUrl: string, service: ServiceSchema): Promise<void> {
  const dataSource = await connect(databaseUrl, { ...service, entities: [] }, 1, undefined);
  try {
    await migrate(dataSource, service.schema);
  } finally {
    await dataSource.destroy();
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
    try {
      await executor.executePendingMigrations();
    } catch (cause) {
      const [failed] = await executor.getPendingMigrations().catch(() => []);
      throw new StartError(`The schema ${schema} stays as it was: ${failed?.name ?? 'a migration'} ${whyOf(cause)}.`, {
        cause,
      });
    }
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1, 20481)', [lock]).catch(() => undefined);
    await runner.release();
  }
}

/** PostgreSQL's own words, but for values that do not fit (classes 22 and 23): those words may quote somebody's. */
function whyOf(cause: unknown): string {
  const driver: unknown = cause instanceof QueryFailedError ? cause.driverError : cause;
  const code = codeOf(driver);
  if (!(driver instanceof Error) || code === undefined) return 'cannot be applied';
  if (/^2[23]/.test(code)) return `meets values that do not fit (${code})`;
  return `cannot be applied (${code}, ${driver.message})`;
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
