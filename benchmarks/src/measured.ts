import { serverCpuSeconds, type Usage, usageOf } from './usage';

/** Processes that are measured, by name. */
export type Processes = Readonly<Record<string, number>>;

/** What one pass took: wall time, CPU of each process, peak memory of each process so far. */
export interface Pass {
  readonly name: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** Of the whole PostgreSQL server. */
  readonly databaseCpuSeconds: number;
  readonly peakMb: Readonly<Record<string, number>>;
}

const usages = (processes: Processes): Record<string, Usage> =>
  Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, usageOf(pid)]));

/** Runs a pass and measures the processes, and the database server, around it. */
export async function measured(
  name: string,
  processes: Processes,
  postmaster: number,
  run: () => Promise<void>,
): Promise<Pass> {
  const before = usages(processes);
  const database = serverCpuSeconds(postmaster);
  const started = performance.now();
  await run();
  const wallSeconds = (performance.now() - started) / 1000;
  const after = usages(processes);
  return {
    name,
    wallSeconds,
    cpuSeconds: Object.fromEntries(
      Object.entries(after).map(([process, usage]) => [process, usage.cpuSeconds - (before[process]?.cpuSeconds ?? 0)]),
    ),
    databaseCpuSeconds: serverCpuSeconds(postmaster) - database,
    peakMb: Object.fromEntries(Object.entries(after).map(([process, usage]) => [process, usage.peakMb])),
  };
}
