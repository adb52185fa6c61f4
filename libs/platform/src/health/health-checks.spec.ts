import { HealthChecks } from './health-checks';

describe('readiness', () => {
  it('is not given before every door is open, though all parts work', async () => {
    const health = new HealthChecks();
    health.add('database', () => undefined);
    expect(await health.failing()).toEqual(['starting']);
    health.started();
    expect(await health.failing()).toEqual([]);
  });

  it('names the parts that do not work', async () => {
    const health = new HealthChecks();
    health.started();
    health.add('database', () => undefined);
    health.add('events', () => Promise.reject(new Error('the broker is away')));
    expect(await health.failing()).toEqual(['events']);
  });

  it('ends when a stop is asked for, and does not come back', async () => {
    const health = new HealthChecks();
    health.started();
    health.stop();
    health.started();
    expect(await health.failing()).toEqual(['stopping']);
  });
});
