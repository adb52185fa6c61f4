import { TraceCollector } from '@people-sync/testing';
import { Client } from 'pg';
import { connectedCompanies, LANES } from '../companies';
import { allEnded, mustHave } from '../final-states';
import { measured } from '../measured';
import { middle } from '../middle';
import type { Measured } from '../measured-system';
import { onSystem } from '../on-system';
import { type BenchTenant, inLanes } from '../simulated';

/** What the same syncs take in all services together. */
export interface TracingFigure {
  readonly name: string;
  /** Of each turn, the middle of its rounds. Turns of the same number were next to each other. */
  readonly cpuSeconds: readonly number[];
  /** Of all turns. */
  readonly spans: number;
  /** True for what a deployment does that asks for nothing else. */
  readonly limited: boolean;
}

const EMPLOYEES = 50;
const CHANGED = 0.2;
const ROUNDS = 7;
const TURNS = 4;

/** One way to trace: its system, and what its rounds took. */
interface Way {
  readonly system: Measured;
  readonly tenants: readonly BenchTenant[];
  readonly rounds: number[];
}

/**
 * The same syncs without a collector, with one at the default share, and with all traces: in turns, each time in a fresh
 * system (they share one Kafka) and in the opposite order, so that whatever else the machine does meets all of them.
 */
export async function compareTracing(heapMb: number | undefined, companies: number): Promise<TracingFigure[]> {
  const collector = await TraceCollector.start();
  const sampled = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const ways = [
    { name: 'no collector', limited: false, more: {} },
    { name: 'default share', limited: true, more: sampled },
    { name: 'all', limited: false, more: { ...sampled, OTEL_TRACES_SAMPLER_ARG: '1' } },
  ].map((way) => ({ ...way, cpuSeconds: Array.from({ length: TURNS }, () => 0), spans: 0 }));
  try {
    for (let turn = 0; turn < TURNS; turn++) {
      for (const way of turn % 2 === 0 ? ways : [...ways].reverse()) {
        const before = collector.spans.length;
        const rounds = await onSystem(heapMb, (system) => roundsOn(system, companies), { more: way.more });
        way.cpuSeconds[turn] = middle(rounds);
        way.spans += collector.spans.length - before;
      }
    }
    return ways.map(({ name, limited, cpuSeconds, spans }) => ({ name, limited, cpuSeconds, spans }));
  } finally {
    await collector.stop();
  }
}

/** What each round after the first load takes, in seconds of CPU of all services. */
async function roundsOn(system: Measured, companies: number): Promise<number[]> {
  const tenants = await connectedCompanies(system, { name: 'traced', tenants: companies, employees: EMPLOYEES });
  const way: Way = { system, tenants, rounds: [] };
  await round(way, companies * EMPLOYEES);
  way.rounds.length = 0;
  for (let n = 0; n < ROUNDS; n++) await round(way, undefined);
  return way.rounds;
}

/** Every company syncs once. @param joined how many people come, in the first; else some change */
async function round({ system, tenants, rounds }: Way, joined: number | undefined): Promise<void> {
  const names = tenants.map(({ tenantId }) => tenantId);
  let changed = 0;
  if (joined === undefined) {
    await inLanes([...tenants], LANES, async ({ companyId }) => {
      const people = await system.peoplehr.change(companyId, CHANGED, rounds.length + 1);
      changed += people;
    });
  }
  const watcher = new Client({ connectionString: system.databaseUrl });
  await watcher.connect();
  try {
    const { cpuSeconds } = await measured('round', system.processes, system.postmaster, async () => {
      await inLanes(names, LANES, async (tenant) => {
        await system.door.sync(tenant);
      });
      mustHave(await allEnded(watcher, names), joined === undefined ? { changed } : { joined });
    });
    rounds.push(Object.values(cpuSeconds).reduce((sum, seconds) => sum + seconds, 0));
  } finally {
    await watcher.end();
  }
}
