import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the dashboard asks Prometheus for, as Grafana reads it. */
export interface Panel {
  readonly type: 'row' | 'stat' | 'timeseries' | 'table';
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const file = join(__dirname, '../../../../helm/people-sync/dashboards/people-sync.json');

export const panels: readonly Panel[] = (JSON.parse(readFileSync(file, 'utf8')) as { panels: Panel[] }).panels;

/** An expression with Grafana's variables filled in. */
export const filled = (expression: string, namespace: string, rateInterval: string): string =>
  expression.replaceAll('$namespace', namespace).replaceAll('$__rate_interval', rateInterval);

/** A line's name: `{{label}}` of its format replaced. */
export const named = (format: string, labels: Readonly<Record<string, string>>): string =>
  format.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '').trim();
