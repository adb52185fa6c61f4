import type { Level } from '../logging/service-logger';
import { metrics } from './catalogue';
import type { Meters } from './meters';

const levels = ['info', 'warn', 'error', 'fatal'] as const;

/** Counts the lines of a log. */
export function logLines(meters: Meters): (level: Level) => void {
  const lines = meters.counter(
    metrics.logLines,
    levels.map((level) => ({ level })),
  );
  return (level) => lines.inc({ level });
}
