import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';

const POLL_MS = 50;

/** Waits until these tenants' newest syncs are final; throws if one is not completed. */
export async function allFinal(database: Client, tenants: readonly string[]): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ status: string; count: string }>(
      `SELECT status, count(*) AS count FROM (
         SELECT DISTINCT ON (tenant_id) status FROM gateway.syncs WHERE tenant_id = ANY($1) ORDER BY tenant_id, number DESC
       ) newest GROUP BY status`,
      [tenants],
    );
    const of = (...statuses: string[]): number =>
      rows.filter((row) => statuses.includes(row.status)).reduce((sum, row) => sum + Number(row.count), 0);
    if (of('failed', 'cancelled', 'held') > 0) throw new Error(`not all completed: ${JSON.stringify(rows)}`);
    if (of('completed', 'completed-with-problems') === tenants.length) return;
    await wait(POLL_MS);
  }
}
