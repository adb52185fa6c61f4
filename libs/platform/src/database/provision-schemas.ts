import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { readerOf } from './service-schemas';

/** One service's place in the database. */
export interface SchemaOwner {
  /** The login role; unique in the server. */
  readonly role: string;
  readonly schema: string;
  /** Further schemas of the same role, beside the one on its search path: what is backed up apart. */
  readonly beside?: readonly string[];
  /** A new random one at every call if not given: then earlier addresses stop working for new connections. */
  readonly password?: string;
}

/**
 * Makes one login role and one schema per service, as an administrator of the database. May run again at any time,
 * also while another process runs it. No role sees another's schema, nobody may create in `public`, and each role's
 * search path is its schema.
 * @returns each service's database address, by schema.
 */
export async function provisionSchemas(
  adminUrl: string,
  owners: readonly SchemaOwner[],
): Promise<Record<string, string>> {
  const client = new Client({ connectionString: adminUrl, application_name: 'peoplesync-provision' });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('peoplesync-provision'))`);
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = rows[0]?.name ?? '';
    await client.query(`REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
    await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
    const urls: Record<string, string> = {};
    for (const owner of owners) {
      const password = owner.password ?? randomBytes(24).toString('base64url');
      await provision(client, database, owner, password);
      urls[owner.schema] = addressFor(adminUrl, owner.role, password);
    }
    for (const { schema, role } of owners.flatMap(schemasOf)) {
      const others = owners.filter((other) => other.role !== role).map((other) => escapeIdentifier(other.role));
      if (others.length === 0) continue;
      await client.query(`REVOKE ALL ON SCHEMA ${escapeIdentifier(schema)} FROM ${others.join(', ')}`);
    }
    await client.query('COMMIT');
    return urls;
  } finally {
    await client.end();
  }
}

/** Every schema of a role, its own first. */
export const schemasOf = ({ role, schema, beside = [] }: SchemaOwner): { role: string; schema: string }[] =>
  [schema, ...beside].map((name) => ({ role, schema: name }));

async function provision(client: Client, database: string, owner: SchemaOwner, password: string): Promise<void> {
  const role = escapeIdentifier(owner.role);
  const schema = escapeIdentifier(owner.schema);
  const existing = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [owner.role]);
  if (existing.rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN`);
  await client.query(`ALTER ROLE ${role} WITH LOGIN NOCREATEDB NOCREATEROLE PASSWORD ${escapeLiteral(password)}`);
  // An administrator who is not a superuser may give a schema only to a role it belongs to.
  await client.query(`GRANT ${role} TO CURRENT_USER`);
  await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(database)} TO ${role}`);
  for (const name of schemasOf(owner).map((one) => escapeIdentifier(one.schema))) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${name} AUTHORIZATION ${role}`);
    await client.query(`ALTER SCHEMA ${name} OWNER TO ${role}`);
    await client.query(`REVOKE ALL ON SCHEMA ${name} FROM PUBLIC`);
  }
  await client.query(`ALTER ROLE ${role} IN DATABASE ${escapeIdentifier(database)} SET search_path = ${schema}`);
  await provisionReader(client, owner);
}

/** A role that sees every table of the owner's, those to come among them, and changes none. */
async function provisionReader(client: Client, owner: SchemaOwner): Promise<void> {
  const name = readerOf(owner);
  if (name === undefined) return;
  const [role, reader] = [owner.role, name].map((one) => escapeIdentifier(one));
  const existing = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (existing.rowCount === 0) await client.query(`CREATE ROLE ${reader} NOLOGIN`);
  await client.query(`GRANT ${reader} TO ${role}`);
  for (const { schema } of schemasOf(owner)) {
    const inSchema = escapeIdentifier(schema);
    await client.query(`GRANT USAGE ON SCHEMA ${inSchema} TO ${reader}`);
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${inSchema} TO ${reader}`);
    await client.query(
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${role} IN SCHEMA ${inSchema} GRANT SELECT ON TABLES TO ${reader}`,
    );
  }
}

/** The same database as somebody else. */
export function addressFor(adminUrl: string, role: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.toString();
}
