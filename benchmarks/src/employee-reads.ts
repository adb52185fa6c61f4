import { connected } from './connected';

/** Where the rows of a snapshot stand until they are judged. */
export const STAGING = 'reconciler.staging';

/** Every table that holds employees, or what was received or planned of them. */
const tables = [
  STAGING,
  'reconciler.base_rows',
  'reconciler.persons',
  'reconciler.plan_items',
  'writer.staged_changes',
  'writer.people',
  'writer.person_versions',
  'writer.reporting_lines',
] as const;

/** Rows of a table that were read, and rows that were written, since the database was made. */
export interface Touched {
  readonly table: string;
  readonly read: number;
  readonly written: number;
}

/**
 * By the database's own count: rows that a scan of the table read, and rows, or index entries where the row was not
 * needed, that were found by an index. Whoever read them must have ended its connection: until then its count is not in.
 * @throws if a table is not there: one of another name would count as not read
 */
const COUNTS = `
  SELECT t.name AS table,
         (s.seq_tup_read + greatest(coalesce(s.idx_tup_fetch, 0), coalesce(i.entries, 0)))::int AS read,
         (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::int AS written
    FROM unnest($1::text[]) WITH ORDINALITY AS t(name, ord)
    LEFT JOIN pg_stat_user_tables s ON s.relid = t.name::regclass
    LEFT JOIN (SELECT relid, sum(idx_tup_read) AS entries FROM pg_stat_user_indexes GROUP BY relid) i USING (relid)
   ORDER BY t.ord`;

/** Of everything that holds employees, what has been touched so far. */
export async function touchedSoFar(databaseUrl: string): Promise<Touched[]> {
  return connected(databaseUrl, async (client) => {
    const { rows } = await client.query<Touched>(COUNTS, [tables]);
    return rows;
  });
}

/** What was touched in between, table by table; those that were not are left out. */
export function touchedBetween(before: readonly Touched[], after: readonly Touched[]): Touched[] {
  return after
    .map(({ table, read, written }, i) => ({
      table,
      read: read - (before[i]?.read ?? 0),
      written: written - (before[i]?.written ?? 0),
    }))
    .filter(({ read, written }) => read > 0 || written > 0);
}

/** As the database does by itself within minutes, and long before the next night: rows of yesterday are gone for good. */
export async function tidy(databaseUrl: string): Promise<void> {
  await connected(databaseUrl, async (client) => {
    for (const table of tables) await client.query(`VACUUM (ANALYZE) ${table}`);
  });
}
