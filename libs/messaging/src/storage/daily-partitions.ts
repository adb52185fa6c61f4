import type { ClientBase } from 'pg';

/** A table that is partitioned by range of days (UTC) and has a partition `<table>_rest` for rows of no such day. */
export interface DailyTable {
  readonly table: string;
  /** The timestamptz it is partitioned by. */
  readonly column: string;
  /** Whole days that a row is kept at least. */
  readonly keptDays: number;
  /** SQL that is true if the relation `$table` holds a row that must stay, however old; never if not given. */
  readonly needed?: (table: string) => string;
}

/** Partitions are made this far ahead, so that days without maintenance still find theirs. */
const AHEAD_DAYS = 3;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Writers wait behind a statement that waits for a lock: it gives up early and comes again with the next round. */
const LOCK_TIMEOUT = '2s';
/** Not now: lock timeout, rows of that day are in the rest partition already, another process was faster. */
const NOT_NOW = new Set(['55P03', '23514', '42P07', '42P01']);

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const nameOf = (table: string, day: string): string => `${table}_${day.replaceAll('-', '')}`;

/** Makes the partitions to come and drops those that are old and no longer needed. Rows are never deleted one by one. */
export async function maintainDailyPartitions(client: ClientBase, daily: DailyTable, now: number): Promise<void> {
  const { table, column, keptDays } = daily;
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = $1::regclass ORDER BY c.relname`,
    [table],
  );
  const present = new Set(rows.map((row) => row.name));
  for (let ahead = 0; ahead <= AHEAD_DAYS; ahead++) {
    const day = dayOf(now + ahead * DAY_MS);
    const name = nameOf(table, day);
    if (present.has(name)) continue;
    const [from, to] = [`${day}T00:00:00Z`, `${dayOf(now + (ahead + 1) * DAY_MS)}T00:00:00Z`];
    await ifFree(client, `CREATE TABLE ${name} PARTITION OF ${table} FOR VALUES FROM ('${from}') TO ('${to}')`);
  }
  const oldest = dayOf(now - keptDays * DAY_MS);
  for (const name of present) {
    if (!/_\d{8}$/.test(name) || name >= nameOf(table, oldest)) continue;
    if (await isTrue(client, daily.needed?.(name))) continue;
    await ifFree(client, `DROP TABLE ${name}`);
  }
  const rest = `${table}_rest`;
  const young = `EXISTS (SELECT 1 FROM ${rest} WHERE ${column} >= '${oldest}T00:00:00Z')`;
  const empty = `NOT EXISTS (SELECT 1 FROM ${rest})`;
  if (await isTrue(client, `${empty} OR ${young}`)) return;
  if (await isTrue(client, daily.needed?.(rest))) return;
  await ifFree(client, `TRUNCATE ${rest}`);
}

async function isTrue(client: ClientBase, condition: string | undefined): Promise<boolean> {
  if (condition === undefined) return false;
  const { rows } = await client.query<{ holds: boolean }>(`SELECT ${condition} AS holds`);
  return rows[0]?.holds === true;
}

async function ifFree(client: ClientBase, statement: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !NOT_NOW.has(code)) throw error;
  }
}
