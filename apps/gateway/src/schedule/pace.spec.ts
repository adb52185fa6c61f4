import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { allowance } from './pace';

const AT = new Date('2026-03-02T01:00:00Z').getTime();

describe('how many may be started now', () => {
  it('half a minute of them after a rest, and then one at a time', () => {
    const rested = allowance(new Date(0), new Date(AT), 20);
    expect(rested.count).toBe(10);
    const then = (ms: number) => allowance(rested.freeAfter(10), new Date(AT + ms), 20).count;
    expect([0, 2_999, 3_000, 9_000, 300_000].map(then)).toEqual([0, 0, 1, 3, 10]);
  });

  it('keeps those that were not used', () => {
    const rested = allowance(new Date(0), new Date(AT), 20);
    expect(allowance(rested.freeAfter(4), new Date(AT), 20).count).toBe(6);
  });

  it('one at least, however few a minute', () => {
    expect(allowance(new Date(0), new Date(AT), 1).count).toBe(1);
  });

  it('is never more than half as many again in any minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 3000 }), fc.array(fc.integer({ min: 0, max: 90_000 })), (each, pauses) => {
        let [freeAt, now] = [new Date(0), AT];
        const starts: { now: number; count: number }[] = [];
        for (const pause of pauses) {
          now += pause;
          const { count, freeAfter } = allowance(freeAt, new Date(now), each);
          freeAt = freeAfter(count);
          starts.push({ now, count });
        }
        for (const { now: end } of starts) {
          const within = starts.filter((one) => one.now > end - 60_000 && one.now <= end);
          expect(within.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(each * 1.5 + 1);
        }
      }),
      { numRuns: propertyRuns() },
    );
  });
});
