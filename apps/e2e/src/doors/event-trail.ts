import { type EventPlace, recordedEvents } from '@people-sync/testing';
import { Client } from 'pg';

/** A query as a superuser, who sees every service's schema. */
export async function query<T extends object>(
  system: Pick<EventPlace, 'databaseUrl'>,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The short names of a sync's events on all topics, sorted; one that a relay published again counts once. */
export async function eventsOf(system: EventPlace, syncId: string): Promise<string[]> {
  const events = new Set(await recordedEvents(system));
  const ofSync = [...events].filter((value) => value.includes(`"syncid":"${syncId}"`));
  return ofSync.map((value) => /"type":"net\.wethrive\.peoplesync\.([a-z.-]+)\.v\d+"/.exec(value)?.[1] ?? '').sort();
}
