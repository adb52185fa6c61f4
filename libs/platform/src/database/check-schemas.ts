import { Client } from 'pg';
import { addressFor, type SchemaOwner, schemasOf } from './provision-schemas';

/** One thing that `provisionSchemas` would mend. */
export interface SchemaFault {
  /** The service's schema; undefined for what concerns all of them. */
  readonly schema: string | undefined;
  readonly said: string;
}

/** What is there for one service. */
interface Found {
  readonly role: string;
  readonly schema: string;
  readonly hasRole: boolean;
  readonly mayLogIn: boolean;
  /** Null without the schema. */
  readonly owner: string | null;
  /** Other services' roles that can see what is in the schema. */
  readonly seenBy: readonly string[];
}

/**
 * What `provisionSchemas` would mend, one sentence each; nothing if a service can start with its role. Changes nothing.
 * A password is tried by connecting with it.
 */
export async function schemaFaults(adminUrl: string, owners: readonly SchemaOwner[]): Promise<SchemaFault[]> {
  const client = new Client({ connectionString: adminUrl, application_name: 'peoplesync-provision' });
  await client.connect();
  try {
    const all = owners.flatMap(schemasOf);
    const { rows } = await client.query<Found>(
      `WITH wanted AS (SELECT * FROM unnest($1::text[], $2::text[]) AS o(role, schema))
       SELECT w.role, w.schema, r.oid IS NOT NULL AS "hasRole", coalesce(r.rolcanlogin, false) AS "mayLogIn",
              pg_get_userbyid(n.nspowner) AS owner,
              ARRAY(SELECT DISTINCT o.role FROM wanted o JOIN pg_roles p ON p.rolname = o.role
                     WHERE o.role <> w.role AND has_schema_privilege(p.oid, n.oid, 'USAGE') ORDER BY 1) AS "seenBy"
         FROM wanted w
         LEFT JOIN pg_roles r ON r.rolname = w.role
         LEFT JOIN pg_namespace n ON n.nspname = w.schema
        ORDER BY w.schema`,
      [all.map(({ role }) => role), all.map(({ schema }) => schema)],
    );
    const open = await client.query(`SELECT 1 WHERE has_schema_privilege('public', 'public', 'CREATE')`);
    const faults: SchemaFault[] = rows.flatMap((row) => faultsOf(row).map((said) => ({ schema: row.schema, said })));
    if (open.rowCount !== 0) {
      faults.push({ schema: undefined, said: 'everybody may create tables in the schema public' });
    }
    for (const { role, schema, password } of owners) {
      if (password === undefined || !rows.some((row) => row.role === role && row.mayLogIn)) continue;
      if (!(await canConnect(addressFor(adminUrl, role, password)))) {
        faults.push({ schema, said: `the role ${role} cannot log in to this database with its password` });
      }
    }
    return faults;
  } finally {
    await client.end();
  }
}

function faultsOf({ role, schema, hasRole, mayLogIn, owner, seenBy }: Found): string[] {
  const faults: string[] = [];
  if (!hasRole) faults.push(`the role ${role} is missing`);
  else if (!mayLogIn) faults.push(`the role ${role} may not log in`);
  if (owner === null) faults.push(`the schema ${schema} is missing`);
  else if (owner !== role) faults.push(`the schema ${schema} belongs to ${owner} instead of ${role}`);
  for (const other of seenBy) faults.push(`the role ${other} can see the schema ${schema}`);
  return faults;
}

async function canConnect(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, application_name: 'peoplesync-provision' });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
