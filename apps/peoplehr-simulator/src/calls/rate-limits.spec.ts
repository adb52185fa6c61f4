import { RateLimits } from './rate-limits';

describe('the rate limit', () => {
  it('lets 50 calls through in any 60 seconds, for each key', () => {
    const limits = new RateLimits();
    const admitted = (key: string, from: number, calls: number) =>
      Array.from({ length: calls }, (_, i) => limits.admits(key, from + i)).filter(Boolean).length;
    expect(admitted('a', 0, 60)).toBe(50);
    expect(admitted('b', 0, 1)).toBe(1);
    expect(limits.admits('a', 59_999)).toBe(false);
    // The first of the fifty is a minute old, the second is not.
    expect([limits.admits('a', 60_000), limits.admits('a', 60_000)]).toEqual([true, false]);
  });

  it('can be another for one key, and none at all', () => {
    const limits = new RateLimits();
    limits.set({ perMinute: 1 }, 'a');
    limits.set({ perMinute: null }, 'b');
    expect([limits.admits('a', 0), limits.admits('a', 1)]).toEqual([true, false]);
    expect(Array.from({ length: 100 }, (_, i) => limits.admits('b', i))).not.toContain(false);
    limits.reset();
    expect([limits.of('a').perMinute, limits.of('b').perMinute]).toEqual([50, 50]);
  });
});
