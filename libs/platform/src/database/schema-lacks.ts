import { livelyConnection } from '@people-sync/messaging';
import { Client, escapeIdentifier } from 'pg';
import { migrationName, MIGRATIONS_TABLE, type ServiceSchema } from './service-schema';
import { codeOf, unreachable } from './unreachable';

/** A look at a schema takes no longer. */
const ANSWER_MS = 10_000;

/** PostgreSQL's words for a table, and a schema, that is not there. */
const NOT_THERE = new Set(['42P01', '3F000']);
const NOT_ALLOWED = '42501';

/**
 * What keeps a service from starting on its schema, one sentence; undefined if every migration that was built into this
 * program is there. A schema that has more is newer, and fine. Changes nothing.
 * @param databaseUrl of the service's own role.
 */
export async function schemaLacks(databaseUrl: string, service: ServiceSchema): Promise<string | undefined> {
  const { schema, migrations } = service;
  const client = new Client({
    ...livelyConnection,
    connectionString: databaseUrl,
    application_name: `peoplesync-${schema}`,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  try {
    await client.connect();
    const table = `${escapeIdentifier(schema)}.${MIGRATIONS_TABLE}`;
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${table}`);
    const present = new Set(rows.map(({ name }) => name));
    const missing = migrations.map(migrationName).filter((name) => !present.has(name));
    if (missing.length === 0) return undefined;
    return `The schema ${schema} is older than this program, it lacks ${missing.join(', ')}: run provision.`;
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && NOT_THERE.has(code)) return `The schema ${schema} has no tables yet: run provision.`;
    if (code === NOT_ALLOWED) return `The schema ${schema} may not be used by this role: run provision.`;
    return unreachable(databaseUrl, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
