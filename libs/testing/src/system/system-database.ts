import { randomBytes } from 'node:crypto';
import { addressFor, besideOf, type Environment, provisionSchemas, serviceSchemas } from '@people-sync/platform';
import { Client, escapeIdentifier } from 'pg';
import { provideTestDatabase } from '../real';
import { embeddedPostgres, type EmbeddedPostgres } from '../servers/postgres';
import type { ServiceName } from './running-system';

/** A database with a schema and a role per service. */
export interface SystemDatabase {
  /** As a superuser. */
  readonly url: string;
  urlOf(service: ServiceName): string;
  /** What `provision` has to know to prepare it. */
  readonly provisionEnvironment: Environment;
  /** Its server, which may be stopped meanwhile; undefined on one that others use too. */
  readonly own: EmbeddedPostgres | undefined;
  /** Removes the database and its roles, or its own server with them. */
  drop(): Promise<void>;
}

/** Where a system's database is made, and how far. */
export interface DatabaseOptions {
  /** false: roles and schemas are somebody else's work. */
  readonly isProvisioned: boolean;
  /** On a server for this system alone; else on the run's. */
  readonly isOwn: boolean;
}

/** Makes one; its roles are named after it, since roles belong to the whole server. */
export async function systemDatabase({ isProvisioned, isOwn }: DatabaseOptions): Promise<SystemDatabase> {
  const own = isOwn ? await embeddedPostgres() : undefined;
  const database = own ? { url: own.address, drop: () => own.stop() } : await provideTestDatabase();
  const prefix = `${new URL(database.url).pathname.slice(1)}_`;
  const owners = Object.values(serviceSchemas).map((schema) => ({
    schema,
    beside: besideOf(schema),
    role: prefix + schema,
    password: randomBytes(24).toString('hex'),
  }));
  const urls = owners.map(({ schema, role, password }) => [schema, addressFor(database.url, role, password)] as const);
  const passwords = owners.map(({ schema, password }) => [`${schema.toUpperCase()}_DATABASE_PASSWORD`, password]);
  const provisionEnvironment: Environment = {
    ADMIN_DATABASE_URL: database.url,
    ROLE_PREFIX: prefix,
    ...(Object.fromEntries(passwords) as Environment),
  };
  const drop = async (): Promise<void> => {
    await database.drop();
    if (own) return;
    const client = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await client.connect();
    try {
      await client.query(`DROP ROLE IF EXISTS ${owners.map(({ role }) => escapeIdentifier(role)).join(', ')}`);
    } finally {
      await client.end();
    }
  };
  try {
    if (isProvisioned) await provisionSchemas(database.url, owners);
    const urlOf = (service: ServiceName): string => new Map(urls).get(serviceSchemas[service]) ?? '';
    return { url: database.url, urlOf, provisionEnvironment, own, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}
