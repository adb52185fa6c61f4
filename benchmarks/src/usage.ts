import { readFileSync } from 'node:fs';

/** What a process has used since it started. */
export interface Usage {
  readonly cpuSeconds: number;
  /** The highest resident size so far, in MB (10^6 bytes). */
  readonly peakMb: number;
}

/** Linux counts CPU in hundredths of a second for programs. */
const TICKS = 100;

/** Reads a process' CPU time and peak memory from the kernel (Linux); zeros elsewhere or once it has ended. */
export function usageOf(pid: number): Usage {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { cpuSeconds: ticksOf(pid).own / TICKS, peakMb: (Number(peak?.[1] ?? 0) * 1024) / 1e6 };
  } catch {
    return { cpuSeconds: 0, peakMb: 0 };
  }
}

/** CPU of a PostgreSQL process; 0 if the server is not on this machine, where its ids are somebody else's. */
export function backendCpuSeconds(pid: number): number {
  return isPostgres(pid) ? usageOf(pid).cpuSeconds : 0;
}

/** CPU of a whole PostgreSQL server, connections that have ended included; 0 if it is not on this machine. */
export function serverCpuSeconds(postmaster: number): number {
  if (!isPostgres(postmaster)) return 0;
  const { own, ended } = ticksOf(postmaster);
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ');
  return (own + ended) / TICKS + children.reduce((sum, child) => sum + usageOf(Number(child)).cpuSeconds, 0);
}

/** The process that started this one; 0 if it is not known here. */
export function parentOf(pid: number): number {
  try {
    return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function ticksOf(pid: number): { own: number; ended: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold blanks; user and system time are the 14th and 15th field, then those of children
  // that have ended.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { own: Number(fields[11]) + Number(fields[12]), ended: Number(fields[13]) + Number(fields[14]) };
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return false;
  }
}
