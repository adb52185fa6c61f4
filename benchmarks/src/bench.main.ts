import { parseArgs } from 'node:util';
import { provideKafka, providePostgres } from '@people-sync/testing';
import { auditReport } from './audit-report';
import { onSystem } from './on-system';
import { abuseReport, latencyReport, loadReport, tracingReport } from './report';
import { rulesReport } from './rules-report';
import { compareAbuse } from './scenarios/abuse';
import { auditFigures, brokenAuditPromises } from './scenarios/audit';
import { compareLatency } from './scenarios/latency';
import { compareLoad } from './scenarios/load';
import { brokenPromises } from './scenarios/quiet-night';
import { rulesFigures } from './scenarios/rules';
import { compareTracing } from './scenarios/tracing';

/** The design's limits, as ratios to the floor: first load, no change, 3 % change. */
const manyLimits = [4, 1.5, 3] as const;
const oneLimits = [4, 1.2, 3] as const;

const sizes = {
  small: { many: 200, one: 5000, clicks: 50, traced: 60, recorded: 500, nights: 20 },
  full: { many: 2000, one: 50_000, clicks: 200, traced: 200, recorded: 2000, nights: 365 },
} as const;

/** What can be asked for by `--only`; each prints its figures and tells what is not as promised. */
const scenarios = {
  many: async ({ size, heapMb }: Asked) => {
    const load = { name: 'many', tenants: size.many, employees: 50, limits: manyLimits };
    const results = await onSystem(heapMb, (system) => compareLoad(system, load));
    console.log(loadReport(`${size.many} companies of 50 people`, results));
    return [];
  },
  one: async ({ size, heapMb }: Asked) => {
    const load = { name: 'one', tenants: 1, employees: size.one, limits: oneLimits };
    const results = await onSystem(heapMb, (system) => compareLoad(system, load));
    console.log(loadReport(`One company of ${size.one} people`, results));
    return [];
  },
  single: async ({ size, heapMb }: Asked) => {
    const load = { name: 'single', tenants: 1, employees: size.one, limits: oneLimits };
    const results = await onSystem(heapMb, (system) => compareLoad(system, load), { form: 'single' });
    console.log(loadReport(`One company of ${size.one} people, everything in one process`, results));
    return [];
  },
  latency: async ({ size, heapMb }: Asked) => {
    console.log(latencyReport(await onSystem(heapMb, (system) => compareLatency(system, size.clicks))));
    return [];
  },
  abuse: async ({ heapMb, attack }: Asked) => {
    console.log(abuseReport(await onSystem(heapMb, (system) => compareAbuse(system, attack))));
    return [];
  },
  tracing: async ({ size, heapMb }: Asked) => {
    console.log(tracingReport(await compareTracing(heapMb, size.traced)));
    return [];
  },
  rules: async ({ size, heapMb }: Asked) => {
    const figures = await onSystem(heapMb, (system) => rulesFigures(system, size.one));
    console.log(rulesReport(figures));
    return brokenPromises(figures.nights);
  },
  audit: async ({ size, heapMb }: Asked) => {
    const figures = await onSystem(heapMb, (system) => auditFigures(system, size.recorded, size.nights));
    console.log(auditReport(figures));
    return brokenAuditPromises(figures);
  },
};

interface Asked {
  readonly size: (typeof sizes)[keyof typeof sizes];
  readonly heapMb: number | undefined;
  /** Only the attacks whose names have this. */
  readonly attack: string;
}

/** Runs what is asked for; says whether everything is as promised. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: 'small' },
      only: { type: 'string' },
      'heap-mb': { type: 'string' },
      attack: { type: 'string', default: '' },
    },
  });
  const size = named(sizes, 'size', values.size);
  const chosen = values.only === undefined ? Object.values(scenarios) : [named(scenarios, 'only', values.only)];
  const heapMb = values['heap-mb'] === undefined ? undefined : Number(values['heap-mb']);
  const [postgres, kafka] = await Promise.all([providePostgres(), provideKafka()]);
  if (!postgres || !kafka) throw new Error('the benchmark needs a real PostgreSQL and a real Kafka');
  process.env['TEST_DATABASE_URL'] = postgres.address;
  process.env['TEST_KAFKA_BROKERS'] = kafka.address;
  const broken: string[] = [];
  try {
    for (const scenario of chosen) broken.push(...(await scenario({ size, heapMb, attack: values.attack })));
  } finally {
    await Promise.all([postgres.stop(), kafka.stop()]);
  }
  for (const sentence of broken) console.error(`Broken: ${sentence}`);
  return broken.length === 0;
}

/** @throws with what there is, if there is none of this name */
function named<T>(choices: Readonly<Record<string, T>>, option: string, name: string): T {
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (choice === undefined) throw new Error(`--${option} ${name}: there is ${Object.keys(choices).join(', ')}`);
  return choice;
}

void main().then(
  (isAsPromised) => process.exit(isAsPromised ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
