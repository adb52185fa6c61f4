import { TraceCollector } from '@people-sync/testing';
import { Client } from 'pg';
import { connectedCompanies, LANES } from '../companies';
import { allEnded, mustHave } from '../final-states';
import { measured } from '../measured';
import type { Measured } from '../measured-system';
import { onSystem } from '../on-system';
import { type BenchTenant, inLanes } from '../simulated';

/** What the same syncs take in all services together. */
export interface TracingFigure {
  readonly name: string;
  /** The middle of the rounds. */
  readonly cpuSeconds: number;
  /** Of all rounds. */
  readonly spans: number;
  /** True for what a deployment does that asks for nothing else. */
  readonly limited: boolean;
}

const EMPLOYEES = 50;
const CHANGED = 0.2;
const ROUNDS = 7;

/** One way to trace: its system, and what its rounds took. */
interface Way {
  readonly system: Measured;
  readonly tenants: readonly BenchTenant[];
  readonly rounds: number[];
}

/** The same syncs without a collector, with one at the default share, and with all traces: a fresh system for each. */
export async function compareTracing(heapMb: number | undefined, companies: number): Promise<TracingFigure[]> {
  const collector = await TraceCollector.start();
  const way = async (
    name: string,
    limited: boolean,
    more: Readonly<Record<string, string>>,
  ): Promise<TracingFigure> => {
    const before = collector.spans.length;
    const rounds = await onSystem(heapMb, (system) => roundsOn(system, companies), more);
    const cpuSeconds = rounds.sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
    return { name, limited, cpuSeconds, spans: collector.spans.length - before };
  };
  const sampled = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  try {
    return [
      await way('no collector', false, {}),
      await way('default share', true, sampled),
      await way('all', false, { ...sampled, OTEL_TRACES_SAMPLER_ARG: '1' }),
    ];
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
