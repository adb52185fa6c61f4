import { parseArgs } from 'node:util';
import { provideKafka, providePostgres, provideTestDatabase, startSystem } from '@people-sync/testing';
import type { Measured } from './measured-system';
import { PlatformDoor } from './platform-door';
import { latencyReport, loadReport } from './report';
import { compareLatency } from './scenarios/latency';
import { compareLoad, type Load } from './scenarios/load';
import { SimulatedPeopleHr } from './simulated';

const services = ['gateway', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer'] as const;

/** The design's limits, as ratios to the floor: first load, no change, 3 % change. */
const manyLimits = [4, 1.5, 3] as const;
const oneLimits = [4, 1.2, 3] as const;

const sizes = {
  small: { many: 200, one: 5000, clicks: 50 },
  full: { many: 2000, one: 50_000, clicks: 200 },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { size: { type: 'string', default: 'small' }, only: { type: 'string' } } });
  const size = values.size === 'full' ? sizes.full : sizes.small;
  const wants = (name: string): boolean => values.only === undefined || values.only === name;
  const [postgres, kafka] = await Promise.all([providePostgres(), provideKafka()]);
  if (!postgres || !kafka) throw new Error('the benchmark needs a real PostgreSQL and a real Kafka');
  process.env['TEST_DATABASE_URL'] = postgres.address;
  process.env['TEST_KAFKA_BROKERS'] = kafka.address;
  try {
    if (wants('many')) {
      const load: Load = { name: 'many', tenants: size.many, employees: 50, limits: manyLimits };
      console.log(
        loadReport(`${size.many} companies of 50 people`, await onSystem((system) => compareLoad(system, load))),
      );
    }
    if (wants('one')) {
      const load: Load = { name: 'one', tenants: 1, employees: size.one, limits: oneLimits };
      console.log(
        loadReport(`One company of ${size.one} people`, await onSystem((system) => compareLoad(system, load))),
      );
    }
    if (wants('latency')) console.log(latencyReport(await onSystem((system) => compareLatency(system, size.clicks))));
  } finally {
    await Promise.all([postgres.stop(), kafka.stop()]);
  }
}

/** A fresh system for each scenario, so that peaks of memory are its own. */
async function onSystem<T>(work: (system: Measured) => Promise<T>): Promise<T> {
  const system = await startSystem({
    form: 'distributed',
    env: { gateway: { RATE_LIMIT_PER_MINUTE: '1000000000' }, 'peoplehr-fetcher': { CALLS_PER_MINUTE: '1000000' } },
  });
  const databases: { drop(): Promise<void> }[] = [];
  try {
    const peoplehr = new SimulatedPeopleHr(system.peoplehr);
    await peoplehr.unlimited();
    return await work({
      processes: Object.fromEntries(services.map((name) => [name, system.pid(name)])),
      door: new PlatformDoor(system.http, system.token),
      peoplehr,
      brokers: system.brokers,
      databaseUrl: system.databaseUrl,
      floorDatabase: async () => {
        const database = await provideTestDatabase();
        databases.push(database);
        return database.url;
      },
    });
  } finally {
    await system.stop();
    for (const database of databases) await database.drop();
  }
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
