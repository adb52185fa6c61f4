import { failureReasons } from '@people-sync/contracts';
import { type FailedTry, nextTry } from './next-try';

const TERMS = { retryBaseMs: 1000, throttleWaitMs: 61_000, scheduledPatienceMs: 5 * 3600_000 };
const HOUR = 3600_000;
const failed = (changes: Partial<FailedTry>): FailedTry => ({
  reason: 'unavailable',
  trigger: 'manual',
  tries: { unavailable: 0, throttled: 0 },
  ageMs: 0,
  ...changes,
});
/** The pauses until the sync fails, or for at most `limit` tries. */
const pauses = (first: FailedTry, limit = 200) => {
  const seen: number[] = [];
  let current = first;
  for (let again = nextTry(current, TERMS); again && seen.length < limit; again = nextTry(current, TERMS)) {
    seen.push(again.delayMs);
    current = { ...current, tries: again.tries, ageMs: current.ageMs + again.delayMs };
  }
  return { seen, ageMs: current.ageMs };
};

describe('trying again', () => {
  it('happens three times in all, with a growing pause, while somebody waits', () => {
    for (const trigger of ['manual', 'webhook', 'platform'] as const) {
      expect(pauses(failed({ trigger })).seen).toEqual([1000, 2000]);
    }
  });

  it('goes on for five hours at night, a quarter of an hour apart at most', () => {
    const { seen, ageMs } = pauses(failed({ trigger: 'schedule' }));
    expect(seen.slice(0, 3)).toEqual([1000, 2000, 4000]);
    expect(Math.max(...seen)).toBe(15 * 60_000);
    expect(ageMs).toBeLessThan(5 * HOUR);
    expect(ageMs).toBeGreaterThan(4.5 * HOUR);
  });

  it("waits for PeopleHR's window when throttled, twice", () => {
    expect(pauses(failed({ reason: 'throttled' })).seen).toEqual([61_000, 61_000]);
    expect(pauses(failed({ reason: 'throttled', trigger: 'schedule' })).seen).toEqual([61_000, 61_000]);
  });

  it('makes no sense for what only a person can mend', () => {
    const lasting = failureReasons.filter((reason) => reason !== 'unavailable' && reason !== 'throttled');
    for (const reason of lasting) expect(nextTry(failed({ reason, trigger: 'schedule' }), TERMS)).toBeUndefined();
  });
});
