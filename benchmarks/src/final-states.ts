import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';

const POLL_MS = 50;
const moving = ['queued', 'requested', 'fetching', 'comparing', 'applying'];

/** How the newest syncs of several tenants ended, in people. */
export interface Outcome {
  readonly joined: number;
  readonly changed: number;
  readonly refused: number;
  readonly unchanged: number;
}

interface Group extends Outcome {
  readonly status: string;
  readonly reason: string | null;
  readonly held_because: string[];
  readonly count: number;
}

const NEWEST = `
  SELECT status, reason, held_because, count(*)::int AS count, ${['joined', 'changed', 'refused', 'unchanged']
    .map((name) => `coalesce(sum((counts->>'${name}')::int), 0)::int AS ${name}`)
    .join(', ')}
    FROM (SELECT DISTINCT ON (tenant_id) * FROM gateway.syncs WHERE tenant_id = ANY($1) ORDER BY tenant_id, number DESC) n
   GROUP BY status, reason, held_because`;

/**
 * Waits until these tenants' newest syncs have ended.
 * @throws as soon as one ends, or is held, otherwise than as `expected`: the figures would be of other work.
 */
export async function allEnded(
  database: Client,
  tenants: readonly string[],
  expected: 'completed' | 'completed-with-problems' = 'completed',
): Promise<Outcome> {
  for (;;) {
    const { rows } = await database.query<Group>(NEWEST, [tenants]);
    const other = rows.filter(({ status }) => status !== expected && !moving.includes(status));
    if (other.length > 0) throw new Error(`not every sync ended as ${expected}: ${JSON.stringify(other)}`);
    const [ended] = rows;
    if (ended?.status === expected && ended.count === tenants.length) return ended;
    await wait(POLL_MS);
  }
}

/** @throws if the syncs did not do what was measured. */
export function mustHave(outcome: Outcome, expected: Partial<Outcome>): void {
  for (const [name, people] of Object.entries(expected)) {
    const found = outcome[name as keyof Outcome];
    if (found !== people) throw new Error(`${people} should be ${name}, and ${found} are: ${JSON.stringify(outcome)}`);
  }
}
