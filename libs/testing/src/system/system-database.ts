import { provisionSchemas, serviceSchemas } from '@people-sync/platform';
import { Client, escapeIdentifier } from 'pg';
import { provideTestDatabase } from '../real';
import type { ServiceName } from './running-system';

/** A database with a schema and a role per service. */
export interface SystemDatabase {
  /** As a superuser. */
  readonly url: string;
  urlOf(service: ServiceName): string;
  /** Removes the database and its roles. */
  drop(): Promise<void>;
}

/** Makes one on the run's server; its roles are named after it, since roles belong to the whole server. */
export async function systemDatabase(): Promise<SystemDatabase> {
  const database = await provideTestDatabase();
  const owners = Object.values(serviceSchemas).map((schema) => ({
    schema,
    role: `${new URL(database.url).pathname.slice(1)}_${schema}`,
  }));
  const drop = async (): Promise<void> => {
    await database.drop();
    const client = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await client.connect();
    try {
      await client.query(`DROP ROLE IF EXISTS ${owners.map(({ role }) => escapeIdentifier(role)).join(', ')}`);
    } finally {
      await client.end();
    }
  };
  try {
    const urls = await provisionSchemas(database.url, owners);
    return { url: database.url, urlOf: (service) => urls[serviceSchemas[service]] ?? '', drop };
  } catch (error) {
    await drop();
    throw error;
  }
}
