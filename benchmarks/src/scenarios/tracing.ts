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
  readonly name: string;
  readonly limited: boolean;
  readonly system: Measured;
  readonly tenants: readonly BenchTenant[];
  readonly rounds: number[];
}

/**
 * The same syncs without a collector, with one at the default share, and with all traces: three systems that take turns,
 * so that whatever else the machine does meets all of them.
 */
export async function compareTracing(heapMb: number | undefined, companies: number): Promise<TracingFigure[]> {
  const [few, all] = [await TraceCollector.start(), await TraceCollector.start()];
  const sampled = { OTEL_EXPORTER_OTLP_ENDPOINT: few.url };
  const whole = { OTEL_EXPORTER_OTLP_ENDPOINT: all.url, OTEL_TRACES_SAMPLER_ARG: '1' };
  const way = async (name: string, limited: boolean, system: Measured): Promise<Way> => {
    const tenants = await connectedCompanies(system, { name: 'traced', tenants: companies, employees: EMPLOYEES });
    await round({ name, limited, system, tenants, rounds: [] }, companies * EMPLOYEES);
    return { name, limited, system, tenants, rounds: [] };
  };
  try {
    return await onSystem(heapMb, (off) =>
      onSystem(
        heapMb,
        (some) =>
          onSystem(
            heapMb,
            async (every) => {
              const ways = [
                await way('no collector', false, off),
                await way('default share', true, some),
                await way('all', false, every),
              ];
              for (let n = 0; n < ROUNDS; n++) for (const one of ways) await round(one, undefined);
              const spans = [0, few.spans.length, all.spans.length];
              return ways.map(({ name, limited, rounds }, index) => ({
                ...{ name, limited, spans: spans[index] ?? 0 },
                cpuSeconds: [...rounds].sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0,
              }));
            },
            whole,
          ),
        sampled,
      ),
    );
  } finally {
    await few.stop();
    await all.stop();
  }
}

/** Every company syncs once. @param joined how many people come, in the first; else some change */
async function round({ system, tenants, rounds }: Way, joined: number | undefined): Promise<void> {
  const names = tenants.map(({ tenantId }) => tenantId);
  let changed = 0;
  if (joined === undefined) {
    await inLanes([...tenants], LANES, async ({ companyId }) => {
      changed += await system.peoplehr.change(companyId, CHANGED, rounds.length + 1);
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
