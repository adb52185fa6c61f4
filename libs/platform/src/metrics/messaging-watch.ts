import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { MessagingHealth, ParkedTenants, type ParkedTotals } from '@people-sync/messaging';
import { Counter, Gauge, Registry } from 'prom-client';
import { HealthChecks } from '../health/health-checks';

/** Tells readiness and metrics of the service's part in the bus, if it has one. */
@Injectable()
export class MessagingWatch implements OnModuleInit {
  constructor(
    private readonly registry: Registry,
    private readonly checks: HealthChecks,
    @Optional() private readonly messaging?: MessagingHealth,
    @Optional() private readonly parked?: ParkedTenants,
  ) {}

  onModuleInit(): void {
    const { messaging } = this;
    if (!messaging) return;
    this.checks.add('messaging', () => {
      if (messaging.problem !== undefined) throw new Error(messaging.problem);
    });
    this.counter('peoplesync_events_published_total', 'Events that the relay has published', () => messaging.published);
    this.counter('peoplesync_events_consumed_total', 'Records that handlers have taken', () => messaging.consumed);
    this.counter(
      'peoplesync_records_passed_over_total',
      'Records that came again after they had been handled',
      () => messaging.passedOver,
    );
    this.counter('peoplesync_batch_retries_total', 'Batches that failed and were tried again', () => messaging.retries);
    this.counter('peoplesync_tenants_parked_total', 'Tenants parked since the start', () => messaging.parked);
    this.gauge(
      'peoplesync_relay_waiting',
      'Events that are stored and not published yet',
      () => messaging.relayWaiting,
    );
    this.gauge(
      'peoplesync_relay_streams_held',
      'Streams that are not published because their partition refuses',
      () => messaging.relayStreamsHeld,
    );
    this.gauge(
      'peoplesync_partitions_held',
      'Partitions whose last batch failed and comes again',
      () => messaging.held.size,
    );
    if (this.parked) this.tellParked(this.parked);
    new Gauge({
      name: 'peoplesync_consumer_lag',
      help: 'Records behind the end of a partition, as of its last batch',
      labelNames: ['topic', 'partition'],
      registers: [this.registry],
      collect() {
        for (const [place, lag] of messaging.lag) {
          const [topic = '', partition = ''] = place.split('/');
          this.set({ topic, partition }, lag);
        }
      },
    });
  }

  /** As the database has it: what waits outlives this process. While the database is away, the last that was known. */
  private tellParked(parked: ParkedTenants): void {
    const registers = [this.registry];
    let known: ParkedTotals = { streams: 0, waiting: 0, bytes: 0, shed: 0 };
    let looking: Promise<ParkedTotals> | undefined;
    // The gauges are read at the same time: one look is for all of them.
    const look = (): Promise<ParkedTotals> =>
      (looking ??= parked
        .totals()
        .then(
          (totals) => (known = totals),
          () => known,
        )
        .finally(() => (looking = undefined)));
    const gauge = (name: string, help: string, of: keyof ParkedTotals): void => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set((await look())[of]);
        },
      });
    };
    gauge('peoplesync_parked_streams', 'Tenants that wait on a topic for somebody', 'streams');
    gauge('peoplesync_parked_records', 'Records that wait with them', 'waiting');
    gauge('peoplesync_parked_bytes', 'Bytes of the records that wait', 'bytes');
    gauge('peoplesync_parked_shed', 'Records that were not kept, since there was no room for more', 'shed');
  }

  /** The bus counts by itself; its number is taken when somebody asks. */
  private counter(name: string, help: string, current: () => number): void {
    const registers = [this.registry];
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(current());
      },
    });
  }

  private gauge(name: string, help: string, current: () => number): void {
    const registers = [this.registry];
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(current());
      },
    });
  }
}
