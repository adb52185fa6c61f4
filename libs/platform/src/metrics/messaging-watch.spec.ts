import { MessagingHealth, ParkedTenants } from '@people-sync/messaging';
import { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { HealthChecks } from '../health/health-checks';
import { MessagingWatch } from './messaging-watch';

describe('the metrics of a service’s part in the bus', () => {
  it('tell what waits for the broker, what is behind, and what is held', async () => {
    const health = new MessagingHealth();
    const registry = new Registry();
    new MessagingWatch(registry, new HealthChecks(), health).onModuleInit();
    health.relayWaiting = 7;
    health.batchDone('peoplesync.changes', 3, 20, 100, 140);
    health.batchFailed('peoplesync.people', 5, new Error('the database is away'));
    const told = await registry.metrics();
    expect(told).toContain('peoplesync_relay_waiting 7');
    expect(told).toContain('peoplesync_events_consumed_total 20');
    expect(told).toContain('peoplesync_consumer_lag{topic="peoplesync.changes",partition="3"} 40');
    expect(told).toContain('peoplesync_batch_retries_total 1');
    expect(told).toContain('peoplesync_partitions_held 1');
    health.relayed(7);
    health.batchDone('peoplesync.people', 5, 1, 1, 1);
    // Nobody asks a database here.
    expect(told).not.toContain('peoplesync_parked_streams');
    const later = await registry.metrics();
    expect(later).toContain('peoplesync_relay_waiting 0');
    expect(later).toContain('peoplesync_partitions_held 0');
  });

  it('tell what waits for somebody, and the last that was known while the database is away', async () => {
    const registry = new Registry();
    const parked = new ParkedTenants(new DataSource({ type: 'postgres' }));
    const totals = jest.spyOn(parked, 'totals');
    totals.mockResolvedValueOnce({ streams: 2, waiting: 70, bytes: 4096, shed: 3 });
    new MessagingWatch(registry, new HealthChecks(), new MessagingHealth(), parked).onModuleInit();
    totals.mockRejectedValue(new Error('the database is away'));
    for (const told of [await registry.metrics(), await registry.metrics()]) {
      for (const gauge of ['streams 2', 'records 70', 'bytes 4096', 'shed 3']) {
        expect(told).toContain(`peoplesync_parked_${gauge}`);
      }
    }
    expect(totals).toHaveBeenCalledTimes(2);
  });
});
