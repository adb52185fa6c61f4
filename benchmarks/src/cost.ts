import { backendCpuSeconds, usageOf } from './usage';

/** What a piece of work took. */
export interface Cost {
  readonly wallSeconds: number;
  /** Of the program that did it. */
  readonly cpuSeconds: number;
  /** Of the database connections that worked for it. */
  readonly databaseCpuSeconds: number;
  /** The program's highest resident size since it started, in MB (10^6 bytes). */
  readonly peakMb: number;
}

/** Measures this process and the connections that it uses. @param backends the server's process ids, asked afterwards */
export async function costOf(work: () => Promise<void>, backends: () => readonly number[]): Promise<Cost> {
  const before = new Map(backends().map((pid) => [pid, backendCpuSeconds(pid)]));
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const wallSeconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    wallSeconds,
    cpuSeconds: (user + system) / 1e6,
    databaseCpuSeconds: backends().reduce((sum, pid) => sum + backendCpuSeconds(pid) - (before.get(pid) ?? 0), 0),
    peakMb: usageOf(process.pid).peakMb,
  };
}

/** All CPU of a piece of work, the database's included. */
export const allCpu = ({ cpuSeconds, databaseCpuSeconds }: Cost): number => cpuSeconds + databaseCpuSeconds;

/** Of several runs of the same work the one in the middle by CPU. */
export function median(costs: readonly Cost[]): Cost {
  const middle = [...costs].sort((a, b) => allCpu(a) - allCpu(b))[Math.floor(costs.length / 2)];
  if (!middle) throw new Error('nothing was measured');
  return middle;
}
