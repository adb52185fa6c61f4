import { Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { BusStand, MessagingHealth, type ParkedStand } from '@people-sync/messaging';
import { ScrapeDatabase } from '../database/scrape-database';
import { HealthChecks } from '../health/health-checks';
import { metrics } from './catalogue';
import { Meters } from './meters';
import { Look } from './look';
import type { Metric } from './metric';

/** Tells readiness and metrics of the service's part in the bus, if it has one. */
@Injectable()
export class MessagingWatch implements OnModuleInit {
  constructor(
    private readonly meters: Meters,
    private readonly checks: HealthChecks,
    @Optional() private readonly health?: MessagingHealth,
    @Optional() private readonly stand?: BusStand,
    @Optional() private readonly database?: ScrapeDatabase,
  ) {}

  onModuleInit(): void {
    const { health, stand, database } = this;
    if (!health || !stand) return;
    this.checks.add('messaging', () => {
      if (health.problem !== undefined) throw new Error(health.problem);
    });
    if (stand.emits) this.tellRelay(health);
    if (stand.consumes) this.tellConsumer(health);
    if (database) this.tellStand(stand, database);
  }

  private tellRelay(health: MessagingHealth): void {
    const { meters } = this;
    meters.count(metrics.published, () => health.published);
    meters.number(metrics.relayLeads, () => (health.relayLeads ? 1 : 0));
    meters.number(metrics.relayHeld, () => health.relayStreamsHeld);
  }

  private tellConsumer(health: MessagingHealth): void {
    const { meters } = this;
    meters.count(metrics.consumed, () => health.consumed);
    meters.count(metrics.passedOver, () => health.passedOver);
    meters.count(metrics.batchRetries, () => health.retries);
    meters.number(metrics.partitionsHeld, () => health.held.size);
    meters.gauge(metrics.batchSeconds, () =>
      [...health.batchAges].map(([place, ms]) => {
        const [topic = '', partition = ''] = place.split('/');
        return { labels: { topic, partition }, value: ms / 1000 };
      }),
    );
  }

  /** As the database and the log have it: what waits outlives this process, and is seen whichever process hangs. */
  private tellStand(stand: BusStand, database: ScrapeDatabase): void {
    const { meters } = this;
    const stored = new Look(() => stand.stored((sql, values) => database.ask(sql, values)));
    if (stand.emits) {
      meters.number(metrics.relayWaiting, async () => (await stored.now()).unpublished);
      meters.number(metrics.relayAge, async () => (await stored.now()).unpublishedSeconds);
    }
    if (!stand.consumes) return;
    const parked = (metric: Metric<never>, of: keyof ParkedStand): void =>
      meters.number(metric, async () => (await stored.now()).parked[of]);
    parked(metrics.parkedTenants, 'tenants');
    parked(metrics.parkedSeconds, 'seconds');
    parked(metrics.parkedRecords, 'records');
    parked(metrics.parkedBytes, 'bytes');
    parked(metrics.parkedShed, 'shed');
    const ends = new Look(() => stand.ends());
    meters.number(metrics.busUp, () =>
      ends.now().then(
        () => 1,
        () => 0,
      ),
    );
    meters.gauge(metrics.consumerLag, async () => {
      // The places first: what is taken meanwhile is no lag below 0, and what comes meanwhile is not missed.
      const { places } = await stored.now();
      return stand
        .lag(places, await ends.now())
        .map(({ topic, partition, lag }) => ({ labels: { topic, partition }, value: lag }));
    });
  }
}
