import type { ChartValue } from './values-file';

/** The values at the top that only one mode reads; of the gateway's the other mode reads its doors. */
const OF_MODES = {
  distributed: [
    'serviceIdentity',
    'kafka',
    'topics',
    'gateway',
    'credentials',
    'peoplehrFetcher',
    'reconciler',
    'wethriveWriter',
    'audit',
  ],
  single: ['single'],
} as const;

/** For each mode what no other one reads, with what it is when nobody says otherwise. */
export function onlyIn(values: readonly ChartValue[]): Record<keyof typeof OF_MODES, Record<string, unknown>> {
  const fallbacks = new Map(values.map(({ path, fallback }) => [path[0], fallback]));
  const of = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => {
        if (!fallbacks.has(name)) throw new Error(`the chart has no value ${name}`);
        return [name, fallbacks.get(name)];
      }),
    );
  return { distributed: of(OF_MODES.distributed), single: of(OF_MODES.single) };
}
