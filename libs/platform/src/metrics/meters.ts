import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metric } from './metric';

/** A number for one set of labels, as it is now. */
export interface Measured<Label extends string> {
  readonly labels: Readonly<Record<Label, string | number>>;
  readonly value: number;
}

type Read<Value> = () => Value | Promise<Value>;

/** What one service measures. Several services may share a process; each has its own. */
export class Meters {
  private readonly counters = new Map<string, Counter>();
  private readonly histograms = new Map<string, Histogram>();

  constructor(readonly registry: Registry = new Registry()) {}

  /**
   * A gauge whose values are asked for at every scrape. What is not told is not there: a number of before would say that
   * nothing has changed, and a 0 that nothing waits.
   * @param read no readings, or a rejection, if nothing is known now
   */
  gauge<Label extends string>(metric: Metric<Label>, read: Read<readonly Measured<Label>[]>): void {
    const gauge: Gauge<Label> = new Gauge<Label>({
      ...this.configOf(metric),
      async collect() {
        let readings: readonly Measured<Label>[] = [];
        try {
          readings = await read();
        } catch {
          // The gauges that say so are others: database_up, bus_up.
        }
        gauge.reset();
        // Without labels there would be a 0.
        if (metric.labels.length === 0) gauge.remove();
        for (const { labels, value } of readings) gauge.set(labels, value);
      },
    });
  }

  /** Likewise, of one number without labels; undefined: it is not known now. */
  number(metric: Metric<never>, read: Read<number | undefined>): void {
    this.gauge(metric, async () => {
      const value = await read();
      return value === undefined ? [] : [{ labels: {}, value }];
    });
  }

  /** What somebody else counts since the start; its number is taken when somebody asks. */
  count(metric: Metric<never>, current: () => number): void {
    const counter: Counter = new Counter({
      ...this.configOf(metric),
      collect() {
        counter.reset();
        counter.inc(current());
      },
    });
  }

  /**
   * A counter, the same one for everybody who asks for it. It is there from the start with the sets of labels that are
   * known: the first one of a kind would else not be seen to rise.
   */
  counter<Label extends string>(
    metric: Metric<Label>,
    known: Iterable<Readonly<Record<Label, string>>> = [],
  ): Counter<Label> {
    const counter: Counter<Label> = this.counters.get(metric.name) ?? new Counter<Label>(this.configOf(metric));
    this.counters.set(metric.name, counter);
    for (const labels of known) counter.inc(labels, 0);
    return counter;
  }

  /** A histogram; likewise. */
  histogram<Label extends string>(
    metric: Metric<Label>,
    known: Iterable<Readonly<Record<Label, string>>> = [],
  ): Histogram<Label> {
    const histogram: Histogram<Label> =
      this.histograms.get(metric.name) ??
      new Histogram<Label>({ ...this.configOf(metric), buckets: [...(metric.buckets ?? [])] });
    this.histograms.set(metric.name, histogram);
    for (const labels of known) histogram.zero(labels);
    return histogram;
  }

  private configOf<Label extends string>({ name, help, labels }: Metric<Label>) {
    return { name, help, labelNames: [...labels], registers: [this.registry] };
  }
}
