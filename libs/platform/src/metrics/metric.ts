import type { ServiceName } from '../database/service-schemas';

/** One metric, as it is registered, written down in docs/metrics.md, and asked for by alerts and dashboards. */
export interface Metric<Label extends string = string> {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What it counts or measures, with the unit. */
  readonly help: string;
  readonly labels: readonly Label[];
  /** Upper bounds, of a histogram. */
  readonly buckets?: readonly number[];
  /**
   * Whose number it is. `process`: each process has its own, and they add up. `installation`: it is asked of the database
   * or the log, and is the same from every process of the service.
   */
  readonly of: 'process' | 'installation';
  /** Who has it. */
  readonly services: readonly ServiceName[];
  /** When somebody should look at it. */
  readonly look: string;
}

/** A metric that keeps the names of its labels in its type. */
export const metric = <const Label extends string = never>(
  made: Omit<Metric<Label>, 'labels'> & { readonly labels?: readonly Label[] },
): Metric<Label> => ({ labels: [], ...made });
