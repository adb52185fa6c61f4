import { provideKafka, providePostgres } from './servers/provide';
import type { TestServer } from './servers/test-server';

declare global {
  // A global of Jest's own process, for the teardown.
  var peopleSyncTestServers: (TestServer | undefined)[] | undefined;
}

/** Starts the servers once for a run; the workers inherit the addresses. Both tiers name this file: the second finds them. */
export default async function setup(): Promise<void> {
  if (globalThis.peopleSyncTestServers) return;
  const servers = Promise.all([providePostgres(), provideKafka()]);
  globalThis.peopleSyncTestServers = await servers;
  const [postgres, kafka] = await servers;
  process.env['TEST_DATABASE_URL'] = postgres?.address ?? '';
  process.env['TEST_KAFKA_BROKERS'] = kafka?.address ?? '';
}
