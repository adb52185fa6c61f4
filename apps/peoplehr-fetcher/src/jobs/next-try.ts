import type { FailureReason, SyncTrigger } from '@people-sync/contracts';
import type { Tries } from './job';

/** How long and how often a passing failure is tried again. Milliseconds. */
export interface RetryTerms {
  readonly retryBaseMs: number;
  readonly throttleWaitMs: number;
  readonly scheduledPatienceMs: number;
}

/** What the decision rests on. */
export interface FailedTry {
  readonly reason: FailureReason;
  readonly trigger: SyncTrigger;
  /** Before this try. */
  readonly tries: Tries;
  /** Since the sync was requested, in milliseconds. */
  readonly ageMs: number;
}

/** Quick tries of an unavailable PeopleHR before somebody who waits is told. */
const QUICK_TRIES = 3;
const THROTTLED_TRIES = 3;
const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * The pause before the next try, or undefined: the sync fails with this reason (docs/semantics.md §1).
 * Nobody waits at a screen for a scheduled sync, so it goes on trying through an outage of hours.
 */
export function nextTry(failed: FailedTry, terms: RetryTerms): { delayMs: number; tries: Tries } | undefined {
  const { reason, trigger, tries, ageMs } = failed;
  if (reason === 'throttled') {
    const throttled = tries.throttled + 1;
    return throttled < THROTTLED_TRIES ? { delayMs: terms.throttleWaitMs, tries: { ...tries, throttled } } : undefined;
  }
  if (reason !== 'unavailable') return undefined;
  const unavailable = tries.unavailable + 1;
  const delayMs = Math.min(terms.retryBaseMs * 2 ** (unavailable - 1), LONGEST_PAUSE_MS);
  const goesOn = trigger === 'schedule' && ageMs + delayMs < terms.scheduledPatienceMs;
  return unavailable < QUICK_TRIES || goesOn ? { delayMs, tries: { ...tries, unavailable } } : undefined;
}
