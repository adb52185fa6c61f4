import { MessagingHealth } from '@people-sync/messaging';
import { Registry } from 'prom-client';
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
    const later = await registry.metrics();
    expect(later).toContain('peoplesync_relay_waiting 0');
    expect(later).toContain('peoplesync_partitions_held 0');
  });
});
