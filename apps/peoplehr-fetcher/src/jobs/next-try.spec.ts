import { failureReasons } from '@people-sync/contracts';
import type { Tries } from './job';
import { type FailedTry, isSpent, nextTry, ownPause, spent } from './next-try';

const TERMS = { retryBaseMs: 1000, throttleWaitMs: 61_000, scheduledPatienceMs: 5 * 3600_000 };
const HOUR = 3600_000;
const NONE: Tries = { unavailable: 0, throttled: 0, lostReads: 0, ownWaits: 0, deaths: 0 };
const failed = (changes: Partial<FailedTry>): FailedTry => ({
  reason: 'unavailable',
  trigger: 'manual',
  tries: NONE,
  ageMs: 0,
  hasAsked: true,
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
    const passing = ['unavailable', 'throttled', 'internal-error'];
    const lasting = failureReasons.filter((reason) => !passing.includes(reason));
    for (const reason of lasting) expect(nextTry(failed({ reason, trigger: 'schedule' }), TERMS)).toBeUndefined();
  });

  it('asks PeopleHR three times at most if a fault of ours loses what it says, whoever waits', () => {
    for (const trigger of ['manual', 'schedule'] as const)
      expect(pauses(failed({ reason: 'internal-error', trigger })).seen).toEqual([5_000, 10_000]);
  });

  it('waits for minutes for what is ours before PeopleHR is asked, and not for ever', () => {
    for (const trigger of ['manual', 'schedule'] as const) {
      const { seen, ageMs } = pauses(failed({ reason: 'internal-error', trigger, hasAsked: false }));
      expect(seen.slice(0, 5)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000]);
      expect(Math.max(...seen)).toBe(60_000);
      expect(ageMs / 60_000).toBeGreaterThan(4);
      expect(ageMs / 60_000).toBeLessThan(6);
    }
  });

  it('is over for a job of which two processes died, and for one whose end could not be told', () => {
    expect(isSpent({ ...NONE, deaths: 1 })).toBe(false);
    expect(isSpent({ ...NONE, deaths: 2 })).toBe(true);
    expect(isSpent(spent(NONE))).toBe(true);
    for (const tries of [{ ...NONE, deaths: 2 }, spent(NONE)])
      expect(nextTry(failed({ reason: 'internal-error', tries, hasAsked: false }), TERMS)).toBeUndefined();
    expect(ownPause(spent(NONE), TERMS)).toBe(20_000);
  });
});
