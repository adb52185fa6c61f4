import type { ChartValue } from './values-file';

/** The values as a table in Markdown, in the order of their file. */
export function tableOf(values: readonly ChartValue[]): string {
  return ['| value | without it | meaning |', '| --- | --- | --- |', ...values.flatMap(rowsOf)].join('\n');
}

function rowsOf(value: ChartValue): string[] {
  const name = `\`${value.path.join('.')}\``;
  if (value.inner) return [`| **${name}** | | ${value.meaning} |`, ...value.inner.flatMap(rowsOf)];
  return [`| ${name} | ${shown(value.fallback)} | ${value.meaning} |`];
}

const LONGEST = 80;

function shown(fallback: unknown): string {
  if (fallback === '') return '–';
  const text = typeof fallback === 'string' ? fallback : JSON.stringify(fallback);
  return text.length > LONGEST ? 'see values.yaml' : `\`${text}\``;
}
