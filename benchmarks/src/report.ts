import { availableParallelism, loadavg } from 'node:os';
import { allCpu } from './cost';
import { fixed, table } from './markdown';
import type { AbuseFigure } from './scenarios/abuse';
import type { Compared } from './scenarios/load';
import type { Latency } from './scenarios/latency';
import { middle } from './middle';
import type { TracingFigure } from './scenarios/tracing';

/** The design's limit for click to done, in bare round trips at the 95th percentile. */
const CLICK_LIMIT = 20;
const MEMORY_LIMIT_MB = 250;
/** The chart's limit for a pod of mode single. */
const SINGLE_MEMORY_LIMIT_MB = 1610;
const ABUSE_LIMIT = 2;
const LIVE_LIMIT_MS = 200;
/** More CPU of all services together, in per cent. */
const TRACING_LIMIT = 5;

const sum = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((total, value) => total + value, 0);

/** A load's passes as a Markdown table, with ratios to the floor of the same run. */
export function loadReport(title: string, results: readonly Compared[]): string {
  const services = Object.keys(results[0]?.pass.cpuSeconds ?? {});
  const head = [
    ...['pass', 'wall s', 'floor s', 'ratio', 'limit', 'CPU ratio'],
    ...services.map((name) => `${name} CPU s`),
    'PostgreSQL CPU s',
  ];
  const rows = results.map(({ pass, floor, limit }) => {
    const ratio = pass.wallSeconds / floor.wallSeconds;
    const mark = ratio <= limit ? '' : ' (missed)';
    return [
      pass.name,
      fixed(pass.wallSeconds),
      fixed(floor.wallSeconds),
      `${fixed(ratio, 2)}x${mark}`,
      `${limit}x`,
      `${fixed((sum(pass.cpuSeconds) + pass.databaseCpuSeconds) / allCpu(floor), 2)}x`,
      ...services.map((name) => fixed(pass.cpuSeconds[name] ?? 0)),
      fixed(pass.databaseCpuSeconds),
    ];
  });
  const limitMb = services.includes('single') ? SINGLE_MEMORY_LIMIT_MB : MEMORY_LIMIT_MB;
  const peaks = results.at(-1)?.pass.peakMb ?? {};
  const memory = services.map((name) => {
    const peak = peaks[name] ?? 0;
    return `${name} ${fixed(peak, 0)} MB${peak > limitMb ? ' (missed)' : ''}`;
  });
  return `\n## ${title}\n\n${table([head, ...rows])}\n\nPeak memory (limit ${limitMb} MB for each process): ${memory.join(', ')}\n`;
}

/**
 * What attacks cost somebody else: at most twice the time that they take while as many go to a bare server, and the
 * gateway says within 200 ms that it lives.
 */
export function abuseReport(figures: readonly AbuseFigure[]): string {
  const rows = figures.map(({ attack, runs, toQuiet, toFloor, liveMs }) => [
    attack,
    String(runs),
    `${fixed(toQuiet, 2)}x`,
    `${fixed(toFloor, 2)}x${toFloor <= ABUSE_LIMIT ? '' : ' (missed)'}`,
    `${fixed(liveMs, 0)}${liveMs <= LIVE_LIMIT_MS ? '' : ' (missed)'}`,
  ]);
  const load = loadavg().map((one) => fixed(one));
  return `\n## Another customer's sync of 50 people while somebody attacks (limit ${ABUSE_LIMIT}x of the floor)\n\n${table(
    [
      [
        ...['attack', 'times', 'to its time without', 'to the floor: as many against a bare server'],
        `longest /health/live ms (limit ${LIVE_LIMIT_MS})`,
      ],
      ...rows,
    ],
  )}\n\nLoad average of the machine (1, 5, 15 min): ${load.join(', ')}; ${availableParallelism()} cores.\n`;
}

/** What a collector costs, at the default share of traces and at all of them. */
export function tracingReport(figures: readonly TracingFigure[]): string {
  const [without] = figures;
  const rows = figures.map(({ name, cpuSeconds, spans, limited }) => {
    const more = cpuSeconds.map((seconds, turn) => (seconds / (without?.cpuSeconds[turn] ?? seconds) - 1) * 100);
    const mark = !limited || middle(more) <= TRACING_LIMIT ? '' : ' (missed)';
    const turns = cpuSeconds.map((seconds) => fixed(seconds, 2)).join(', ');
    const each = `${fixed(Math.min(...more))} to ${fixed(Math.max(...more))} %`;
    return [name, turns, `${fixed(middle(more))} %${mark}`, each, limited ? `${TRACING_LIMIT} %` : '–', String(spans)];
  });
  const head = ['traces', 'CPU s of all services, turn by turn', 'more, the middle', 'of each turn', 'limit', 'spans'];
  return `\n## What traces cost\n\n${table([head, ...rows])}\n`;
}

/** Click to done beside the bare round trip. */
export function latencyReport(latency: Latency): string {
  const trips = latency.clickP95 / latency.roundTripP95;
  return `\n## Click to done, 50 people, warm\n\n${table([
    ['', 'p50 ms', 'p95 ms'],
    ['click to done', fixed(latency.clickP50), fixed(latency.clickP95)],
    ['bare Kafka round trip', fixed(latency.roundTripP50), fixed(latency.roundTripP95)],
  ])}\n\np95 is ${fixed(trips)} bare round trips (limit ${CLICK_LIMIT})${trips <= CLICK_LIMIT ? '' : ' (missed)'}\n`;
}
