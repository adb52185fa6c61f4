/** One number that a process told a Prometheus. */
export interface Sample {
  /** Of a histogram with `_bucket`, `_sum` or `_count`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a process answers at `/metrics`. */
export interface Exposition {
  /** By name. */
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus' text format 0.0.4. @throws for a line that is none */
export function expositionIn(text: string): Exposition {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, named, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (named !== undefined && type !== undefined) types.set(named, type);
    if (line === '' || line.startsWith('#')) continue;
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no line of Prometheus' format: ${line}`);
    const pairs = [...labels.matchAll(LABEL)].map(([, key = '', text = '']) => [key, unescaped(text)] as const);
    samples.push({ name, labels: Object.fromEntries(pairs), value: numberIn(value) });
  }
  return { types, samples };
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, what: string) => (what === 'n' ? '\n' : what));

const numberIn = (text: string): number =>
  /^[+-]?Inf$/.test(text) ? Infinity * (text[0] === '-' ? -1 : 1) : Number(text);

/** The values of a metric with at least these labels. */
export const valuesOf = (
  { samples }: Exposition,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): readonly number[] =>
  samples
    .filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    .map(({ value }) => value);
