import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** One company to read: its id in the table and its PeopleHR key. */
export interface FloorTenant {
  readonly tenantId: string;
  readonly apiKey: string;
}

interface Wrapped {
  readonly DisplayValue?: string;
}

type Row = Readonly<Record<string, Wrapped | string | undefined>>;

const columns = [
  'EmployeeId',
  'EmailId',
  'FirstName',
  'LastName',
  'JobRole',
  'Location',
  'Department',
  'ReportsTo',
  'EmployeeStatus',
  'LeavingDate',
];

/** How many companies are worked on at once: enough to keep both cores busy. */
const LANES = 8;

/** One connection of the floor, and the server's process behind it. */
export interface Lane {
  readonly client: Client;
  readonly backend: number;
}

/** Connects as many lanes as so many companies can use. */
export function connectLanes(databaseUrl: string, tenants: number): Promise<Lane[]> {
  return Promise.all(
    Array.from({ length: Math.min(LANES, tenants) }, async () => {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query<{ backend: number }>('SELECT pg_backend_pid() AS backend');
      return { client, backend: rows[0]?.backend ?? 0 };
    }),
  );
}

/**
 * The least that any such program must do, in one process without events: fetch, JSON.parse, COPY, one set-based
 * difference, one set-based apply. It proves nothing, keeps no history, and survives nothing: it is only the floor
 * that figures are compared with.
 */
export async function floor(lanes: readonly Lane[], peoplehr: string, tenants: readonly FloorTenant[]): Promise<void> {
  const queue = [...tenants];
  await Promise.all(
    lanes.map(async ({ client }) => {
      await client.query(`CREATE TEMP TABLE staging (LIKE floor.people)`);
      for (let next = queue.shift(); next; next = queue.shift()) await one(client, peoplehr, next);
    }),
  );
}

/** Makes the floor's own table, empty. */
export async function prepareFloor(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const fields = columns.map((column) => `"${column}" text`).join(', ');
  await client.query(`DROP SCHEMA IF EXISTS floor CASCADE`);
  await client.query(`CREATE SCHEMA floor`);
  await client.query(
    `CREATE TABLE floor.people (tenant_id text, digest text, ${fields}, PRIMARY KEY (tenant_id, "EmployeeId"))`,
  );
  await client.end();
}

async function one(client: Client, peoplehr: string, { tenantId, apiKey }: FloorTenant): Promise<void> {
  const response = await fetch(`${peoplehr}/Employee`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ APIKey: apiKey, Action: 'GetAllEmployeeDetail', IncludeLeavers: true }),
  });
  const { Result } = JSON.parse(await response.text()) as { Result: Row[] };
  await client.query('BEGIN');
  await client.query('TRUNCATE staging');
  const copy = client.query(copyFrom('COPY staging FROM STDIN'));
  await pipeline(Readable.from(lines(tenantId, Result)), copy);
  if (Result.length > 1000) await client.query('ANALYZE staging');
  const all = columns.map((column) => `"${column}"`);
  const set = all.filter((column) => column !== '"EmployeeId"').map((column) => `${column} = s.${column}`);
  await client.query(
    `WITH differing AS (
       SELECT s.* FROM staging s LEFT JOIN floor.people p ON p.tenant_id = $1 AND p."EmployeeId" = s."EmployeeId"
       WHERE p.digest IS DISTINCT FROM s.digest)
     INSERT INTO floor.people AS s2 SELECT * FROM differing s
     ON CONFLICT (tenant_id, "EmployeeId") DO UPDATE SET digest = excluded.digest, ${set.map((part) => part.replace('s.', 'excluded.')).join(', ')}`,
    [tenantId],
  );
  await client.query('COMMIT');
}

function* lines(tenantId: string, rows: readonly Row[]): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    const values = columns.map((column) => {
      const field = row[column];
      return (typeof field === 'string' ? field : (field?.DisplayValue ?? '')).trim();
    });
    const digest = createHash('sha256').update(JSON.stringify(values)).digest('hex');
    chunk += `${[tenantId, digest, ...values].map(escaped).join('\t')}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/** COPY's text format: backslash, tab and line ends are escaped. */
const escaped = (value: string): string =>
  /[\\\t\n\r]/.test(value)
    ? value.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r')
    : value;
