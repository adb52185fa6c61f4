import { provideKafka, providePostgres } from './servers/provide';
import type { TestServer } from './servers/test-server';

declare global {
  // A global of Jest's own process, for the teardown.
  var peopleSyncTestServers: TestServer[] | undefined;
}

/**
 * Starts the servers once for a run; the workers inherit the addresses. Both tiers name this file, and `npm test` calls
 * it before Jest: whoever comes later finds TEST_SERVERS_READY.
 */
export default async function setup(): Promise<void> {
  if (process.env['TEST_SERVERS_READY'] === '1') return;
  const [postgres, kafka] = await Promise.allSettled([providePostgres(), provideKafka()]);
  globalThis.peopleSyncTestServers = [postgres, kafka].flatMap((server) =>
    server.status === 'fulfilled' && server.value ? [server.value] : [],
  );
  for (const server of [postgres, kafka]) {
    if (server.status === 'fulfilled') continue;
    await Promise.all(globalThis.peopleSyncTestServers.map((started) => started.stop()));
    throw server.reason;
  }
  process.env['TEST_DATABASE_URL'] = addressOf(postgres);
  process.env['TEST_KAFKA_BROKERS'] = addressOf(kafka);
  process.env['TEST_KAFKA_FROM'] = kafka.status === 'fulfilled' ? (kafka.value?.how ?? '') : '';
  process.env['TEST_SERVERS_READY'] = '1';
}

const addressOf = (server: PromiseSettledResult<TestServer | undefined>): string =>
  server.status === 'fulfilled' ? (server.value?.address ?? '') : '';
