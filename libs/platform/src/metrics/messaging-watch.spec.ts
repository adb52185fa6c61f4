import { type BusStand, MessagingHealth } from '@people-sync/messaging';
import { ScrapeDatabase } from '../database/scrape-database';
import { HealthChecks } from '../health/health-checks';
import { MessagingWatch } from './messaging-watch';
import { Meters } from './meters';

const place = { topic: 'peoplesync.changes', partition: 3 };

/** A service's stand that can be changed, and away. */
class Stand {
  emits = true;
  consumes = true;
  isDatabaseAway = false;
  isBrokerAway = false;
  unpublished = 7;
  readonly parked = { tenants: 2, streams: 3, records: 70, bytes: 4096, shed: 3, seconds: 60 };

  stored() {
    if (this.isDatabaseAway) return Promise.reject(new Error('the database is away'));
    const { unpublished, parked } = this;
    return Promise.resolve({ unpublished, unpublishedSeconds: 12.5, parked, places: [{ ...place, next: 100 }] });
  }

  ends() {
    if (this.isBrokerAway) return Promise.reject(new Error('the broker is away'));
    return Promise.resolve(new Map([['peoplesync.changes/3', { first: 0, next: 140 }]]));
  }

  lag() {
    return [{ ...place, lag: 40 }];
  }
}

const watched = (stand: Stand, health = new MessagingHealth()) => {
  const meters = new Meters();
  const bus = stand as unknown as BusStand;
  // Nobody asks it here.
  const database = new ScrapeDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', schema: 'none' });
  new MessagingWatch(meters, new HealthChecks(), health, bus, database).onModuleInit();
  return meters;
};

describe('the metrics of a service’s part in the bus', () => {
  it('tell what this process does: whether it leads, what it has at work and for how long', async () => {
    const health = new MessagingHealth();
    const meters = watched(new Stand(), health);
    health.relayLeads = true;
    health.batchBegins('peoplesync.changes', 3);
    health.batchBegins('peoplesync.people', 5);
    health.batchDone('peoplesync.changes', 3, 20);
    health.batchFailed('peoplesync.people', 5, new Error('the database is away'));
    const told = await meters.registry.metrics();
    expect(told).toContain('peoplesync_relay_leads 1');
    expect(told).toContain('peoplesync_events_consumed_total 20');
    expect(told).toContain('peoplesync_batch_retries_total 1');
    expect(told).toContain('peoplesync_partitions_held 1');
    expect(told).toMatch(/peoplesync_batch_seconds\{topic="peoplesync.people",partition="5"\} \d/);
    expect(told).not.toContain('topic="peoplesync.changes",partition="3"} 0');
  });

  it('forget a held partition that another process has by now', async () => {
    const health = new MessagingHealth();
    const meters = watched(new Stand(), health);
    health.batchBegins('peoplesync.people', 5);
    health.batchFailed('peoplesync.people', 5, new Error('the database is away'));
    health.sharedOut();
    const told = await meters.registry.metrics();
    expect(told).toContain('peoplesync_partitions_held 0');
    expect(told).not.toContain('peoplesync_batch_seconds{');
  });

  it('tell what waits for all processes of the service together, as the database and the log have it', async () => {
    const told = await watched(new Stand()).registry.metrics();
    for (const line of [
      'relay_waiting 7',
      'relay_oldest_seconds 12.5',
      'consumer_lag{topic="peoplesync.changes",partition="3"} 40',
      'bus_up 1',
      'parked_tenants 2',
      'parked_records 70',
      'parked_bytes 4096',
      'parked_shed 3',
      'parked_oldest_seconds 60',
    ]) {
      expect(told).toContain(`peoplesync_${line}`);
    }
  });

  it('say nothing, rather than the number of before or 0, of what is asked of a database that is away', async () => {
    const stand = new Stand();
    stand.isDatabaseAway = true;
    const told = await watched(stand).registry.metrics();
    for (const name of ['relay_waiting', 'relay_oldest_seconds', 'consumer_lag', 'parked_tenants']) {
      expect(told).not.toMatch(new RegExp(`^peoplesync_${name}[ {]`, 'm'));
    }
    expect(told).toContain('peoplesync_bus_up 1');
  });

  it('say that the log does not answer, and how much waits for it all the same', async () => {
    const stand = new Stand();
    stand.isBrokerAway = true;
    const told = await watched(stand).registry.metrics();
    expect(told).toContain('peoplesync_bus_up 0');
    expect(told).toContain('peoplesync_relay_waiting 7');
    expect(told).not.toMatch(/^peoplesync_consumer_lag\{/m);
  });

  it('are only those of a part that the service has', async () => {
    const stand = new Stand();
    stand.emits = false;
    expect(await watched(stand).registry.metrics()).not.toContain('peoplesync_relay');
    stand.emits = true;
    stand.consumes = false;
    expect(await watched(stand).registry.metrics()).not.toMatch(/peoplesync_(consumer|parked|bus)/);
  });
});
