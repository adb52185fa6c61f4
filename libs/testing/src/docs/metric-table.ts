import type { Metric } from '@people-sync/platform';
import { table } from './event-pages';

/** The metrics of PeopleSync's own, as the page shows them: the name with its labels, whose number it is, who has it. */
export function metricTable(metrics: readonly Metric[], services: number): string {
  return table(
    ['metric', 'type', 'of', 'services', 'says', 'look at it when'],
    metrics.map((metric) => [
      `\`${metric.name}${metric.labels.length > 0 ? `{${metric.labels.join(',')}}` : ''}\``,
      metric.type,
      metric.of,
      metric.services.length === services ? 'all' : metric.services.join(', '),
      `${metric.help}.`,
      `${metric.look}.`,
    ]),
  );
}

/** Those that Node's client exports. */
export const nodeMetricTable = (metrics: readonly Pick<Metric, 'name' | 'help' | 'look'>[]): string =>
  table(
    ['metric', 'says', 'look at it when'],
    metrics.map(({ name, help, look }) => [`\`${name}\``, `${help}.`, `${look}.`]),
  );
