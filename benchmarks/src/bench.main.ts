import { parseArgs } from 'node:util';
import { provideKafka, providePostgres, provideTestDatabase, startSystem } from '@people-sync/testing';
import type { Measured } from './measured-system';
import { PlatformDoor } from './platform-door';
import { connected } from './connected';
import { latencyReport, loadReport } from './report';
import { rulesReport } from './rules-report';
import { compareLatency } from './scenarios/latency';
import { compareLoad, type Load } from './scenarios/load';
import { brokenPromises } from './scenarios/quiet-night';
import { rulesFigures } from './scenarios/rules';
import { SimulatedPeopleHr } from './simulated';
import { parentOf } from './usage';

const services = ['gateway', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer'] as const;

/** The services that read and write employees. */
const stopped = ['reconciler', 'wethrive-writer'] as const;

/** The design's limits, as ratios to the floor: first load, no change, 3 % change. */
const manyLimits = [4, 1.5, 3] as const;
const oneLimits = [4, 1.2, 3] as const;

const sizes = {
  small: { many: 200, one: 5000, clicks: 50 },
  full: { many: 2000, one: 50_000, clicks: 200 },
} as const;

/** Prints the figures; says whether everything is as promised. */
async function main(): Promise<boolean> {
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
    if (!wants('rules')) return true;
    const figures = await onSystem((system) => rulesFigures(system, size.one));
    console.log(rulesReport(figures));
    const broken = brokenPromises(figures.nights);
    for (const sentence of broken) console.error(`Broken: ${sentence}`);
    return broken.length === 0;
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
      get processes() {
        return Object.fromEntries(services.map((name) => [name, system.pid(name)]));
      },
      door: new PlatformDoor(system.http, system.token),
      peoplehr,
      brokers: system.brokers,
      databaseUrl: system.databaseUrl,
      postmaster: await postmasterOf(system.databaseUrl),
      floorDatabase: async () => {
        const database = await provideTestDatabase();
        databases.push(database);
        return database.url;
      },
      whileStopped: async (work) => {
        for (const name of stopped) await system.terminate(name);
        const result = await work();
        for (const name of stopped) await system.restart(name);
        return result;
      },
    });
  } finally {
    await system.stop();
    for (const database of databases) await database.drop();
  }
}

async function postmasterOf(databaseUrl: string): Promise<number> {
  return connected(databaseUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return parentOf(rows[0]?.pid ?? 0);
  });
}

void main().then(
  (isAsPromised) => process.exit(isAsPromised ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
