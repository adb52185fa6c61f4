import { Client } from 'pg';
import type { Catalogue, Column } from './catalogue.testkit';

/** Days of a table that is kept by days are made while it runs, and are as the table. */
const OWN_TABLES = `c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY($1)`;

/** Reads what the schemas hold; a service's own book of its migrations is left out. */
export async function readCatalogue(databaseUrl: string, schemas: readonly string[], book: string): Promise<Catalogue> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const names = async (sql: string): Promise<Set<string>> => {
    const { rows } = await client.query<{ said: string }>(sql, [schemas, book]);
    return new Set(rows.map(({ said }) => said));
  };
  try {
    const columns = await client.query<Column & { name: string }>(
      `SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type,
              NOT a.attnotnull AS nullable, (NOT a.attnotnull OR a.atthasdef OR a.attidentity <> '') AS filled
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND ${OWN_TABLES} AND c.relname <> $2`,
      [schemas, book],
    );
    return {
      columns: new Map(columns.rows.map(({ name, type, nullable, filled }) => [name, { type, nullable, filled }])),
      rules: await names(
        // NOT NULL is told by the column; a unique index is told here also where no constraint stands behind it.
        `SELECT format('%I.%I %s', n.nspname, c.relname, pg_get_constraintdef(k.oid)) AS said
           FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE k.contype <> 'n' AND ${OWN_TABLES} AND c.relname <> $2
         UNION ALL
         SELECT format('%I.%I %s', n.nspname, c.relname,
                       regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE UNIQUE INDEX .* USING', 'UNIQUE INDEX'))
           FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE i.indisunique AND ${OWN_TABLES} AND c.relname <> $2`,
      ),
      triggers: await names(
        `SELECT format('%I.%I %s', n.nspname, c.relname, pg_get_triggerdef(t.oid)) AS said
           FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE NOT t.tgisinternal AND ${OWN_TABLES} AND c.relname <> $2`,
      ),
    };
  } finally {
    await client.end();
  }
}
