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
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks; user and system time are the 14th and 15th field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { cpuSeconds, peakMb: (Number(peak?.[1] ?? 0) * 1024) / 1e6 };
  } catch {
    return { cpuSeconds: 0, peakMb: 0 };
  }
}
